import { GuardError, isObject, member, tryParseJson, type JsonObject } from '@mcp-guard/core';
import { isLoopbackHost } from '@mcp-guard/core/addresses';
import type { FetchLike } from '@modelcontextprotocol/client';
import type { Fetch } from '../oauth/settings.js';

/** Metadata, registrations and tokens are a few kilobytes. */
export const MAX_LOGIN_BYTES = 262_144;

/** How far a well-known address may lead, within its origin. */
const REDIRECTS = 2;

/** The URL at which a server of any transport is asked for its login. */
export const toHttp = (server: string): string => server.replace(/^ws/, 'http');

/**
 * A URL that others have named, if a login may ask it: https, or this machine if the server itself is on it. A stranger
 * must not make us call our own services, nor open a file or a script.
 */
export function toLoginUrl(what: string, text: string, server: string): URL {
  const url = URL.parse(text);
  const refuse = (why: string): GuardError => new GuardError('UPSTREAM_UNAVAILABLE', `${what} ${why}`);
  if (!url) throw refuse('is not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse(`is a ${url.protocol} address, not https`);
  if (url.username || url.password) throw refuse('holds a user or a password');
  if (url.hash) throw refuse('holds a fragment');
  // The user has chosen how the server itself is reached; the fetch judges that.
  if (url.origin === new URL(toHttp(server)).origin) return url;
  if (isLoopbackHost(url.hostname)) {
    if (!isLoopbackHost(new URL(server).hostname)) throw refuse('leads to this machine, where the server is not');
  } else if (url.protocol !== 'https:') throw refuse('is not https');
  return url;
}

/**
 * The fetch of the SDK's functions: each address is judged, and every body is read to its end within bounds.
 * @param judge throws for a document that may not be used; the SDK would not say why
 */
export function toSdkFetch(
  fetch: Fetch,
  server: string,
  judge: (document: JsonObject) => void = () => undefined,
): FetchLike {
  return async (input, init = {}) => {
    const url = toLoginUrl('an address of the login', String(input), server);
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = toText(init.body);
    const {
      status,
      headers: answered,
      body: bytes,
    } = await fetch(url, {
      headers,
      maxBytes: MAX_LOGIN_BYTES,
      ...(body === undefined ? { redirects: REDIRECTS } : { method: 'POST', body }),
    });
    if (status === 200) judgeDocument(bytes, judge);
    const type = answered['content-type'];
    // 204 and its like may have no body, not even an empty one.
    return new Response(bytes.length === 0 ? null : Uint8Array.from(bytes), {
      status: status >= 200 && status < 600 ? status : 502,
      ...(type !== undefined && { headers: { 'content-type': type } }),
    });
  };
}

function toText(body: RequestInit['body']): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new GuardError('INTERNAL', 'a login sends text only');
}

function judgeDocument(bytes: Buffer, judge: (document: JsonObject) => void): void {
  const document = tryParseJson(bytes.toString('utf8'));
  if (isObject(document)) judge(document); // the SDK refuses what is none
}

/** Every URL of a document, under these names, must be one that a login may ask. @param of whose document it is */
export const judgeUrls =
  (of: string, names: readonly string[], server: string) =>
  (document: JsonObject): void => {
    for (const name of names) {
      const value = member(document, name);
      for (const url of Array.isArray(value) ? value : [value]) {
        if (typeof url === 'string') toLoginUrl(`the ${name} of ${of}`, url, server);
      }
    }
  };
