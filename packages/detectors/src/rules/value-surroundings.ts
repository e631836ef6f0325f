import { isMasked } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';

/* The text around a value may say that it is none: a prompt, a template, a list of names, a digest's algorithm. */

/** The text before an anchor, as far as it may say that the anchor labels something else: `next page |token`. */
export const BEFORE = 24;

/** A page asks for this, and it is no name: `'Enter your password', '…'`. */
export const isPrompt = (before: string): boolean => PROMPT.test(before);
const PROMPT =
  /(?:^|[^\p{L}])(?:enter|type|your|my|forgot|forgotten|confirm|choose|show|hide|repeat|retype|reset|dein|ihr|votre|tu|su|sua|senha|nouveau|nueva) (?:\p{L}{2,12} )?$/iu;

/** `{{ .Values.password | b64enc }}`: what stands behind the bar is done with it. */
export const isInTemplate = (text: string, start: number, end: number): boolean =>
  /^\s?\|/.test(text.slice(end, end + 2)) && /\{\{[^{}]{0,60}$/.test(text.slice(Math.max(0, start - 64), start));
/** `<your admin password>` is no tag, and the next line not what is in it. */
export const isInBrackets = (joint: string, text: string, start: number): boolean =>
  />[ \t]{0,8}[\r\n]/.test(joint) &&
  /<[^<>="']{0,40}\s[^<>="']{0,40}$/.test(text.slice(Math.max(0, start - 64), start));
/** Digests: `ghcr.io/acme/auth:…`, `SHA256 (token) = …`. */
export function isDigest(bare: string, text: string, start: number, end: number): boolean {
  if (!DIGEST.test(bare)) return false;
  const before = text.slice(Math.max(0, start - BEFORE), start);
  if (CHECKSUMS.test(text.slice(Math.max(0, start - LIST), start))) return true;
  return DIGEST_OF.test(before) || (bare.length > MD5 && IMAGE.test(before) && /^:\S/.test(text.slice(end, end + 2)));
}
/** Names and digests, as lock files list them. */
const CHECKSUMS = /\bchecksums["']?:\s/i;
const LIST = 600;
/** In hexadecimal digits; images have longer ones. */
const MD5 = 32;
const DIGEST_OF = /(?:SHA-?\d{1,3}|MD5|BLAKE\w{1,3}) ?\([^()\r\n]{0,20}$/i;
const IMAGE = /\/[\w.-]{0,20}$/;
/** The lengths of digests of git and SHA-256, and of MD5. */
const DIGEST = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/;

/** A list of names goes on with one that has a value: `"code": "PW", "alpha_3": …`. */
const NEXT_KEY = /^["'`]\s{0,4}:/;
export const isKey = (text: string, start: number, end: number): boolean =>
  NEXT_KEY.test(text.slice(end, end + 6)) && !COMPARED.test(text.slice(start - 5, start));
/** `== "…":`, of a condition. */
const COMPARED = /=[ \t]?["'`]?$/;

/** `eyJhbGciOi...`; what has nearly all of a secret before its full stops is one. */
export const isCutShort = (bare: string): boolean => bare.includes('...') && (!LONG_RUN.test(bare) || isMasked(bare));
const LONG_RUN = /[A-Za-z\d+/]{16}/;

/** A word of a page goes on behind an entity: `autoris&eacute;e`, `wasn&#39;t`. */
export const isCutWord = (bare: string, text: string, end: number): boolean =>
  text.charAt(end) === ';' && ENTITY.test(bare) && WORD_ENDS.test(text.slice(end, end + 24));
const WORD_ENDS = /^;[a-z]{0,20}(?:[^\w#$%&@*+~-]|$)/i;
const ENTITY =
  /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z](?:acute|grave|circ|uml|tilde|cedil|slash|ring|caron)|[ao]elig|szlig|[lr][sd]quo|[nm]dash|hellip|nbsp|amp|lt|gt|quot|apos)$/i;

/** All of the line, but for a comment. */
export const isAlone = (text: string, end: number): boolean =>
  /^[ \t]{0,8}(?:#[^\r\n]{0,200})?(?:[\r\n]|$)/.test(text.slice(end, end + 210));

/** `"user","pass","base64Encoder","type"`: the label is one of many names, and so is what follows it. */
export const isInNames = (value: string, text: string, from: number): boolean =>
  NAME.test(value) &&
  NAME_BEHIND.test(text.slice(from + value.length, from + value.length + 12)) &&
  NAMES_BEFORE.test(text.slice(Math.max(0, from - 80), from)) &&
  !looksRandom(value);
const NAME = /^[A-Za-z_$][\w$]{2,40}$/;
const NAME_BEHIND = /^["'\x60]\s{0,8},\s{0,8}["'\x60]/;
const NAMES_BEFORE = /["'\x60]\s{0,8},\s{0,8}["'\x60][\w$]{1,40}["'\x60]\s{0,8},\s{0,8}["'\x60]$/;

/** The letters of a label end a run of base64, or of printable bytes without a blank: a table that a program packs. */
export const isOfBytes = (name: string, isQuoted: boolean): boolean => {
  const run = BYTES.exec(name)?.[0];
  if (run !== undefined && looksRandom(run)) return true;
  return !isQuoted && new Set(PRINTABLE.exec(name)?.[0].match(ODD)).size >= MOST_ODD;
};
const BYTES = /[A-Za-z\d+/]{20,}$/;
const PRINTABLE = /[^\s\w][^\s]{11,}$/;
/** Signs of which neither a query nor JSON has several. */
const ODD = /[!$^*|~\x60\\@#%+<>]/g;
const MOST_ODD = 3;

/** `user:passwd:::RF10:`: a field of a list, and the one behind it is empty. */
export const isEmptyField = (value: string, text: string, from: number): boolean =>
  value.startsWith(':') && text.charAt(from - 1) === ':';

/** `sign(text, 'test_secret') => '…'`: what a call gives that has the secret. */
export const isResult = (text: string, from: number): boolean => RESULT.test(text.slice(Math.max(0, from - 10), from));
const RESULT = /["'\x60]\)\s{0,2}=>\s{0,2}["'\x60]$/;
