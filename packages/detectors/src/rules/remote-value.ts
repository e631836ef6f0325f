import type { Rule } from '../detector.js';
import { isMasked } from '../validators/placeholders.js';
import { isMixed, looksRandom } from '../validators/randomness.js';
import { isFingerprint } from '../validators/public-keys.js';
import { LABELLED } from './labelled-value.js';
import { toWords } from './words.js';

/*
 * A value that stands some words behind its label, and that nothing assigns: `token acme …`, `API key for acme   …`,
 * `admin secret (acme) - …`. The words may say that it is something else, and only chance that it is a value.
 */

const JOINTS = 'for|of|from|to|von|vom|für|fuer|de|del|do|da|di|para|per|pour|du';
const NAME = String.raw`["'\x60]?[[(/]?[A-Za-z][\w.-]{1,20}[\])]?["'\x60]?`;
const REMOTE = new RegExp(
  String.raw`(?=([\w\u00c0-\u024f-]{0,16}))\1((?:[ \t](?:${JOINTS}))?(?:[ \t]${NAME}){1,3}):?[ \t]{1,24}(?:(?:[-–—|→>]|->|=>)[ \t]{1,4})?["'\x60]?([A-Za-z\d+/_.~-]{20,512}={0,2})(?![\w+/=-])`,
  'y',
);
/** Words of which a value is no secret. */
const OTHERS =
  /(?:^| )(?:commits?|sha ?\d*|md5|hash(?:es)?|digests?|checksums?|etags?|ids?|uuids?|guid|fingerprints?|rev|revisions?|versions?|images?|files?|paths?|branch|tags?|build|release|signature|address|public|merge|fix|see|is|at|in|not|version|name|nonce|salt|challenge)(?: |$)/;
/** Hashes of git, and digests. */
const DIGEST = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/;
const BEFORE = 24;
const MAX_READ = 64;

/**
 * @param labels over the words of a name
 * @param isBehind the anchor is what stands behind the name
 */
export function readRemote(labels: RegExp, isBehind = false): Rule['verify'] {
  return ({ text, start, end: past }) => {
    const end = isBehind ? start : past;
    if (!isBeforeBlank(text, end)) return undefined;
    REMOTE.lastIndex = end;
    const [whole, rest = '', words = '', value = ''] = REMOTE.exec(text) ?? [];
    if (whole === undefined || !isCertain(value.slice(0, MAX_READ)) || OTHERS.test(toWords(words))) return undefined;
    const name = text.slice(Math.max(0, start - BEFORE), end + rest.length);
    if (!labels.test(toWords(name)) || isFingerprint(value, name + words, true)) return undefined;
    // The digest of something has more behind it.
    const to = end + whole.length;
    if (DIGEST.test(value) && !ENDS_LINE.test(text.slice(to, to + 8))) return undefined;
    return { start: to - value.length, end: to, confidence: LABELLED };
  };
}
const ENDS_LINE = /^["'\x60]?[ \t]{0,4}(?:[\r\n(]|$)/;
/** A blank stands behind the rest of the name: hardly any name in code has one there. */
function isBeforeBlank(text: string, place: number): boolean {
  let at = place;
  while (at < place + MAX_REST && isInName(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return code === SPACE || code === TAB;
}
const MAX_REST = 16;
const SPACE = 0x20;
const TAB = 9;
const NAMES = Uint8Array.from({ length: 0x250 }, (_, code) =>
  /[\w\u00c0-\u024f-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
const isInName = (code: number): boolean => NAMES[code] === 1;

const isCertain = (value: string): boolean =>
  /\d/.test(value) &&
  !isMasked(value) &&
  value
    .split(/[-_.~/+]/, 16)
    .some(
      (part) =>
        part.length >= 12 && looksRandom(part, 8) && (isMixed(part) || !/[A-Z]/.test(part) || !/[a-z]/.test(part)),
    );
