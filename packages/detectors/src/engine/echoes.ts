import type { Described } from '../detector.js';
import { TYPES_IN_ORDER } from '../built-in.js';
import { BINARY_LIMIT, INSPECTION_LIMIT } from '../own-types.js';
import type { LocatedMatch } from './reader.js';

/**
 * Without what lies within a finding of its group that is as sure: one value is reported once, by the name that fits best.
 * What goes beyond stays, so that nothing of it is let through. Linear but for sorting.
 */
export function withoutEchoes(matches: readonly LocatedMatch[]): readonly LocatedMatch[] {
  if (matches.length < 2) return matches;
  const reported: { readonly kind: string; readonly weight: number; end: number }[] = []; // a few, as confidences are
  // The one that begins first and ends last comes first, so whatever is inside of it comes later.
  const byStart = matches.toSorted(
    (a, b) =>
      a.start - b.start || b.end - a.end || weightOf(b) - weightOf(a) || rankOf(a.detector) - rankOf(b.detector),
  );
  return byStart.filter((match) => {
    const { end, detector } = match;
    const weight = weightOf(match);
    // The limit says nothing of what was read, and each custom type is treated in its own way.
    const isLimit = detector === INSPECTION_LIMIT || detector === BINARY_LIMIT;
    const isOwn = isLimit || detector.group === 'custom';
    const kind = isOwn ? detector.id : detector.group === 'secret.temporary' ? 'secret' : detector.group;
    if (reported.some((each) => each.kind === kind && each.weight >= weight && each.end >= end)) return false;
    const alike = reported.find((each) => each.kind === kind && each.weight === weight);
    if (alike) alike.end = end;
    else reported.push({ kind, weight, end });
    return true;
  });
}

/** Generic types yield to all others of their group, however sure they are. */
const weightOf = ({ detector, confidence }: LocatedMatch): number =>
  detector.generic === true ? confidence - 1 : confidence;

const RANKS = new Map(TYPES_IN_ORDER.map(({ id }, rank) => [id, rank]));
const rankOf = ({ id }: Described): number => RANKS.get(id) ?? 0;
