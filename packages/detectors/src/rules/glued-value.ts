import type { Rule } from '../detector.js';
import { isInBase64 } from '../validators/blobs.js';
import { isMasked } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';
import { LABELLED } from './labelled-value.js';

/*
 * A value that hangs on a word in capitals, with a dash, a dot, an underscore or nothing between them: `acmeSECRET-…`,
 * `ACME_TOKEN.…`. Only capitals tell where the label ends, and only chance that a value begins.
 */

const GLUED =
  /(?<=[A-Za-z\d][-_. ]?(?:KEY|TOKEN|SECRET|ACCESS|PRIVATE|PAT|AUTH))[-_.]?(?![-_.=])([A-Za-z\d+/_=-]{16,512})(?![A-Za-z\d])/y;
/** How far from words it must be: file names and constants are written so, too. */
const CERTAIN = 8;
const MAX_READ = 64;
const JOINT = /[-_.]/;

export const readGlued: Rule['verify'] = ({ text, end }) => {
  GLUED.lastIndex = JOINT.test(text.charAt(end - 1)) ? end - 1 : end;
  const value = GLUED.exec(text)?.[1];
  if (value === undefined || isInBase64(text, end)) return undefined;
  const read = value.slice(0, MAX_READ);
  if (!/\d/.test(read) || read.split(/[-_]/).every((part) => !looksRandom(part, CERTAIN)) || isMasked(read))
    return undefined;
  return { start: GLUED.lastIndex - value.length, end: GLUED.lastIndex, confidence: LABELLED };
};

/** What such a label ends in; the engine finds it in any case. */
export const LOUD_ANCHORS: readonly string[] = 'key,token,secret,access,private,pat-,pat_,pat.,auth-,auth_,auth.'.split(
  ',',
);
