import type { Readable } from 'node:stream';
import { GuardError } from '@mcp-guard/core';
import { failed, toTarget, type Reach, type ResolveHost } from './judge-addresses.js';
import { causeOf } from './outbound/outbound-error.js';
import type { ProxySettings } from './proxy-settings.js';
import { toTrust } from './trust.js';

export type { ResolveHost } from './judge-addresses.js';

/** For a whole exchange, redirects included, in milliseconds. */
const DEFAULT_TIMEOUT = 10_000;
const DEFAULT_MAX_BYTES = 2 ** 20;
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface FetchOptions {
  /** Default: POST with a body, else GET. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Milliseconds for everything together; default 10 s. */
  readonly timeout?: number;
  /** The most bytes of the body; default 1 MiB. */
  readonly maxBytes?: number;
  /** How many redirects of a GET are followed, within its origin only; default 0, at most 3. */
  readonly redirects?: number;
  /** Default: the system's resolver. */
  readonly resolve?: ResolveHost;
  /** The configured server that the request is about; it may be in a private network. */
  readonly reach?: Reach | undefined;
  /** Certificates, PEM, that are trusted beside those that Node trusts. */
  readonly ca?: string | undefined;
  readonly proxy?: ProxySettings | undefined;
}

export interface FetchedResponse {
  readonly status: number;
  /** Headers by names in lower case; the values of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/**
 * The one way out of the guard. It sends requests over https, or over http on this very machine, and
 * only to public addresses, or to this machine if the URL names it; it uses only a proxy that is given, follows no
 * redirect to another origin, and limits time and size. Any status except a redirect is a
 * response; everything else throws, with the host and the cause, never with the rest of the URL.
 */
export async function guardedFetch(url: string | URL, options: FetchOptions = {}): Promise<FetchedResponse> {
  const { reach } = options;
  let target = toTarget(url, reach);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), options.timeout ?? DEFAULT_TIMEOUT);
  try {
    for (let left = Math.min(options.redirects ?? 0, MAX_REDIRECTS); ; left--) {
      const answer = await unlessAborted(exchange(target, options, timeout.signal), timeout.signal);
      if (!REDIRECTS.has(answer.status)) return answer;
      if (left <= 0 || options.body !== undefined)
        throw failed(target, 'answers with a redirect, which is not followed');
      target = toTarget(redirected(target, answer.headers['location']), reach);
    }
  } catch (error) {
    if (timeout.signal.aborted) throw failed(target, 'did not answer in time', { cause: error });
    if (error instanceof GuardError) throw error;
    throw failed(target, causeOf(error).why, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The same through the proxy of the moment. */
export const fetchThrough =
  (proxy: () => ProxySettings): typeof guardedFetch =>
  (url, options) =>
    guardedFetch(url, { ...options, proxy: proxy() });

async function exchange(url: URL, options: FetchOptions, signal: AbortSignal): Promise<FetchedResponse> {
  const { body, method = body === undefined ? 'GET' : 'POST', maxBytes = DEFAULT_MAX_BYTES, ca } = options;
  const { openOrigin } = await import('./outbound/open-origin.js'); // seldom needed, and large
  const origin = openOrigin(url, { ...options, trust: ca === undefined ? undefined : toTrust(ca) });
  try {
    const response = await origin.ask(url, {
      method,
      headers: options.headers ?? {},
      body: body === undefined ? undefined : Buffer.from(body),
      signal,
    });
    const { statusCode: status } = response;
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
    // A few bytes can unpack to gigabytes, and we have asked for none that are packed.
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw failed(url, 'answers with an encoded body');
    return { status, headers, body: await readBody(url, response.body, maxBytes) };
  } finally {
    await origin.close();
  }
}

async function readBody(url: URL, body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > maxBytes) throw failed(url, `answers with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function redirected(from: URL, location: string | undefined): URL {
  const to = location === undefined ? null : URL.parse(location, from.href);
  if (!to) throw failed(from, 'answers with a redirect to nowhere');
  if (to.origin !== from.origin) throw failed(from, 'answers with a redirect to somewhere else');
  return to;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', reject, { once: true }));
  return Promise.race([work, aborted]);
}
