import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { GuardError } from '@mcp-guard/core';
import { bare, isLoopbackHost, isPublicAddress } from '@mcp-guard/core/addresses';

/** For a whole exchange, redirects included, in milliseconds. */
const DEFAULT_TIMEOUT = 10_000;
const DEFAULT_MAX_BYTES = 2 ** 20;
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The addresses of a name; throws if it has none. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

export interface FetchOptions {
  /** Default: POST with a body, else GET. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Milliseconds for everything together; default 10 s. */
  readonly timeout?: number;
  /** Of the body; default 1 MiB. */
  readonly maxBytes?: number;
  /** How many redirects of a GET are followed, within its origin only; default 0, at most 3. */
  readonly redirects?: number;
  /** Default: the system's resolver. */
  readonly resolve?: ResolveHost;
}

export interface FetchedResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * The one way out of the guard. It sends requests over https, or over http on this very machine, and
 * only to public addresses, or to this machine if the URL names it; it uses no proxy, follows no
 * redirect to another origin, and limits time and size. Any status except a redirect is a
 * response; everything else throws, with the host and the cause, never with the rest of the URL.
 */
export async function guardedFetch(url: string | URL, options: FetchOptions = {}): Promise<FetchedResponse> {
  let target = toTarget(url);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), options.timeout ?? DEFAULT_TIMEOUT);
  try {
    for (let left = Math.min(options.redirects ?? 0, MAX_REDIRECTS); ; left--) {
      const answer = await unlessAborted(exchange(target, options, timeout.signal), timeout.signal);
      if (!REDIRECTS.has(answer.status)) return answer;
      if (left <= 0 || options.body !== undefined)
        throw failed(target, 'answers with a redirect, which is not followed');
      target = redirected(target, answer.headers.location);
    }
  } catch (error) {
    if (timeout.signal.aborted) throw failed(target, 'did not answer in time', error);
    if (error instanceof GuardError) throw error;
    throw failed(target, `cannot be asked: ${causeOf(error)}`, error);
  } finally {
    clearTimeout(timer);
  }
}

function toTarget(url: string | URL): URL {
  const target = URL.parse(String(url));
  if (!target) throw new GuardError('CONFIG_INVALID', 'the address is not a URL');
  const { host, hostname, protocol, username, password } = target;
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new GuardError('CONFIG_INVALID', `only https can be fetched, not ${protocol}`);
  }
  if (username || password) throw new GuardError('CONFIG_INVALID', `the URL for ${host} holds a user or a password`);
  if (protocol === 'http:' && !isLoopbackHost(hostname)) {
    throw new GuardError('CONFIG_INVALID', `${host} must be reached over https`);
  }
  return target;
}

async function exchange(url: URL, options: FetchOptions, signal: AbortSignal): Promise<FetchedResponse> {
  const addresses = await addressesOf(url, options.resolve);
  const { body, method = body === undefined ? 'GET' : 'POST', maxBytes = DEFAULT_MAX_BYTES } = options;
  const headers = { 'user-agent': 'mcp-guard', ...options.headers, 'accept-encoding': 'identity' };
  // Seldom needed, and loading it would cost every daemon 2 MB.
  const { request } =
    url.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    // Neither an agent with a proxy nor a variable that switches the check of certificates off may count.
    request(url, { method, headers, signal, agent: false, rejectUnauthorized: true, lookup: pin(addresses) })
      .on('error', reject)
      .on('response', resolve)
      .end(body);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await readBody(url, response, maxBytes) };
}

/** The addresses of a host. One forbidden address refuses them all. */
async function addressesOf(url: URL, resolve: ResolveHost = systemAddresses): Promise<readonly LookupAddress[]> {
  const host = bare(url.hostname);
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  const mayAsk = isLoopbackHost(host) ? isLoopbackHost : isPublicAddress;
  if (addresses.length === 0) throw failed(url, 'has no address');
  if (!addresses.every(({ address }) => mayAsk(address))) throw failed(url, 'leads to an address that is not public');
  return addresses;
}

const systemAddresses: ResolveHost = (host) => lookup(host, { all: true });

/** Connects to the addresses that were judged: a name that is resolved twice may lead somewhere else. */
function pin(addresses: readonly LookupAddress[]): LookupFunction {
  return (_, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else if (first) done(null, first.address, first.family);
  };
}

async function readBody(url: URL, response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  try {
    // A few bytes can unpack to gigabytes, and we have asked for none that are packed.
    if (encoding !== 'identity') throw failed(url, 'answers with an encoded body');
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      length += chunk.length;
      if (length > maxBytes) throw failed(url, `answers with more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    response.destroy();
  }
}

function redirected(from: URL, location: string | undefined): URL {
  const to = location === undefined ? null : URL.parse(location, from.href);
  if (!to) throw failed(from, 'answers with a redirect to nowhere');
  if (to.origin !== from.origin) throw failed(from, 'answers with a redirect to somewhere else');
  return toTarget(to);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', reject, { once: true }));
  return Promise.race([work, aborted]);
}

const failed = ({ host }: URL, why: string, cause?: unknown): GuardError =>
  new GuardError('UPSTREAM_UNAVAILABLE', `${host} ${why}`, { cause });

/** Node's codes say enough, and hold no part of a URL. */
const causeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'the connection failed';
