import { GuardError } from '@mcp-guard/core';
import type { BreakerView } from './breaker.js';

/* The errors for a client whose request never leaves for its server, or gets no response. */

/** What went wrong on the way, with the server's name. */
export function toAskError(name: string, thrown: unknown): GuardError {
  const { code, message, hint, data } = GuardError.from(thrown);
  const words = message.startsWith('the server ') ? message : `the request to the server ${name} failed: ${message}`;
  return new GuardError(code, words, { cause: thrown, data, ...(hint !== undefined && { hint }) });
}

/** While one request finds out whether the server is back, the others wait for a moment. */
export function toLeftAloneError(name: string, view: BreakerView): GuardError {
  const seconds = view.state === 'open' ? Math.max(1, Math.ceil(view.retryAfter / 1000)) : 1;
  return new GuardError(
    'UPSTREAM_UNAVAILABLE',
    `the server ${name} has failed ${view.failures} times in a row; try again in ${seconds} seconds`,
    { data: { retry_after: seconds }, rule: `servers.${name}.circuit_breaker` },
  );
}

export const toCrowdedError = (name: string): GuardError =>
  new GuardError('RATE_LIMITED', `too many requests wait for the server ${name}; try again later`, {
    data: { retry_after: 1 },
    rule: `servers.${name}.max_concurrent`,
  });
