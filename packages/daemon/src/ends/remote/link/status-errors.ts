import { GuardError } from '@mcp-guard/core';
import { headerOf, typeOf, type LinkResponse } from './link.js';

/** Seconds; a server may say more, and no client waits so long. */
const MOST_RETRY_AFTER = 3600;

/** The status alone says enough of these. */
const GATEWAY: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * The error of a status that no caller has to read; nothing for the others, and for a failure that the server may explain
 * in JSON. Those of logins are words of the login.
 * @param now Unix milliseconds
 */
export function toStatusError(
  name: string,
  response: Pick<LinkResponse, 'status' | 'headers'>,
  now: number,
): GuardError | undefined {
  const { status } = response;
  if (status === 413) return new GuardError('MESSAGE_TOO_LARGE', `the message is too large for the server ${name}`);
  const seconds = readRetryAfter(headerOf(response, 'retry-after'), now);
  const data = seconds === undefined ? {} : { data: { retry_after: seconds } };
  const later = seconds === undefined ? 'try again later' : `try again in ${seconds} seconds`;
  if (status === 429) {
    return new GuardError('RATE_LIMITED', `the server ${name} takes no more requests for now; ${later}`, data);
  }
  if (!GATEWAY.has(status) && !(status >= 500 && typeOf(response) !== 'application/json')) return undefined;
  const more = seconds === undefined ? '' : `; ${later}`;
  return new GuardError(
    'UPSTREAM_UNAVAILABLE',
    `the server ${name} answered with the HTTP status ${status}${more}`,
    data,
  );
}

/** Seconds or a date (RFC 9110, 10.2.3), as whole seconds from 1 on. */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.length > 64) return undefined;
  const text = value.trim();
  const isSeconds = /^\d{1,10}$/.test(text);
  // Dates only as they are written in HTTP: `Date.parse` takes anything.
  if (!isSeconds && !/^[A-Z][a-z]{2,8},? [\w -]{6,12} \d\d:\d\d:\d\d GMT$/.test(text)) return undefined;
  const seconds = isSeconds ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 1), MOST_RETRY_AFTER) : undefined;
}
