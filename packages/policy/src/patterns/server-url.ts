/** A URL of a server as all of its spellings have it. */
export interface ServerUrl {
  /** Without the colon. */
  readonly scheme: string;
  /** In lower case, without the dot at its end. */
  readonly host: string;
  /** Also if it is the one of the scheme. */
  readonly port: string;
  /** Path and query, without dot segments and encoded letters. */
  readonly rest: string;
}

const PORTS: Readonly<Record<string, string>> = { http: '80', https: '443', ws: '80', wss: '443' };
export const portOf = (scheme: string): string => PORTS[scheme] ?? '';

/** `undefined` for a text that is no URL, or no URL of a server. */
export function readServerUrl(text: string): ServerUrl | undefined {
  const url = URL.parse(text);
  if (!url) return undefined;
  const scheme = url.protocol.slice(0, -1);
  const standard = PORTS[scheme];
  if (standard === undefined) return undefined;
  return {
    scheme,
    host: plainHost(url.hostname),
    port: url.port === '' ? standard : url.port,
    rest: plainPercent(url.pathname + url.search),
  };
}

/** Without the dot at its end; an IPv4 address in the clothes of IPv6 (RFC 4291, 2.5.5.2) is the address itself. */
export function plainHost(host: string): string {
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(host) ?? [];
  if (high === undefined || low === undefined) return host.replace(/\.$/, '');
  return [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]).join('.');
}

export function writeServerUrl({ scheme, host, port, rest }: ServerUrl): string {
  return `${scheme}://${host}${port === portOf(scheme) ? '' : `:${port}`}${rest}`;
}

/** Letters that need no encoding are written as such, and the digits of others in one case (RFC 3986, 6.2.2). */
export const plainPercent = (text: string): string =>
  text.replaceAll(/%[\da-f]{2}/gi, (encoded) => {
    const letter = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return /[\w.~-]/.test(letter) ? letter : encoded.toUpperCase();
  });

/** Names the host of a remote server, without what may be secret in its URL: `example.com`, `localhost:8080`. */
export function hostOf({ url }: { readonly url: string }): string {
  const read = readServerUrl(url);
  return read ? read.host + (read.port === portOf(read.scheme) ? '' : `:${read.port}`) : '';
}
