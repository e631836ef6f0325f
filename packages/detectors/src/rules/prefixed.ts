import type { Site, Rule } from '../detector.js';
import { isInDigest } from '../validators/blobs.js';
import { isFiller } from '../validators/placeholders.js';
import { isMixed, isVaried, isWritten } from '../validators/randomness.js';
import { SURE, filtered, matchAt } from './verify.js';

/**
 * Values that begin with a word of their own, anything in front of them: `glpat-…`.
 * @param prefixes in the case that they are written in
 * @param rest what follows, bounded; none of its last characters stands behind it, and no letter or digit where it is
 * not known which they are
 */
export function prefixed(prefixes: readonly string[], rest: RegExp, confidence: number = SURE): Rule {
  const isShort = prefixes.every((prefix) => SHORT.test(prefix));
  const accept = (value: string, site: Site): boolean =>
    (isDrawn(value, site) || isFiller(value)) &&
    !(isShort && isInDigest(site.text, site.start, site.start + value.length));
  const make = (): Rule['verify'] => {
    const prefix = prefixes.map(escape).join('|');
    const pattern = new RegExp(`(?:${prefix})(?:${rest.source})(?!${lastOf(rest)})`, `${rest.flags}y`);
    return filtered(matchAt(pattern, confidence), accept);
  };
  return { anchors: prefixes, seams: true, verify: whenAsked(make) };
}
/** Letters and digits alone, as base64 has them. */
const SHORT = /^[A-Za-z\d]{1,5}$/;

/**
 * A value that has ended does not go on with these: for a long row of characters of one class, the others of that
 * class. Letters that somebody glued to hexadecimal digits hide nothing.
 */
function lastOf({ source, flags }: RegExp): string {
  const [, chars = '', least = ''] = LAST.exec(source) ?? [];
  return Number(least) >= MIN_ROW && !source.includes('|') && flags === '' ? `[${chars}]` : '[A-Za-z0-9]';
}
const LAST = /\[([\w\\-]{1,16})\]\{(\d{1,3})(?:,\d{1,4})?\}$/;
const MIN_ROW = 20;

/**
 * Values that begin with a word so short that it counts only at the begin of one: `as-…`, not `has-…`. What follows is
 * hex, or small and capital letters and digits in turns.
 */
export function shortPrefixed(prefixes: readonly string[], rest: RegExp): Rule {
  const make = (): Rule['verify'] => {
    const prefix = prefixes.map(escape).join('|');
    const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${prefix})(?:${rest.source})(?![A-Za-z0-9_-])`, 'y');
    return filtered(matchAt(pattern), (value, site) => {
      const body = bodyOf(value, site);
      return isVaried(body, 3) && /\d/.test(body) && (isMixed(body) || (HEX_ONLY.test(body) && /[a-f]/.test(body)));
    });
  };
  return { anchors: prefixes, verify: whenAsked(make) };
}
const HEX_ONLY = /^[\da-f]+$/;

/** How far apart prefixes are that are looked at, in characters, so that no flood of them costs more than a longest value each. */
const APART = 100;

/**
 * Values of no certain length that begin with a word of their own. What is longer than `max` is found up to there;
 * a prefix that follows another in the same run of characters is part of that one.
 * @param chars a class: `\w-`
 */
export function prefixedRun(prefixes: readonly string[], chars: string, min: number, max: number): Rule {
  const make = (): Rule['verify'] => {
    const prefix = prefixes.map(escape).join('|');
    const pattern = new RegExp(
      `(?<!(?:${prefix})[${chars}]{0,${APART}}?)(?:${prefix})[${chars}]{${min},${max}}(?<!\\.)`,
      'y',
    );
    return filtered(
      matchAt(pattern),
      (value, site) =>
        isDrawn(value, site) ||
        isFiller(value) ||
        isDrawnAt(value.slice(-min)) ||
        isDrawnAt(bodyOf(value, site).slice(0, min)),
    );
  };
  return { anchors: prefixes, seams: true, verify: whenAsked(make) };
}

/** Hundreds of expressions take a while to make, and few are asked for. */
function whenAsked(make: () => Rule['verify']): Rule['verify'] {
  let verify: Rule['verify'] | undefined;
  return (site) => (verify ??= make())(site);
}

const isDrawnAt = (part: string): boolean => isVaried(part) && !isWritten(part);

/** The prefix is what the engine found. */
const bodyOf = (value: string, { start, end }: Site): string => value.slice(end - start);
const isDrawn = (value: string, site: Site): boolean => isVaried(value) && !isWritten(bodyOf(value, site));

const escape = (text: string): string => text.replace(/[^\w-]/g, '\\$&');
