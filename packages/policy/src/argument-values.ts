import { hasFoldedKey, isObject, knownKeys, member, type JsonValue, type KnownKeys } from '@mcp-guard/core';

/** More values than this are not looked at but refused: each may cost a look at the file system. */
export const MAX_VALUES = 1024;

/** One step of a rule's path. */
export interface Step {
  readonly name: string;
  readonly known: KnownKeys;
}

export interface Found {
  readonly value: JsonValue;
  /** Keys and indices from where the walk began. */
  readonly path: readonly string[];
}

export const WILDCARD = '*';
const NONE = knownKeys();
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** @param path a JSON pointer in which `*` stands for every member or element */
export const toSteps = (path: string): readonly Step[] =>
  path
    .slice(1)
    .split('/')
    .map((text) => text.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((name) => ({ name, known: name === WILDCARD ? NONE : knownKeys(name) }));

/**
 * The values that a path leads to; none where nothing stands there. `undefined` where readers
 * may see others: a key that folds to the one that is meant or to its neighbour, or no object
 * or array where the path goes on.
 */
export function findValues(value: JsonValue, steps: readonly Step[]): readonly Found[] | undefined {
  const found: Found[] = [];
  return walk(value, steps, [], found) ? found : undefined;
}

function walk(value: JsonValue, [step, ...rest]: readonly Step[], path: readonly string[], found: Found[]): boolean {
  if (!step) return found.push({ value, path }) <= MAX_VALUES;
  const enter = (key: string, inner: JsonValue | undefined): boolean =>
    inner === undefined || walk(inner, rest, [...path, key], found);
  if (Array.isArray(value)) {
    if (step.name === WILDCARD) return value.every((element, index) => enter(String(index), element));
    return INDEX.test(step.name) && enter(step.name, value[Number(step.name)]);
  }
  if (!isObject(value) || hasFoldedKey(value, step.known)) return false;
  if (step.name === WILDCARD) return Object.entries(value).every(([key, inner]) => enter(key, inner));
  return enter(step.name, member(value, step.name));
}
