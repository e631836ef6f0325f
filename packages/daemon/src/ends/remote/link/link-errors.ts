import { GuardError } from '@mcp-guard/core';
import type { AttemptOutcome, BreakerView } from './breaker.js';

/* The errors for a client whose request never leaves for its server, or gets no response. */

/** Names the server in an error on the way to it. */
export function toAskError(name: string, thrown: unknown): GuardError {
  const { code, message, hint, data } = GuardError.from(thrown);
  const words = message.startsWith('the server ') ? message : `the server ${name} failed: ${message}`;
  return new GuardError(code, words, { cause: thrown, data, ...(hint !== undefined && { hint }) });
}

/** Tells what the lack of a response shows about the server. */
export function outcomeOf(error: unknown): AttemptOutcome {
  if (!(error instanceof GuardError)) return 'failure';
  const { code, cause } = error;
  const reason = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'RATE_LIMITED' ? 'none' : (OUTCOMES.get(reason) ?? 'failure');
}

/** That no one listens is known at once, and over at once. Of the guard itself speaks that it can open nothing more. */
const OUTCOMES: ReadonlyMap<unknown, AttemptOutcome> = new Map<unknown, AttemptOutcome>([
  ['ECONNREFUSED', 'none'],
  ['EMFILE', 'none'],
  ['ENFILE', 'none'],
  ['ECONNRESET', 'cut'],
  ['EPIPE', 'cut'],
  ['UND_ERR_SOCKET', 'cut'],
]);

/** While one request finds out whether the server is back, the others wait for a moment. */
export function toLeftAloneError(name: string, view: BreakerView): GuardError {
  const seconds = view.state === 'open' ? Math.max(1, Math.ceil(view.retryAfter / 1000)) : 1;
  return new GuardError(
    'UPSTREAM_UNAVAILABLE',
    `the server ${name} has failed ${view.failures === 1 ? 'once' : `${view.failures} times in a row`}; try again in ${seconds} seconds`,
    { data: { retry_after: seconds }, rule: `servers.${name}.circuit_breaker` },
  );
}

export const toCrowdedError = (name: string): GuardError =>
  new GuardError('RATE_LIMITED', `too many requests wait for the server ${name}; try again later`, {
    data: { retry_after: 1 },
    rule: `servers.${name}.max_concurrent`,
    hint: `raise servers.${name}.max_concurrent if the server can take more`,
  });

export const toLastingError = (name: string): GuardError =>
  new GuardError(
    'RATE_LIMITED',
    `too many lasting requests are open at the server ${name}; end one of them, and ask again`,
    { rule: `servers.${name}.max_concurrent` },
  );
