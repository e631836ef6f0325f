import {
  foldName,
  foldNames,
  GuardError,
  isObject,
  isCall,
  memoize,
  type JsonObject,
  type JsonValue,
  type Message,
} from '@mcp-guard/core';
import type { JsonPath } from '@mcp-guard/detectors';

/** A request of a server, and its place in the message. */
export interface Asked {
  readonly method: string;
  readonly params: JsonValue | undefined;
  /** The path of the params, for edits. */
  readonly path: JsonPath;
}

/** A list of pages that a person is to open before a call can go on (-32042), by its name. */
export const PAGES = 'elicitations';

/**
 * The requests of a server in this message, in every spelling that a careless client takes for
 * one of `methods`: the message itself (legacy), or the requests that it embeds (modern). Those are
 * found by their shape at any depth, in results, errors and notifications of either era, since
 * a task, an error or a client of the other era may bring them.
 */
export const asked = (message: Message, ...methods: readonly string[]): readonly Asked[] =>
  everythingAsked(message).filter((one) => methods.some((method) => isCalled(one.method, method)));

export const isCalled = (given: string, method: string): boolean =>
  given === method || foldNames(given).includes(foldName(method));

/** Several interceptors ask for the same message; it is walked once. */
const everythingAsked = memoize((message: Message): readonly Asked[] => {
  const walk = new RequestWalk();
  if (isCall(message)) walk.found.push({ method: message.method, params: message.params, path: ['params'] });
  walk.look(message.value, false);
  return walk.found;
});

/** Shorter keys do not fold to the ones that are searched for. */
const MIN_KEY = 8;
const REQUESTS = foldName('inputRequests');
/** Spellings of `method` times those of `params` in one request: no reader knows which ones are meant. */
const MAX_PAIRS = 16;
const AMBIGUOUS = 'a request in the message has keys that can be taken for others';
/** Requests that one message may embed. */
const MAX_FOUND = 1024;

/** Every message of a server is walked, so the walk allocates nothing except its findings. */
class RequestWalk {
  readonly found: Asked[] = [];
  readonly #path: (string | number)[] = [];

  /** @param inside `inputRequests` */
  look(value: JsonValue | undefined, inside: boolean): void {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) this.#below(index, value[index], inside);
    } else if (typeof value === 'object' && value !== null) {
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

  /** Every spelling of `method` counts, with every spelling of `params`; of many, the pairs would be too many to look at. */
  #addRequest(value: JsonObject): void {
    const methods: string[] = [];
    const params: string[] = [];
    for (const key in value) {
      const folds = foldNames(key);
      if (folds.includes('method') && typeof value[key] === 'string') methods.push(key);
      if (folds.includes('params')) params.push(key);
    }
    if (methods.length * params.length > MAX_PAIRS) throw new GuardError('MALFORMED_MESSAGE', AMBIGUOUS);
    for (const name of methods) {
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
    if (this.found.length >= MAX_FOUND)
      throw new GuardError('MALFORMED_MESSAGE', 'the message asks for too many things at once');
    this.found.push({ method, params, path: [...this.#path, step] });
  }
}
