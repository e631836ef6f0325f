import { GuardError, AMOUNT, type Standing, type StandingWish } from '@mcp-guard/core';
import { formatMoney, parseMoney } from '@mcp-guard/rules';
import { findMissing, isSimilar, type Approval } from '@mcp-guard/store';
import { count } from '../count.js';
import { parseDuration } from '../duration.js';
import { formatMoment } from '../moment.js';
import { quotePointer } from './call-texts.js';
import { shown } from './shown.js';

const SHORTEST = 60;
const LONGEST = 30 * 86_400;
const DEFAULT_USES = 10;
const MAX_USES = 1000;
const MAX_POINTERS_TOLD = 20;

export interface StandingOptions {
  readonly for?: string;
  readonly max?: string;
  readonly same?: readonly string[];
}

/** What the options request; `null`: approve only this call. */
export function parseWish({ for: duration, max, same }: StandingOptions): StandingWish | null {
  if (duration === undefined) {
    if (max === undefined && same === undefined) return null;
    throw unusable('--max and --same are about a standing approval: say with --for how long it lasts');
  }
  const seconds = parseDuration(duration) / 1000;
  if (seconds < SHORTEST || seconds > LONGEST) throw unusable('--for is from 1m to 30d');
  const maxUses = max === undefined ? DEFAULT_USES : Number(max);
  if (!Number.isInteger(maxUses) || maxUses < 1 || maxUses > MAX_USES) {
    throw unusable(`--max is a number from 1 to ${MAX_USES}`);
  }
  return { for: seconds, maxUses, same: same ?? null };
}

/** Throws if no other call could be recognized as similar to this one. */
export function checkWish({ leaves }: Approval, { same }: StandingWish): void {
  if (!leaves) {
    throw new GuardError('POLICY_DENIED', 'this call has too many arguments for a standing approval; approve it once');
  }
  const missing = findMissing(leaves, same ?? []);
  if (missing === undefined) return;
  const known = Object.keys(leaves).filter((pointer) => pointer !== '');
  const told = known.slice(0, MAX_POINTERS_TOLD).map((pointer) => shown(quotePointer(pointer), 80));
  const rest = known.length > told.length ? ` and ${known.length - told.length} more` : '';
  const there = known.length === 0 ? 'there are none' : `there are: ${told.join(', ')}${rest}`;
  throw unusable(`there is no ${shown(quotePointer(missing), 80)} in the arguments; ${there}`);
}

type Limits = Pick<Standing, 'same' | 'maxUses' | 'maxSpend'>;
type Call = Pick<Approval, 'actor' | 'server' | 'tool' | 'leaves' | 'currency'>;

/**
 * `calls of pay by anna at bank with the same /to, until 15:04, at most 5 calls, together at most 125.00 USD`;
 * safe to print.
 * @param until Unix milliseconds
 */
export function describeStanding(
  { actor, server, tool, leaves, currency }: Call,
  { same, maxUses, maxSpend }: Limits,
  until: number,
): string {
  const alike = same ? joinWords(same.map((pointer) => shown(quotePointer(pointer), 80))) : 'arguments';
  const but = !same && namesAmount(leaves) ? ' but for the amount' : '';
  const together = maxSpend === null ? [] : [`together at most ${maxSpend}${currency === null ? '' : ` ${currency}`}`];
  return [
    `calls of ${shown(tool, 80)} by ${shown(actor, 64)} at ${shown(server, 64)} with the same ${alike}${but}`,
    `until ${formatMoment(until)}`,
    `at most ${count(maxUses, 'call')}`,
    ...together,
  ].join(', ');
}

/** False if the price comes from the configuration. */
const namesAmount = (leaves: Approval['leaves']): boolean =>
  Object.values(leaves ?? {}).some((leaf) => leaf.startsWith(AMOUNT));

/**
 * Describes what a standing approval would admit, and how many past calls it would have admitted.
 * @param past calls that were held before
 */
export function describeWish(approval: Approval, past: readonly Approval[], wish: StandingWish, now: number): string {
  const { same, maxUses } = wish;
  const { amount, currency } = approval;
  const isPaid = amount !== null && currency !== null;
  const maxSpend = isPaid ? formatMoney(parseMoney(amount) * BigInt(maxUses), currency) : null;
  const limits = { same, maxUses, maxSpend };
  const others = past.filter(({ id }) => id !== approval.id);
  const admitted = countAdmitted(approval, others, limits);
  return [
    `this will admit ${describeStanding(approval, limits, now + wish.for * 1000)}`,
    ...(same ? ['their other arguments may be anything'] : []),
    `so far it would have admitted ${admitted} of the ${count(others.length, 'call')} of this tool that people were asked about`,
  ].join('\n');
}

/** Counts past calls in the order in which they came. */
function countAdmitted(approved: Approval, past: readonly Approval[], { same, maxUses, maxSpend }: Limits): number {
  let uses = 0;
  let left = parseMoney(maxSpend ?? '0');
  for (const call of past.toSorted((a, b) => a.createdAt - b.createdAt)) {
    const cost = parseMoney(call.amount ?? '0');
    const isPayable = cost <= left && (maxSpend === null || call.currency === approved.currency);
    if (uses === maxUses || !isPayable || !isSimilar(approved, call, same)) continue;
    uses += 1;
    left -= cost;
  }
  return uses;
}

const joinWords = (words: readonly string[]): string =>
  [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ');

const unusable = (message: string): GuardError => new GuardError('CONFIG_INVALID', message);
