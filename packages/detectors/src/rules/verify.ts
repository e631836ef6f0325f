import type { Hit, Site, Rule } from '../detector.js';
import { isListed } from './edges.js';
import { toWords } from './words.js';

/* Ways to write `verify`. */

/** How sure a hit is that has a structure of its own. */
export const SURE = 0.95;

/**
 * Verifies by an expression that must match where the anchor begins. If it has a group, the
 * group is the value and ends the match.
 * @param pattern sticky (`y`), every quantifier bounded
 */
export function matchAt(pattern: RegExp, confidence: number = SURE): Rule['verify'] {
  return ({ text, start }) => {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const end = start + match[0].length;
    return { start: end - (match[1] ?? match[0]).length, end, confidence };
  };
}

/**
 * Verifies a value that begins before its anchor, by an expression that must match where the anchor begins.
 * Its only group, in a look-behind, is what of the value stands before.
 * @param pattern sticky (`y`), every quantifier bounded
 */
export function matchAround(pattern: RegExp, confidence: number = SURE): Rule['verify'] {
  return ({ text, start }) => {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    return match ? { start: start - (match[1] ?? '').length, end: start + match[0].length, confidence } : undefined;
  };
}

/** Takes what `verify` finds, if `accept` says yes to the text. */
export function filtered(verify: Rule['verify'], accept: (value: string, site: Site) => boolean): Rule['verify'] {
  return (site) => {
    const hit = verify(site);
    return hit && accept(site.text.slice(hit.start, hit.end), site) ? hit : undefined;
  };
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** The site is no part of a longer number, word, version or path. */
export function standsAlone({ text, start, end }: Pick<Site, 'text' | 'start' | 'end'>): boolean {
  const isJoined = JOINED_BEFORE.test(text.slice(Math.max(0, start - 2), start)) && !isListed(text, start);
  return !isJoined && !JOINED_AFTER.test(text.slice(end, end + 2));
}
const JOINED_BEFORE = /(?:[\p{L}\p{N}_]|[\p{L}\p{N}][-.,/:])$/u;
const JOINED_AFTER = /^(?:[\p{L}\p{N}_]|[-.,/:][\p{L}\p{N}])/u;

export const hit = ({ start, end }: Pick<Site, 'start' | 'end'>, confidence: number): Hit => ({
  start,
  end,
  confidence,
});

/**
 * The words right before the place, or its key where the text begins with it, match: they say what it is with more
 * weight than a label further away.
 * @param words ends with `$`
 */
export function isCalled({ text, start, key }: Site, words: RegExp): boolean {
  if (start < 2) return key !== '' && words.test(key);
  const before = text.slice(Math.max(0, start - 24), start);
  return ENDS_IN_WORD.test(before) && words.test(toWords(before));
}
const ENDS_IN_WORD = /[\p{L}\p{M}][^\p{L}\p{N}]{0,4}$/u;

/** A word of hex stands beside the place, as in a table of code points: `605F 6024 6044 6058 606E`. */
export const isAmongHex = ({ text, start, end }: Pick<Site, 'text' | 'start' | 'end'>): boolean =>
  HEX_BEFORE.test(text.slice(Math.max(0, start - 6), start)) || HEX_AFTER.test(text.slice(end, end + 6));
const HEX_BEFORE = /(?<![A-Za-z\d])(?=\d{0,3}[A-F])[\dA-F]{4}\s$/;
const HEX_AFTER = /^\s(?=\d{0,3}[A-F])[\dA-F]{4}(?![A-Za-z\d])/;
