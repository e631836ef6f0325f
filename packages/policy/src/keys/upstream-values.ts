import { isLoopbackHost } from '@mcp-guard/core/addresses';
import { z } from 'zod';

/* The kinds of values that say where a remote server is, and what it is sent. */

/** The schemes of each transport, without and with TLS. */
const SCHEMES = {
  'streamable-http': ['http:', 'https:'],
  sse: ['http:', 'https:'],
  websocket: ['ws:', 'wss:'],
} as const;

export type RemoteTransport = keyof typeof SCHEMES;
export const REMOTE_TRANSPORTS = ['streamable-http', 'sse', 'websocket'] as const satisfies readonly RemoteTransport[];

/** Readers differ in what they make of white space, controls and backslashes. */
const URL_TEXT = /^[^\s\\\p{C}]+$/u;

const MAX_URL = 2048;

/** The URL of a server; which scheme and host it may have depends on its other keys. */
export const serverUrl = z
  .string()
  .min(1, 'a remote server needs a url')
  .max(MAX_URL, `a URL has at most ${MAX_URL} characters`);

/** Why a server cannot have this URL. */
export function findUrlProblem(text: string, transport: RemoteTransport, allowHttp: boolean): string | undefined {
  if (text.length > MAX_URL) return undefined; // that is its problem
  if (!URL_TEXT.test(text)) return 'a URL holds no white space, control characters or backslashes';
  const url = URL.parse(text);
  const [plain, secure] = SCHEMES[transport];
  const wanted = `the url of a ${transport} server begins with ${secure}//`;
  if (!url || !/^\w+:\/\/[^/]/.test(text) || (url.protocol !== plain && url.protocol !== secure)) return wanted;
  if (/^\w+:\/\/[^/?#]*@/.test(text)) return 'a URL holds no name or password; put them into headers';
  if (text.includes('#')) return 'a URL of a server has no fragment (#)';
  const mayBePlain = url.protocol === secure || allowHttp || isLoopbackHost(url.hostname);
  return mayBePlain ? undefined : `${plain}// is for this machine only; use ${secure}//, or set allow_http: true`;
}

/** Every header and login in bytes: what a server and the proxies before it take. */
const MAX_VALUE = 8192;

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,128}$/;
/** Visible ASCII, and spaces in between: anything else is read in several ways. */
const VALUE = /^(?:[!-~](?:[ -~\t]*[!-~])?)?$/;

/** The guard sets these itself, from the message that it sends. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'last-event-id',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const OWN_PREFIXES = ['mcp-param-', 'sec-websocket-'];

export const isOwnHeader = (name: string): boolean =>
  OWN_HEADERS.has(name.toLowerCase()) || OWN_PREFIXES.some((prefix) => name.toLowerCase().startsWith(prefix));

const headerName = z
  .string()
  .regex(TOKEN, 'is not the name of a header')
  .refine((name) => !isOwnHeader(name), 'this header is set by mcp-guard itself');

const headerValue = z
  .string()
  .max(MAX_VALUE, `a header has at most ${MAX_VALUE} characters`)
  .regex(VALUE, 'a header holds visible ASCII, with spaces in between only');

const MAX_HEADERS = 64;

export const headers = z.record(headerName, headerValue).superRefine((given, context) => {
  const names = Object.keys(given);
  if (names.length > MAX_HEADERS) context.addIssue(`at most ${MAX_HEADERS} headers`);
  const seen = new Set<string>();
  for (const name of names) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) context.addIssue({ code: 'custom', message: 'this header is there twice', path: [name] });
    seen.add(folded);
  }
});

export const hasHeader = (given: Readonly<Record<string, string>>, name: string): boolean =>
  Object.keys(given).some((each) => each.toLowerCase() === name);

export const bearerToken = z
  .string()
  .min(1)
  .max(MAX_VALUE, `a token has at most ${MAX_VALUE} characters`)
  .regex(/^[!-~]*$/, 'a token is visible ASCII without spaces, and without the word Bearer');

/** RFC 6749, 3.3. */
export const scope = z.string().regex(/^[!#-[\]-~]{1,256}$/, 'a scope is visible ASCII without spaces, quotes and \\');

/** `http://host:port`, as programs read HTTPS_PROXY; a login may stand in it. */
export const proxyUrl = z
  .string()
  .max(MAX_URL)
  .regex(URL_TEXT, 'a URL holds no white space, control characters or backslashes')
  .refine(isProxy, 'a proxy is written like http://host:port');

function isProxy(text: string): boolean {
  const url = /^https?:\/\/[^/]/i.test(text) ? URL.parse(text) : null;
  return url !== null && url.pathname === '/' && !/[?#]/.test(text);
}
