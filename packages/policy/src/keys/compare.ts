import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { compareDecimals, parseDecimal, type Decimal } from '../patterns/decimal.js';
import { bare, keysOf, looseningOf, type Looser, type Loosening } from './loosens.js';

/**
 * Lists what a value of the configuration allows that the former one did not, one line each, as its keys declare. A key
 * that declares nothing counts as loosened on each change.
 * @param place of the value
 */
export function compareValues(schema: z.core.$ZodType, place: string, before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const loosening = looseningOf(schema);
  const inner = bare(schema);
  if (inner instanceof z.ZodRecord && isAboutEntries(loosening)) {
    return compareEntries(inner.valueType, loosening, place, before, after);
  }
  const keys = loosening ? undefined : keysOf(schema);
  if (keys) {
    const [old, now] = [toMap(before), toMap(after)];
    return keys.flatMap(([key, each]) => compareValues(each, `${place}.${key}`, old.get(key), now.get(key)));
  }
  const { looser, words } = loosening ?? { looser: 'any change' };
  const found = describeLoosening(looser, before, after);
  return (words !== undefined && found.length > 0 ? [words] : found).map((what) => place + what);
}

const isAboutEntries = (loosening: Loosening | undefined): boolean =>
  !loosening || loosening.looser === 'more entries' || loosening.looser === 'fewer entries';

/** Names of entries that come with words of their own are secrets. */
function compareEntries(
  schema: z.core.$ZodType,
  loosening: Loosening | undefined,
  place: string,
  before: unknown,
  after: unknown,
): string[] {
  const [old, now] = [toMap(before), toMap(after)];
  const lines = [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const at = loosening?.words === undefined ? `${place}.${name}` : place;
    if (!loosening || (old.has(name) && now.has(name))) return compareValues(schema, at, old.get(name), now.get(name));
    if (loosening.looser === 'more entries') return now.has(name) ? [at + (loosening.words ?? ' was added')] : [];
    return old.has(name) ? [at + (loosening.words ?? ' was removed')] : [];
  });
  return [...new Set(lines)];
}

/** The text after the place of a key whose values differ. */
function describeLoosening(looser: Looser, before: unknown, after: unknown): readonly string[] {
  switch (looser) {
    case 'nothing':
      return [];
    case 'any change':
      return [' was changed'];
    case 'true':
    case 'false':
      return String(after) === looser ? [' was changed'] : [];
    case 'more':
    case 'less':
      return compareLimits(looser, before, after);
    case 'fewer entries':
      return missing(before, after).map((item) => `: ${JSON.stringify(item)} was removed`);
    case 'more entries':
    case 'more entries, or none':
      return compareAllowed(looser, before, after);
    default:
      return compareOrder(looser, before, after);
  }
}

/** Amounts are numbers or texts; no amount is no limit. */
function compareLimits(looser: 'more' | 'less', before: unknown, after: unknown): readonly string[] {
  if (isNone(before)) return [];
  if (isNone(after)) return [' was removed'];
  const [old, now] = [toLimit(before), toLimit(after)];
  if (old && now) {
    const difference = compareDecimals(now, old);
    if (looser === 'more') return difference > 0 ? [' was raised'] : [];
    return difference < 0 ? [' was lowered'] : [];
  }
  if (old || now || !isObject(before) || !isObject(after)) return [' was changed'];
  const next = toMap(after);
  return Object.entries(before).flatMap(([key, limit]) =>
    compareLimits(looser, limit, next.get(key)).map((what) => `.${key}${what}`),
  );
}

function compareAllowed(
  looser: 'more entries' | 'more entries, or none',
  before: unknown,
  after: unknown,
): readonly string[] {
  const allowsAll = (list: unknown): boolean =>
    !Array.isArray(list) || (looser === 'more entries, or none' && list.length === 0);
  if (allowsAll(before)) return [];
  if (allowsAll(after)) return [' was removed'];
  return missing(after, before).map((item) => `: ${JSON.stringify(item)} was added`);
}

function compareOrder(strictFirst: readonly string[], before: unknown, after: unknown): readonly string[] {
  const [was, is] = [before, after].map((value) => strictFirst.indexOf(String(value)));
  const isTighter = is === 0 || (is !== -1 && is! < was!);
  return isTighter ? [] : [' was changed'];
}

/** The items of `list` that `other` lacks. */
const missing = (list: unknown, other: unknown): readonly unknown[] =>
  Array.isArray(list)
    ? list.filter((item) => !Array.isArray(other) || !other.some((each) => isDeepStrictEqual(each, item)))
    : [];

const toLimit = (value: unknown): Decimal | undefined =>
  typeof value === 'number' || typeof value === 'string' ? parseDecimal(String(value)) : undefined;

const isNone = (value: unknown): boolean => value === null || value === undefined;
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const toMap = (value: unknown): ReadonlyMap<string, unknown> => new Map(isObject(value) ? Object.entries(value) : []);
