import type { Rule } from '../detector.js';
import { isMasked } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';
import { LABELLED } from './labelled-value.js';

/* `["tool", "-k", "…"]`: one letter says little, so only chance tells what stands behind it in a list of arguments. */

const VALUE = /["'\x60],\s{0,16}["'\x60]([^"'\x60\s:@]{16,256})["'\x60]/y;
const MAX_READ = 64;
const CERTAIN = 8;
/** Tags and services are named by digests. */
const DIGEST = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/;
const PATH = /^[./]|\/.*\//;

export const readShortOption: Rule['verify'] = ({ text, end }) => {
  VALUE.lastIndex = end;
  const value = VALUE.exec(text)?.[1];
  if (value === undefined || !looksRandom(value.slice(0, MAX_READ), CERTAIN) || PATH.test(value) || isMasked(value))
    return undefined;
  if (!/[kp]$/i.test(text.charAt(end - 1)) && DIGEST.test(value)) return undefined;
  const to = VALUE.lastIndex - 1;
  return { start: to - value.length, end: to, confidence: LABELLED };
};

/** For a key, a password, a secret and a token, each in its quotes. */
export const SHORT_OPTIONS: readonly string[] = ['"', "'", '\x60'].flatMap((quote) =>
  ['k', 'p', 's', 't'].map((letter) => `${quote}-${letter}`),
);
