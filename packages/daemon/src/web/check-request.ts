import type { IncomingMessage } from 'node:http';
import { GuardError } from '@mcp-guard/core';
import { ADDRESS } from './listen.js';

const MAX_URL = 2048;
/** A path of plain names, and a query: no dot segments, no empty ones, nothing encoded in the path but spaces and letters. */
const PLAIN_URL = /^\/[^?#]*(?:\?[^#]*)?$/;
const FORBIDDEN_IN_PATH = /\/\/|\/\.{1,2}(?:\/|$)|%2e|%2f|%5c|%00|[\\\p{Cc}]/iu;

/** The permitted origins of a request may differ by what it asks for. */
export type Audience =
  /** A page of ours, or a program that is no browser. */
  | 'ours'
  /** Also a link of another page: what is shown holds nothing. */
  | 'anybody'
  /** Also the file that `mcp-guard dashboard` opens. */
  | 'opener';

/**
 * Throws why a request is not answered, whatever it asks for: a page of another site may send some, under another name of
 * this machine (DNS rebinding) or from another port of it.
 */
export function checkRequest(
  { method = '', url = '', headers }: IncomingMessage,
  port: number,
  audience: Audience,
): void {
  const host = headers.host ?? '';
  if (host !== `${ADDRESS}:${port}`) throw refuse(`this page has the name ${ADDRESS}:${port} only`);
  if (url.length > MAX_URL || !PLAIN_URL.test(url) || FORBIDDEN_IN_PATH.test(url.split('?', 1)[0] ?? '')) {
    throw new GuardError('MALFORMED_MESSAGE', 'this is no address of the page');
  }
  const { origin } = headers;
  const isOwn = origin === `http://${host}`;
  if (origin !== undefined && !isOwn && !(audience === 'opener' && origin === 'null')) throw refuse(FOREIGN);
  if (origin === undefined && method !== 'GET' && method !== 'HEAD') throw refuse(FOREIGN);
  const site = headers['sec-fetch-site'];
  if (audience === 'ours' && site !== undefined && site !== 'same-origin' && site !== 'none') throw refuse(FOREIGN);
}

const FOREIGN = 'this comes from another page';

const refuse = (why: string): GuardError => new GuardError('POLICY_DENIED', why);
