import type { Readable } from 'node:stream';
import type { GuardError } from '@mcp-guard/core';
import { failed } from '../judge-addresses.js';

/** Bytes; a part of a body with less is an object of its own, so that few bytes fill the memory and keep the thread busy. */
const CRUMB = 16;
/** Counted for a crumb, in bytes: a body may come in 10,000 of them in one span. */
const CRUMB_COST = 105;
/** Bytes that may bring nothing, in one span of time (milliseconds). */
const MAX_WASTE = 2 ** 20;
const SPAN = 10_000;

/** One exchange as its connection sees it: the `opaque` of its request. */
export class HttpExchange {
  readonly #url: URL;
  readonly #now: () => number;
  #connecting: AbortController | undefined;
  #isOver = false;
  /** Bytes that came and are not a part of a body: heads, sizes of chunks and what stands behind them, trailers. */
  #wasted = 0;
  #since = 0;

  constructor(url: URL, now: () => number = () => performance.now()) {
    this.#url = url;
    this.#now = now;
  }

  /** The caller wants nothing more of it. */
  end(): void {
    this.#isOver = true;
    this.#connecting?.abort();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Aborts when the exchange is over; for its connection only. */
  get signal(): AbortSignal {
    this.#connecting ??= new AbortController();
    if (this.#isOver) this.#connecting.abort();
    return this.#connecting.signal;
  }

  /** So many bytes came over its connection. Returns why they are too many. */
  take(bytes: number): GuardError | undefined {
    if (this.#now() - this.#since > SPAN) {
      this.#since = this.#now();
      this.#wasted = 0;
    }
    this.#wasted += bytes;
    if (this.#wasted <= MAX_WASTE) return undefined;
    return failed(this.#url, 'sends much that is no part of its response');
  }

  /** Breaks off a body of crumbs. What is written into the body passes here before it is kept. */
  watch(body: Readable): void {
    this.#wasted -= body.readableLength;
    const push = body.push.bind(body);
    body.push = (chunk: unknown, encoding) => {
      if (Buffer.isBuffer(chunk)) {
        const why = this.take(chunk.length < CRUMB ? CRUMB_COST - chunk.length : -chunk.length);
        if (why) {
          body.destroy(why);
          return false;
        }
      }
      return push(chunk, encoding);
    };
  }
}
