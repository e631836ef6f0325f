import type { Launched } from './launch-difference.js';
import { toReadings } from './line-words.js';
import { readServerUrl } from '../patterns/server-url.js';
import { hasStars } from './match-spec.js';
import { hostIn, mayNameHost } from './url-pattern.js';

/** Longer words are not searched: they may hold any host. */
const MAX_WORD = 4096;

/** A URL may begin so in a word; it is read up to the end of its authority. */
const URLS = /(?:https?|wss?):\/*[^\s/?#\\'"`,;<>|]{1,512}/gi;

/** A command line, or its environment, names a host that a pattern names: `npx mcp-remote https://example.com`. */
export function mentionsHost(source: string, { command, args, env }: Launched): boolean {
  const host = hostIn(source);
  const values = Object.values(env).flatMap((value) =>
    typeof value === 'string'
      ? [value]
      : value.map((part) => (typeof part === 'string' ? part : (part.fallback ?? ''))),
  );
  return [command, ...args, ...values].some((word) => {
    if (word.length > MAX_WORD) return true;
    const readings = toReadings(word);
    if (host !== undefined && !hasStars(host) && readings.some((each) => each.includes(host))) return true;
    return readings.some((each) =>
      [...each.matchAll(URLS)].some(([url]) => mayNameHost(source, readServerUrl(url)?.host)),
    );
  });
}
