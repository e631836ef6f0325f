import { GuardError } from '@mcp-guard/core';
import type { guardedFetch } from '@mcp-guard/net/guarded-fetch';

/** Items of one signal that wait. */
const MAX_WAITING = 4096;
const MAX_BATCH = 512;
/** Time for one request, in milliseconds. */
const TIMEOUT = 10_000;
/** The most of an answer, whose body is ignored. */
const MAX_ANSWER = 65_536;

export interface Destination {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof guardedFetch;
}

/** How sending went so far, for all signals together. */
export class SendOutcome {
  sent = 0;
  dropped = 0;
  /** Why the last request failed; `null` when it did not. */
  failure: string | null = null;
}

/** Sends one signal in batches, one after the other. Nothing waits for it: what the collector does not take is dropped. */
export class Sender<Item> {
  readonly #path: string;
  readonly #to: Destination;
  readonly #outcome: SendOutcome;
  readonly #serialize: (items: Item[]) => Uint8Array | undefined;
  readonly #room: number;
  #waiting: Item[] = [];
  #sending: Promise<void> | undefined;

  /**
   * @param path of the signal: `v1/traces`
   * @param room for items that wait; of more, the oldest are dropped
   */
  constructor(
    path: string,
    to: Destination,
    outcome: SendOutcome,
    serialize: (items: Item[]) => Uint8Array | undefined,
    room: number = MAX_WAITING,
  ) {
    this.#path = path;
    this.#to = to;
    this.#outcome = outcome;
    this.#serialize = serialize;
    this.#room = room;
  }

  add(items: readonly Item[]): void {
    this.#waiting.push(...items);
    const excess = this.#waiting.length - this.#room;
    if (excess <= 0) return;
    this.#waiting.splice(0, excess);
    this.#outcome.dropped += excess;
  }

  /** Resolves once what waits now was sent or dropped. */
  flush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    for (let left = Math.ceil(this.#waiting.length / MAX_BATCH); left > 0; left--) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      if (await this.#send(batch)) this.#outcome.sent += batch.length;
      else this.#outcome.dropped += batch.length;
    }
  }

  async #send(batch: Item[]): Promise<boolean> {
    const { url, headers, fetch } = this.#to;
    try {
      const body = this.#serialize(batch);
      if (!body) return false;
      const { status } = await fetch(toEndpoint(url, this.#path), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: Buffer.from(body),
        timeout: TIMEOUT,
        maxBytes: MAX_ANSWER,
      });
      if (status < 200 || status > 299)
        throw new GuardError('UPSTREAM_UNAVAILABLE', `${url.host} answers with ${status}`);
      this.#outcome.failure = null;
      return true;
    } catch (thrown) {
      this.#outcome.failure = GuardError.from(thrown).message;
      return false;
    }
  }
}

/** As the specification of OTLP has it: the paths of signals stand below that of the collector. */
function toEndpoint(url: URL, path: string): URL {
  const endpoint = new URL(url);
  endpoint.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
  return endpoint;
}
