import type { Rule } from '../detector.js';
import { isInBase64 } from '../validators/blobs.js';
import { isMasked } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';
import { KEY_NAME } from './key-names.js';
import { LABELLED } from './labelled-value.js';
import { toWords } from './words.js';

/*
 * A value that hangs on a word in capitals, with a dash, a dot, an underscore or nothing between them: `acmeSECRET-…`,
 * `ACME_TOKEN.…`. Only capitals tell where the label ends, and only chance that a value begins.
 */

const WORD = '(?:KEY|TOKEN|SECRET|ACCESS|PRIVATE|PAT|AUTH)';
/** Without anything between them, the name is a word: in base64 every word of three letters stands somewhere. */
const NAME = '(?<![A-Za-z\\d+/])(?:[a-z]{3,16}|[A-Z]{3,16})';
/** A run that goes on for longer is no value; to see so first keeps a flood of labels from being read again and again. */
const GLUED = new RegExp(
  `(?:(?<=[A-Za-z\\d][-_. ]?${WORD})[-_.]|(?<=${NAME}${WORD}))(?![-_.=]|[A-Za-z\\d+/_.-]{401})([A-Za-z\\d+/_.-]{16,400}(?<!\\.)={0,2})(?![A-Za-z\\d=])`,
  'y',
);
/** How far from words it must be: file names and constants are written so, too. */
const CERTAIN = 8;
const MAX_READ = 64;
/** The characters before a key that may say what it is for: `GPG_KEY.…`. */
const BEFORE = 24;
const JOINT = /[-_.]/;
const HANGS = /[A-Za-z\d+/_.-]/;

export const readGlued: Rule['verify'] = ({ text, start, end }) => {
  if (!HANGS.test(text.charAt(end))) return undefined; // Most are words of prose and of names.
  if (!/\d/.test(text.slice(end, end + MAX_READ))) return undefined;
  GLUED.lastIndex = JOINT.test(text.charAt(end - 1)) ? end - 1 : end;
  const value = GLUED.exec(text)?.[1];
  if (value === undefined || isInBase64(text, end)) return undefined;
  if (/key.?$/i.test(text.slice(start, end)) && !KEY_NAME.test(toWords(text.slice(Math.max(0, start - BEFORE), end))))
    return undefined;
  const read = value.slice(0, MAX_READ);
  if (!/\d/.test(read) || read.split(/[-_]/).every((part) => !looksRandom(part, CERTAIN)) || isMasked(read))
    return undefined;
  return { start: GLUED.lastIndex - value.length, end: GLUED.lastIndex, confidence: LABELLED };
};

/** Such a label ends in one of these; the engine finds it in any case. */
export const LOUD_ANCHORS: readonly string[] = 'key,token,secret,access,private,pat-,pat_,pat.,auth-,auth_,auth.'.split(
  ',',
);
