import { AMOUNT, quotePointer, safe, type Standing, type StandingWish } from '@mcp-guard/core';
import { describeLookAlikes } from '@mcp-guard/detectors';
import { formatMoney, parseMoney } from '../spend/money.js';

/** The limits of a standing approval, beside its time. */
export type AdmittedLimits = Pick<Standing, 'same' | 'maxUses' | 'maxSpend'>;

/** A held call, as far as others are like it. */
export interface StandingCall {
  readonly actor: string;
  readonly server: string;
  readonly tool: string;
  /** The leaves by pointer; `null` if there are too many. */
  readonly leaves: Readonly<Record<string, string>> | null;
  readonly currency: string | null;
}

/** A call that was held in the past. */
export interface PastCall {
  readonly id: string;
  readonly createdAt: number;
  readonly amount: string | null;
  readonly currency: string | null;
}

/**
 * `calls of pay by anna at bank with the same /to, until 15:04, at most 5 calls, together at most 125.00 USD`; safe to show.
 * @param time how long it lasts, in words
 */
export function describeAdmitted(
  call: StandingCall,
  { same, maxUses, maxSpend }: AdmittedLimits,
  time: string,
): string {
  const { actor, server, tool, leaves, currency } = call;
  const alike = same ? joinWords(same.map((pointer) => shown(quotePointer(pointer), 80))) : 'arguments';
  const but = !same && namesAmount(leaves) ? ' but for the amount' : '';
  const together = maxSpend === null ? [] : [`together at most ${maxSpend}${currency === null ? '' : ` ${currency}`}`];
  return [
    `calls of ${shown(tool, 80)} by ${shown(actor, 64)} at ${shown(server, 64)} with the same ${alike}${but}`,
    time,
    `at most ${maxUses} ${maxUses === 1 ? 'call' : 'calls'}`,
    ...together,
  ].join(', ');
}

/**
 * Shows what a wish admits, and how many of the past calls it would have admitted.
 * @param past calls that were held before
 * @param isSimilar whether a past call is like the approved one
 */
export function previewStanding<Call extends PastCall>(
  approved: Call,
  past: readonly Call[],
  { same, maxUses }: StandingWish,
  isSimilar: (approved: Call, other: Call, same: AdmittedLimits['same']) => boolean,
): { readonly limits: AdmittedLimits; readonly matches: number; readonly others: number } {
  const { amount, currency } = approved;
  const isPaid = amount !== null && currency !== null;
  const maxSpend = isPaid ? formatMoney(parseMoney(amount) * BigInt(maxUses), currency) : null;
  const others = past.filter(({ id }) => id !== approved.id);
  let uses = 0;
  let left = parseMoney(maxSpend ?? '0');
  for (const call of others.toSorted((a, b) => a.createdAt - b.createdAt)) {
    const cost = parseMoney(call.amount ?? '0');
    const isPayable = cost <= left && (maxSpend === null || call.currency === currency);
    if (uses === maxUses || !isPayable || !isSimilar(approved, call, same)) continue;
    uses += 1;
    left -= cost;
  }
  return { limits: { same, maxUses, maxSpend }, matches: uses, others: others.length };
}

const shown = (text: string, maxLength: number): string => describeLookAlikes(safe(text, maxLength));

/** False if the price comes from the configuration. */
const namesAmount = (leaves: StandingCall['leaves']): boolean =>
  Object.values(leaves ?? {}).some((leaf) => leaf.startsWith(AMOUNT));

const joinWords = (words: readonly string[]): string =>
  [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ');
