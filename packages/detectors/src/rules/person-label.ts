import type { Rule } from '../detector.js';
import { hit } from './verify.js';

/* How values of people are found that have no form of their own: behind a label or under a key. */

/**
 * Finds the value behind a label that stands at the anchor.
 * @param joined words that may join both, besides `:`, `=` and the like
 * @param value sticky
 */
export function behindLabel(
  label: string,
  joined: string,
  value: RegExp,
  confidence: number,
  accepts: (value: string) => boolean,
): Rule['verify'] {
  const head = new RegExp(
    String.raw`(?:${label})(?: ?\([^()\n]{1,12}\))?["'*_]{0,3} ?(?:=>|[:=>|-]|${joined})(?![\p{L}=])[ \t]{0,4}["'*_]{0,3}`,
    'iuy',
  );
  return ({ text, start }) => {
    head.lastIndex = start;
    const from = start + (head.exec(text)?.[0].length ?? 0);
    if (from === start) return undefined;
    value.lastIndex = from;
    const found = value.exec(text)?.[0];
    return found !== undefined && accepts(found)
      ? hit({ start: from, end: from + found.length }, confidence)
      : undefined;
  };
}

/** A text that is nothing but the value. */
export const whole = (value: string): RegExp => new RegExp(String.raw`^\s{0,4}(?:${value})\s{0,4}$`, 'iu');

/** A short text under a key. */
export const byKey = (key: RegExp, accepts: (value: string) => boolean): Rule => ({
  key,
  verify: (site) => (site.end <= 160 && accepts(site.text) ? hit(site, 0.85) : undefined),
});

/** The next digit of a line, at most so many characters away; an expression would go back over what it passed. */
export function digitBehind(text: string, start: number, reach: number): number | undefined {
  const to = Math.min(text.length, start + reach + 1);
  for (let at = start; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_END) return undefined;
    if (code >= ZERO && code <= NINE) return at;
  }
  return undefined;
}
const LINE_END = 0x0a;
const ZERO = 0x30;
const NINE = 0x39;
