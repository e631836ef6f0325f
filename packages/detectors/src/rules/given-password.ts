import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';

/* Passwords behind the words of a configuration: only a space stands between, as in a sentence of its manual. */

/** Words of a manual are none: `requirepass directive`. */
export const isGivenPassword = (value: string): boolean =>
  isDevelopmentDefault(value) ||
  (!isPlaceholder(value) && (looksRandom(value) || /^(?=.*\d)(?=.*[A-Za-z])[^\s/]{6,}$/.test(value)));
