import { GuardError, quotePointer, type StandingWish } from '@mcp-guard/core';
import { describeAdmitted, previewStanding, type StandingCall, type AdmittedLimits } from '@mcp-guard/rules';
import { findMissing, isSimilar, type Approval } from '@mcp-guard/store';
import { count } from '../output/count.js';
import { parseDuration } from '../output/duration.js';
import { formatMoment } from '../output/moment.js';
import { callerText } from './caller-text.js';

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

/** Reads what the options request; `null`: approve only this call. */
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
  const told = known.slice(0, MAX_POINTERS_TOLD).map((pointer) => callerText(quotePointer(pointer), 80));
  const rest = known.length > told.length ? ` and ${known.length - told.length} more` : '';
  const there = known.length === 0 ? 'there are none' : `there are: ${told.join(', ')}${rest}`;
  throw unusable(`there is no ${callerText(quotePointer(missing), 80)} in the arguments; ${there}`);
}

/**
 * `calls of pay by anna at bank with the same /to, until 15:04, at most 5 calls, together at most 125.00 USD`;
 * safe to print.
 * @param until Unix milliseconds
 */
export const describeStanding = (call: StandingCall, limits: AdmittedLimits, until: number): string =>
  describeAdmitted(call, limits, `until ${formatMoment(until)}`);

/**
 * Describes what a standing approval would admit, and how many past calls it would have admitted.
 * @param past calls that were held before
 */
export function describeWish(approval: Approval, past: readonly Approval[], wish: StandingWish, now: number): string {
  const { limits, matches, others } = previewStanding(approval, past, wish, isSimilar);
  return [
    `this will admit ${describeStanding(approval, limits, now + wish.for * 1000)}`,
    ...(wish.same ? ['their other arguments may be anything'] : []),
    ...(others === 0 ? [] : [`it would have covered ${matches} of ${count(others, 'held call')} of this tool`]),
  ].join('\n');
}

const unusable = (message: string): GuardError => new GuardError('USAGE', message);
