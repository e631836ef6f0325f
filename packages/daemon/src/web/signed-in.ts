import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { GuardError } from '@mcp-guard/core';
import type { Requester } from '../identity/requester.js';
import type { PageSession, PageSessions } from './page-sessions.js';

/** Header with the token of a page. No cookie: those are shared by all ports of an address. */
const PAGE_HEADER = 'x-mcp-guard-page';

/** A request proves to come from the user of this daemon. */
export interface SignedIn {
  /** Missing for a program that brings the token: it reads only. */
  readonly page: PageSession | undefined;
  readonly token: string;
}

/** Headers that may hold a token, of a head that was not parsed. */
export function readProof(head: string): IncomingHttpHeaders {
  const lines = head.matchAll(/^(authorization|x-mcp-guard-page):(.*)$/gim);
  return Object.fromEntries(Array.from(lines, ([, name = '', value = '']) => [name.toLowerCase(), value.trim()]));
}

/** Returns nothing for a request that brings neither a page's token nor the daemon's. */
export function findSignedIn(
  headers: IncomingHttpHeaders,
  pages: PageSessions,
  expected: Buffer,
): SignedIn | undefined {
  const token = headers[PAGE_HEADER];
  if (typeof token === 'string') {
    const page = pages.find(token);
    return page && { page, token };
  }
  const given = Buffer.from(headers.authorization ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { page: undefined, token: '' };
}

/** As `findSignedIn`; throws UNAUTHENTICATED where that finds nothing. */
export function insistOnToken(
  headers: IncomingHttpHeaders,
  { pages, bearer }: { readonly pages: PageSessions; readonly bearer: Buffer },
): SignedIn {
  const signedIn = findSignedIn(headers, pages, bearer);
  if (signedIn) return signedIn;
  throw new GuardError('UNAUTHENTICATED', 'no token');
}

/** A page decides in the name of the person who opened it; a program with the token decides nothing. */
export const toRequester = ({ page }: SignedIn): Requester => ({
  decider(facts) {
    if (page) return { ...page.opener.decider, ...facts, parent: 'the page' };
    throw new GuardError('UNAUTHENTICATED', 'the token reads only', { hint: { command: 'mcp-guard dashboard' } });
  },
});
