import {
  foldName,
  foldNames,
  isObject,
  isQuestion,
  type JsonObject,
  type JsonValue,
  type Message,
} from '@mcp-guard/core';

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
  given === method || foldNames(given).includes(foldName(method));

/** Several interceptors ask for the same message; it is walked once. */
const found = new WeakMap<Message, readonly Asked[]>();

function everythingAsked(message: Message): readonly Asked[] {
  let all = found.get(message);
  if (!all) {
    const walk = new Walk();
    if (isQuestion(message)) walk.found.push({ method: message.method, params: message.params, path: ['params'] });
    walk.look(message.value, false);
    found.set(message, (all = walk.found));
  }
  return all;
}

/** Shorter keys do not fold to the ones that are looked for. */
const MIN_KEY = 8;
const REQUESTS = foldName('inputRequests');

/** Every message of a server is walked, so nothing is made on the way but what is found. */
class Walk {
  readonly found: Asked[] = [];
  readonly #path: (string | number)[] = [];

  /** @param inside `inputRequests` */
  look(value: JsonValue | undefined, inside: boolean): void {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) this.#below(index, value[index], inside);
    } else if (isObject(value)) {
      if (inside) this.#addRequest(value);
      for (const key in value) this.#below(key, value[key], inside);
    }
  }

  #below(step: string | number, value: JsonValue | undefined, inside: boolean): void {
    if (typeof value !== 'object' || value === null) return;
    const folds = typeof step === 'number' || step.length < MIN_KEY ? [] : foldNames(step);
    this.#path.push(step);
    if (folds.includes(PAGES)) this.#addPages(value);
    this.look(value, inside || folds.includes(REQUESTS));
    this.#path.pop();
  }

  /** Every spelling of `method` counts, with every spelling of `params`. */
  #addRequest(value: JsonObject): void {
    const keys = Object.keys(value);
    const params = keys.filter((key) => foldNames(key).includes('params'));
    for (const name of keys.filter((key) => foldNames(key).includes('method'))) {
      const method = value[name];
      if (typeof method !== 'string') continue;
      for (const key of params.length > 0 ? params : ['params']) this.#add(method, key, value[key]);
    }
  }

  #addPages(value: JsonValue): void {
    if (Array.isArray(value)) value.forEach((params, index) => this.#add(PAGES, index, params));
    else if (isObject(value)) for (const [key, params] of Object.entries(value)) this.#add(PAGES, key, params);
  }

  #add(method: string, step: string | number, params: JsonValue | undefined): void {
    this.found.push({ method, params, path: [...this.#path, step] });
  }
}
