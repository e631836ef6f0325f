import type { Approval, CallPrint } from './approval-store.js';

/** Begins the leaf of an amount; what follows is its hash. */
export const AMOUNT = 'amount:';

/** Whether a call is like an approved one: what is at or below `same` is the same, or (`null`) everything but the amounts. */
export function isAlike(approved: CallPrint, call: CallPrint, same: readonly string[] | null): boolean {
  if (!approved.leaves || !call.leaves || approved.rest !== call.rest) return false;
  const wanted = select(approved.leaves, same);
  const given = select(call.leaves, same);
  return wanted.size === given.size && [...wanted].every(([pointer, leaf]) => given.get(pointer) === leaf);
}

/** How many calls a standing approval would have admitted, of those that people were asked about before. */
export const countAlike = (approved: Approval, past: readonly Approval[], same: readonly string[] | null): number =>
  past.filter((call) => isAlike(approved, call, same)).length;

function select(leaves: Readonly<Record<string, string>>, same: readonly string[] | null): Map<string, string> {
  const all = Object.entries(leaves);
  if (!same) return new Map(all.map(([pointer, leaf]) => [pointer, leaf.startsWith(AMOUNT) ? AMOUNT : leaf]));
  return new Map(all.filter(([pointer]) => same.some((fixed) => pointer === fixed || pointer.startsWith(`${fixed}/`))));
}
