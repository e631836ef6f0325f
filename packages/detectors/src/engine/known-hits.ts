import type { Described, Group } from '../detector.js';
import { TYPES_IN_ORDER } from '../built-in.js';
import { DEFAULT_PASSWORD, FILLER, INSPECTION_LIMIT, LABELLED_SECRET, PUBLISHED_SAMPLE } from '../own-types.js';
import { isDefaultLogin, isDevelopmentDefault } from '../validators/development-defaults.js';
import { isFiller, isSampleRow } from '../validators/placeholders.js';
import { isFilledWithZeros, isPublishedSample } from '../validators/published-samples.js';
import type { TypedHit } from './engine.js';

/** Whose findings are refused or taken out. */
const KEPT: ReadonlySet<Group> = new Set(['secret', 'secret.temporary', 'pii.financial', 'pii.national_id']);

/**
 * Names what everybody knows as that. All of a value must be known: a secret beside a sample, or around one, stays a
 * secret. What lies within a sample is a part of it.
 * @param hits all of one text, whose characters they count
 */
export function nameKnown(text: string, hits: readonly TypedHit[]): readonly TypedHit[] {
  const named = hits.map((hit) => nameOne(text, hit));
  return withoutParts(named, named.filter(isKnown));
}

export const isKnown = ({ detector }: TypedHit): boolean => detector.group === 'known';

/** Without what lies within known values: it says what some of their characters could be besides. */
export function withoutParts<Of extends TypedHit>(hits: readonly Of[], known: readonly TypedHit[]): readonly Of[] {
  if (known.length === 0) return hits;
  const isPart = toCover(known);
  return hits.filter((hit) => !KEPT.has(hit.detector.group) || hit.detector === INSPECTION_LIMIT || !isPart(hit));
}

function nameOne(text: string, hit: TypedHit): TypedHit {
  const { detector, start, end } = hit;
  if (!KEPT.has(detector.group) || detector === INSPECTION_LIMIT) return hit;
  const value = text.slice(start, end);
  if (isPublishedSample(value)) return toSample(hit, PUBLISHED_SAMPLE);
  if (isFilled(detector, value)) return toSample(hit, FILLER);
  if (isInPlace(value, detector)) return { ...hit, detector: FILLER };
  const isDefault = detector.group === 'secret' && (isDevelopmentDefault(value) || isDefaultLogin(value));
  return isDefault ? { ...hit, detector: DEFAULT_PASSWORD } : hit;
}

function isFilled({ group, generic }: Described, value: string): boolean {
  if (group === 'pii.financial') return isFilledWithZeros(value);
  return group === 'secret' && generic !== true && isFiller(value);
}

/** A row of characters stands for any secret behind a label, and is a sample of none. A password may be one. */
const isInPlace = (value: string, { id }: Described): boolean => id === LABELLED_SECRET && isSampleRow(value);

const toSample = (hit: TypedHit, detector: Described): TypedHit => ({ ...hit, detector, sampleOf: hit.detector.id });

/** The value is known, and what it is a sample of is, too. */
export const isSample = ({ sampleOf, detector }: TypedHit): boolean =>
  sampleOf !== undefined || detector.sampleOf !== undefined;

/** In a file of settings a sample stands where a real value does. */
export const asReal = <Of extends TypedHit>(hit: Of): Of => {
  const real = SAMPLED.get(hit.sampleOf ?? hit.detector.sampleOf ?? '');
  return real ? { ...hit, detector: real, sampleOf: undefined } : hit;
};
const SAMPLED: ReadonlyMap<string, Described> = new Map(TYPES_IN_ORDER.map((type) => [type.id, type]));

/** A hit lies within one of many. In a flood each hit costs one search, not a comparison with all. */
function toCover(covers: readonly TypedHit[]): (hit: TypedHit) => boolean {
  const byStart = covers.toSorted((a, b) => a.start - b.start);
  let furthest = 0;
  const ends = byStart.map(({ end }) => (furthest = Math.max(furthest, end)));
  return ({ start, end }) => {
    let low = 0;
    let high = byStart.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byStart[middle]!.start <= start) low = middle + 1;
      else high = middle;
    }
    return (ends[low - 1] ?? 0) >= end;
  };
}
