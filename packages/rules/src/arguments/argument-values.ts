import { hasFoldedKey, isObject, knownKeys, member, type JsonValue, type KnownKeys } from '@mcp-guard/core';

/** More values than this are refused unread: each may cost a look at the file system. */
export const MAX_VALUES = 1024;

/** One step of a rule's path. */
export interface Step {
  readonly name: string;
  readonly known: KnownKeys;
}

/** The values at a path. */
export interface Reached {
  readonly values: readonly ArgumentValue[];
  /** The path leads to nothing in at least one element, or at all. */
  readonly isMissing: boolean;
}

export interface ArgumentValue {
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
 * The values at a path. `undefined` if another reader may see other values: a key folds to
 * the one that is meant or to its neighbour, or the path goes on below something that is no
 * object or array.
 */
export function findValues(value: JsonValue, steps: readonly Step[]): Reached | undefined {
  const walk = new ValueWalk();
  if (!walk.enter(value, steps, [])) return undefined;
  return { values: walk.found, isMissing: walk.isMissing || walk.found.length === 0 };
}

/** The form input of a person for a tool that asked for more. */
export interface TypedAnswer {
  readonly key: string;
  /** `null` if nothing was typed. */
  readonly content: JsonValue;
}

const RESPONSE_KEYS = knownKeys('content');

/** The responses that come with a retry of a call; `undefined` if they can be read in several ways. */
export function answersIn(params: JsonValue | undefined): readonly TypedAnswer[] | undefined {
  const responses = member(params, 'inputResponses');
  if (responses === undefined) return [];
  if (!isObject(responses) || hasFoldedKey(responses, NONE)) return undefined;
  const answers: TypedAnswer[] = [];
  for (const [key, response] of Object.entries(responses)) {
    if (!isObject(response) || hasFoldedKey(response, RESPONSE_KEYS)) return undefined;
    answers.push({ key, content: member(response, 'content') ?? null });
  }
  return answers;
}

class ValueWalk {
  readonly found: ArgumentValue[] = [];
  isMissing = false;

  /** The value can be read in one way only. */
  enter(value: JsonValue | undefined, [step, ...rest]: readonly Step[], path: readonly string[]): boolean {
    if (value === undefined) {
      this.isMissing = true;
      return true;
    }
    if (!step) return this.found.push({ value, path }) <= MAX_VALUES;
    const below = (key: string, inner: JsonValue | undefined): boolean => this.enter(inner, rest, [...path, key]);
    if (Array.isArray(value)) {
      if (step.name === WILDCARD) return value.every((element, index) => below(String(index), element));
      return INDEX.test(step.name) && below(step.name, value[Number(step.name)]);
    }
    if (!isObject(value) || hasFoldedKey(value, step.known)) return false;
    if (step.name === WILDCARD) return Object.entries(value).every(([key, inner]) => below(key, inner));
    return below(step.name, member(value, step.name));
  }
}
