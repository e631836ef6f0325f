import { isLoopbackHost } from '@mcp-guard/core/addresses';
import { foldName, type JsonObject, type JsonValue } from '@mcp-guard/core';

/** The page that a person is asked to open, and the text that the person reads about it. */
type Page =
  | { readonly refusal: string }
  | { readonly refusal?: undefined; readonly host: string; readonly message: string };

const MAX_URL = 8192;
/** A longer text would hide the host at its end. */
const MAX_MESSAGE = 4096;
/** Readers of a URL disagree about these, and about anything other than two slashes after the scheme. */
const READ_ALIKE = /^https?:\/\/[^/\\\s\p{C}][^\\\s\p{C}]*$/iu;
/** Hides, reverses or overwrites the text around it. */
const MISLEADING = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\n\r\t])\p{Cc}/u;
const SIGN = 'opens:';

/**
 * Reads a question to open a page. A page that passes has the same host for every reader of the
 * URL, and its text ends with that host in ASCII.
 */
export function readPage(params: JsonObject): Page {
  if (Object.hasOwn(params, 'requestedSchema'))
    return { refusal: 'the way in which the server asks the person is unclear' };
  const host = hostOf(params['url']);
  if (host === undefined) return { refusal: 'the server asks the person to open an address that is not safe to open' };
  const sign = ` [${SIGN} ${host}]`;
  const { message } = params;
  if (typeof message !== 'string' || message.length > MAX_MESSAGE || MISLEADING.test(message)) {
    return { refusal: 'the server’s text about a page cannot be shown safely' };
  }
  const own = message.endsWith(sign) ? message.slice(0, -sign.length) : message;
  // The server adds a host line of its own, with the host that it pretends to be.
  if (foldName(own).replaceAll(/\s/g, '').includes(SIGN)) {
    return { refusal: 'the server adds its own text about where a page leads' };
  }
  return { host, message: own + sign };
}

/** The host with its port, as it is reached: in ASCII. https only; http on this machine. */
function hostOf(address: JsonValue | undefined): string | undefined {
  if (typeof address !== 'string' || address.length > MAX_URL || !READ_ALIKE.test(address)) return undefined;
  const authority = address.split(/[/?#]/, 3)[2] ?? '';
  if (/[@%]/.test(authority) || !URL.canParse(address)) return undefined;
  const { protocol, host, hostname, username, password } = new URL(address);
  if (hostname === '' || username !== '' || password !== '') return undefined;
  return protocol === 'https:' || isLoopbackHost(hostname) ? host : undefined;
}
