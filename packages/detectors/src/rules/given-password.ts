import type { Rule } from '../detector.js';
import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';
import { filtered, matchAt } from './verify.js';

/* Passwords behind the words of a configuration: only a space stands between, as in a sentence of its manual. */

/** Words of a manual are none: `requirepass directive`. */
export const isGivenPassword = (value: string): boolean =>
  isDevelopmentDefault(value) ||
  (!isPlaceholder(value) && (looksRandom(value) || /^(?=.*\d)(?=.*[A-Za-z])[^\s/]{6,}$/.test(value)));

/** Matches what stands where the anchor is, if somebody may have chosen or drawn it. */
export const givenAt = (pattern: RegExp): Rule['verify'] => filtered(matchAt(pattern, 0.85), isGivenPassword);
