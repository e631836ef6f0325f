import type { Rule } from './detector.js';
import { SURE, filtered, matchAt } from './place.js';
import { isRandom } from './randomness.js';

/**
 * Values that begin with a word of their own, anything in front of them: `glpat-…`.
 * @param prefixes in the case that they are written in
 * @param rest what follows, bounded; no letter or digit stands behind it
 */
export function prefixed(prefixes: readonly string[], rest: RegExp, confidence: number = SURE): Rule {
  const pattern = new RegExp(`(?:${prefixes.map(escape).join('|')})${rest.source}(?![A-Za-z0-9])`, `${rest.flags}y`);
  return { anchors: prefixes, seams: true, verify: filtered(matchAt(pattern, confidence), (value) => isRandom(value)) };
}

const escape = (text: string): string => text.replace(/[^\w-]/g, '\\$&');
