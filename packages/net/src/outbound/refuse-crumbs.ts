import type { Readable } from 'node:stream';
import { GuardError } from '@mcp-guard/core';

/** Bytes; what is less costs more to take than it holds. */
const CRUMB = 16;
/** How many may come in one span of time (milliseconds), in a body. */
const MAX_CRUMBS = 10_000;
const SPAN = 10_000;

/**
 * Breaks off a body that comes in very many very small parts: each is an object of its own, so that few bytes fill the memory
 * and keep the thread busy. What is written into the body passes here before it is kept.
 */
export function refuseCrumbs(body: Readable, now: () => number = () => performance.now()): void {
  const push = body.push.bind(body);
  let count = 0;
  let since = 0;
  body.push = (chunk: unknown, encoding) => {
    if (Buffer.isBuffer(chunk) && chunk.length < CRUMB) {
      if (now() - since > SPAN) {
        since = now();
        count = 0;
      }
      if (++count > MAX_CRUMBS) {
        body.destroy(new GuardError('UPSTREAM_UNAVAILABLE', 'the server sends its response in too many parts'));
        return false;
      }
    }
    return push(chunk, encoding);
  };
}
