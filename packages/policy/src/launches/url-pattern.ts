import { compilePattern } from '../patterns/match.js';
import {
  plainHost,
  plainPercent,
  portOf,
  readServerUrl,
  writeServerUrl,
  type ServerUrl,
} from '../patterns/server-url.js';
import { hasStars } from './match-spec.js';

/**
 * The `url` of an entry of a base: one URL in any spelling, or a pattern in which no star leads out of its part:
 * `https://*.example.com/mcp/*`. A `^` begins an expression for the whole URL.
 */
export type UrlPattern =
  | { readonly kind: 'any' }
  | { readonly kind: 'expression'; readonly source: string }
  | ({ readonly kind: 'parts' } & ServerUrl)
  | { readonly kind: 'unreadable' };

const PARTS = /^([a-z*?]+):\/\/(\[[\da-f:.]+\]|[^/:@[\]#%\\\s]+)(?::([\d*?]{1,5}))?(\/[^\s#\\]*)?$/i;

export function readUrlPattern(source: string): UrlPattern {
  if (source === '*') return { kind: 'any' };
  if (source.startsWith('^')) return { kind: 'expression', source };
  const [, scheme = '', host = '', port, rest = '/'] = PARTS.exec(source) ?? [];
  if (scheme === '') return { kind: 'unreadable' };
  const folded = scheme.toLowerCase();
  const plain = hasStars(source) ? undefined : readServerUrl(source);
  if (plain) return { kind: 'parts', ...plain };
  const own = hasStars(host) ? host.toLowerCase() : readServerUrl(`https://${host}/`)?.host;
  if (own === undefined) return { kind: 'unreadable' };
  return { kind: 'parts', scheme: folded, host: plainHost(own), port: port ?? '', rest: plainPercent(rest) };
}

/** A URL is exactly what a pattern names; in doubt it is not. */
export function namesUrl(source: string, url: ServerUrl): boolean {
  const same = readServerUrl(source);
  if (same && writeServerUrl(same) === writeServerUrl(url)) return true;
  const pattern = readUrlPattern(source);
  switch (pattern.kind) {
    case 'any':
      return true;
    case 'unreadable':
      return false;
    case 'expression':
      return isPlainPath(url) && compilePattern(source).matches(writeServerUrl(url));
    case 'parts': {
      const { scheme, host, port, rest } = pattern;
      return (
        matches(scheme, url.scheme) &&
        matches(host, url.host) &&
        matches(port === '' ? portOf(url.scheme) : port, url.port) &&
        matches(rest, url.rest) &&
        (!hasStars(rest) || isPlainPath(url))
      );
    }
  }
}

/** A path that every server reads alike: in another, the text of a star may lead somewhere else. */
const isPlainPath = ({ rest }: ServerUrl): boolean => {
  const [path = ''] = rest.split('?');
  return !/%(?:2F|5C|25|00|2E)|(?:^|\/)\.\.?;/i.test(path);
};

/** A URL may be at a host that a pattern names, whatever its scheme, port and path; in doubt it is. */
export function mayNameHost(source: string, host: string | undefined): boolean {
  const known = hostIn(source);
  if (known === undefined || host === undefined || matchesFolded(known, host)) return true;
  return readServerUrl(source)?.host === host; // a question mark may begin a query
}

/** The path may be the one that a pattern names, as careless servers read paths; in doubt it is. */
export function mayNamePath(source: string, url: ServerUrl | undefined): boolean {
  const pattern = readUrlPattern(source);
  if (pattern.kind !== 'parts' || !url) return true;
  const { rest } = url;
  const given = [rest, rest.split('?')[0] ?? ''].map(reducePath);
  const wanted = [pattern.rest, pattern.rest.split('?')[0] ?? ''].map(reducePath);
  return wanted.some((path) => given.some((each) => matchesFolded(path, each)));
}

/** The host of a pattern, which may have stars; nothing if it is unclear. */
export function hostIn(source: string): string | undefined {
  const pattern = readUrlPattern(source);
  if (pattern.kind === 'parts') return pattern.host;
  if (pattern.kind !== 'expression' || source.includes('|')) return undefined;
  const [, host] = /^\^[\w?]{1,8}:(?:\\?\/){2}((?:[a-z\d-]|\\\.)+)(?:\\?\/|\$|:\d)/i.exec(source) ?? [];
  return host?.replaceAll('\\.', '.').toLowerCase();
}

const reducePath = (path: string): string =>
  plainPercent(path)
    .toLowerCase()
    .replaceAll(/%2f|%5c|\\/g, '/')
    .split('/')
    .map((segment) => segment.split(';')[0])
    .filter((segment) => segment !== '')
    .join('/');

const matches = (pattern: string, text: string): boolean => compilePattern(pattern).matches(text);
const matchesFolded = (pattern: string, text: string): boolean =>
  compilePattern(pattern).matches(text) || compilePattern(pattern).matchesFolded(text);
