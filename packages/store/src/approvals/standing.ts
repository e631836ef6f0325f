import { foldName, type CallFingerprint, AMOUNT } from '@mcp-guard/core';

type Leaves = NonNullable<CallFingerprint['leaves']>;

/**
 * A call is similar to an approved one: all that is at or below `same` is equal, or (`null`) all but the amounts. A
 * call that another reader could read differently there is similar to none.
 */
export function isSimilar(approved: CallFingerprint, call: CallFingerprint, same: readonly string[] | null): boolean {
  if (!approved.leaves || !call.leaves || approved.rest !== call.rest) return false;
  const pointers = Object.keys(call.leaves);
  if (same?.some((fixed) => hasRival(pointers, fixed))) return false;
  const wanted = select(approved.leaves, same);
  const given = select(call.leaves, same);
  return wanted.size === given.size && [...wanted].every(([pointer, leaf]) => given.get(pointer) === leaf);
}

/** The first of `same` that leads to nothing: it would be equal in every call that lacks it. */
export const findMissing = (leaves: Leaves, same: readonly string[]): string | undefined =>
  same.find((fixed) => fixed === '' || !Object.keys(leaves).some((pointer) => isWithin(pointer, fixed)));

function select(leaves: Leaves, same: readonly string[] | null): Map<string, string> {
  const all = Object.entries(leaves);
  if (!same) return new Map(all.map(([pointer, leaf]) => [pointer, leaf.startsWith(AMOUNT) ? AMOUNT : leaf]));
  return new Map(all.filter(([pointer]) => same.some((fixed) => isWithin(pointer, fixed))));
}

const isWithin = (pointer: string, fixed: string): boolean => pointer === fixed || pointer.startsWith(`${fixed}/`);

/** A key on the way to `fixed` stands beside one that some readers take for it: `/To` beside `/to`. */
function hasRival(pointers: readonly string[], fixed: string): boolean {
  let paths = pointers.map(toSteps);
  for (const [depth, step] of toSteps(fixed).entries()) {
    const others = new Set(paths.flatMap((path) => path[depth] ?? []));
    others.delete(step);
    const fold = foldName(step);
    if ([...others].some((other) => foldName(other) === fold)) return true;
    paths = paths.filter((path) => path[depth] === step);
  }
  return false;
}

/** @param pointer RFC 6901 */
const toSteps = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
