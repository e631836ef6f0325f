import { foldName, isObject, isQuestion, type JsonObject, type JsonValue, type Message } from '@mcp-guard/core';

/** Something that a server asks for, and where in the message it stands. */
export interface Asked {
  readonly method: string;
  readonly params: JsonValue | undefined;
  /** Of the params, for edits. */
  readonly path: Path;
}

export type Path = readonly (string | number)[];

/** A list of pages that a person is to open before a call can go on (-32042), by its name. */
export const PAGES = 'elicitations';

/**
 * What a server asks for in this message, in the spellings that a careless client takes for
 * `method`: itself (legacy), or by the requests that it embeds (modern). Those are found by
 * their shape at any depth, in results, errors and notices of either era, since a task, an
 * error or a client of the other era may bring them.
 */
export const asked = (message: Message, method: string): readonly Asked[] =>
  everythingAsked(message).filter((one) => isCalled(one.method, method));

export const isCalled = (given: string, method: string): boolean =>
  given === method || foldName(given) === foldName(method);

/** Several interceptors ask for the same message; it is walked once. */
const found = new WeakMap<Message, readonly Asked[]>();

function everythingAsked(message: Message): readonly Asked[] {
  let all = found.get(message);
  if (!all) {
    const own = isQuestion(message) ? [{ method: message.method, params: message.params, path: ['params'] }] : [];
    all = [...own, ...embeddedIn(message.value, [], false)];
    found.set(message, all);
  }
  return all;
}

/** Shorter keys do not fold to the ones that are looked for. */
const MIN_KEY = 8;
const REQUESTS = foldName('inputRequests');
const METHOD = 'method';

/** @param inside `inputRequests` */
function* embeddedIn(value: JsonValue | undefined, path: Path, inside: boolean): Generator<Asked> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      if (typeof element === 'object') yield* embeddedIn(element, [...path, index], inside);
    }
    return;
  }
  if (!isObject(value)) return;
  if (inside) yield* requestIn(value, path);
  for (const key in value) {
    const inner = value[key];
    if (typeof inner !== 'object' || inner === null) continue;
    const fold = key.length < MIN_KEY ? key : foldName(key);
    if (fold === PAGES) yield* pagesIn(inner, [...path, key]);
    yield* embeddedIn(inner, [...path, key], inside || fold === REQUESTS);
  }
}

/** Every spelling of `method` counts, with every spelling of `params`. */
function* requestIn(value: JsonObject, path: Path): Generator<Asked> {
  const keys = Object.keys(value);
  const methods = keys.filter((key) => foldName(key) === METHOD).map((key) => value[key]);
  const params = keys.filter((key) => foldName(key) === 'params');
  for (const method of methods) {
    if (typeof method !== 'string') continue;
    if (params.length === 0) yield { method, params: undefined, path: [...path, 'params'] };
    for (const key of params) yield { method, params: value[key], path: [...path, key] };
  }
}

function* pagesIn(value: JsonValue, path: Path): Generator<Asked> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, params] of Object.entries(value)) {
    yield { method: PAGES, params, path: [...path, Array.isArray(value) ? Number(key) : key] };
  }
}
