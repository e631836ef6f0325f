import { isMasked, isPlaceholder, isSampleRow } from '../validators/placeholders.js';
import { entropyOf, isEncodedWords, isMixed, looksRandom, randomnessOf } from '../validators/randomness.js';
import { isBeginOfKey, isPublicKey } from '../validators/public-keys.js';
import { isReference } from '../validators/references.js';
import type { Value } from './labelled-value.js';

/*
 * A value behind a label may be a key or a token. The chance that it needs was measured on code, documentation and
 * configuration; no vendor describes it.
 */

/** `user.password`, `AUTH_SCRAM_SHA_256` */
export const NAME: RegExp = /^(?:[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+|[A-Z]+(?:_[A-Z\d]+)+)$/;
/** Numbers and versions (https://go.dev/ref/mod#pseudo-versions), in hex, too, points in time and IPv6. */
const NUMBERS =
  /^(?:[\d.,:+-]*|(?:static:)?(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}|0x(?:[\da-f]{1,16}|[\da-f]{40})|v\d{1,4}\.\d{1,5}\.\d{1,5}(?:-[\w.]{0,12}\d{14}-[\da-f]{12})?(?:\+incompatible)?|\d{4}-\d\d-\d\d[\dTZ:.+-]*)$/i;
/** A path, a URL or a number. */
export const isOther = ({ text, readAll }: Pick<Value, 'text' | 'readAll'>): boolean =>
  text.includes('://') || NUMBERS.test(text) || (isReference(text) && isReference(readAll()));

/** Behind a label that says enough. */
export function isSecret(value: Value): boolean {
  const { text, isLoose, isVariable } = value;
  if (isSampleRow(text)) return !isLoose && !value.isFar && !value.isBelow; // found as a filler
  if (value.isBelow && !isParagraph(value)) return false;
  if (text.length < (isLoose ? (value.isLoud ? 16 : 20) : value.isFar ? 16 : 10)) return false;
  if (isVariable && /\d/.test(text) && /[a-z]/i.test(text)) return !isOther(value) && !isPlaceholder(text);
  const certainty = isLoose || NAME.test(text) ? (value.isLoud ? 4 : 6) : text.length < 12 ? 5 : 3;
  return !isMember(text, value.name) && !isArtifact(value) && isDrawn(text, certainty);
}

/** The end of `io.jsonwebtoken:jjwt-jackson:0.12.6`: https://maven.apache.org/pom.html#Maven_Coordinates */
const isArtifact = ({ text, name, sign }: Value): boolean =>
  sign === ':' &&
  GROUP.test(name) &&
  ARTIFACT.test(text) &&
  !text.split(/[-_.:]/, 16).some((part) => looksRandom(part));
const GROUP = /[a-z\d-]\.[a-z\d-]{1,24}$/;
const ARTIFACT = /^[a-z][a-z\d]*(?:[-_.][a-z\d]+)*(?::[\w.-]*)*$/;

/** Behind a label that is misspelt; any three letters in a row may be one. */
export const isMisspeltSecret = (value: Value): boolean => !value.isBelow && isCertainSecret(value);

/** A line of its own below a label, but no line of base64 below another, and no path. */
const isParagraph = ({ text, name }: Value): boolean => !LINE_END.test(name) && !/[/.]/.test(text);
const LINE_END = /[A-Za-z\d+/]{20}$/;

/** Behind a name that only ends in a word for a secret. */
export const isNamedSecret = (value: Value): boolean =>
  !isOfLog(value) &&
  (JOINED.test(value.name) || (FLAG.test(value.name) && !HEX.test(value.text))) &&
  isCertainSecret(value);
/** `level=info key=…` is the name of a thing. */
const isOfLog = ({ name, sign }: Value): boolean => sign === '=' && /\skey$/.test(name);
/** A name that goes on into its last word, or the bare `?key=` of a URL; `"key":` and `<li key=` are none. */
const JOINED =
  /(?:[\p{L}\d?&][_.-]?|(?<!<[\w:.-]{0,24})[\p{L}\d] )(?:key|access|private|pat|tok|creds?|auth|api|bearer|signing)[\p{L}\d_ -]{0,12}$|\(["'\x60]bearer$/iu;

/** `--key …`: what is hex is the name of one more often. */
const FLAG = /(?:^|[\s"'])--?(?:key|creds?|auth|pat)$/;
const HEX = /^[\da-f]{16}/i;

/**
 * Behind a bare `key=`: long, and hex or capitals, small letters and digits in turns. `"key":` is the name of a member
 * nearly always.
 */
export const isKeyItself = (value: Value): boolean =>
  !value.isLoose &&
  value.text.length >= 24 &&
  !isOfLog(value) &&
  !QUOTED_KEY.test(value.name) &&
  (value.sign === ' ' || !THE_KEY.test(value.name)) &&
  (isMixed(value.text) || LONG_HEX.test(value.text) || isLowAndDrawn(value)) &&
  isCertainSecret(value);
/** Small letters with digits among them, behind `Using Key=`. */
const isLowAndDrawn = ({ text, sign }: Value): boolean =>
  sign === '=' && /^(?=(?:[a-z]{0,64}\d){3})[a-z\d]*$/.test(text) && looksRandom(text, 8);
/** `KEY = "…"`, `Key: …`: a constant or a line of its own, with a value that no name, digest or path is. */
export const isLoneKey = (value: Value): boolean =>
  /(?:^|[\r\n;]|-H ["'])[ \t]{0,8}(?:KEYS?|Keys?)$/.test(value.name) &&
  (value.sign === '=' || value.sign === ':' || value.sign === ' ') &&
  !value.isLoose &&
  value.text.length >= 20 &&
  isMixed(value.text) &&
  isCertainSecret(value);
/** `the key is …` of a mail; `the key: …` stands in documentation. */
const THE_KEY = /\bthe key$/i;
const QUOTED_KEY = /["'\x60]key$/i;
const LONG_HEX = /^[\da-f]{32,}$/i;

/** Behind a label that says little by itself. */
export function isCertainSecret(value: Value): boolean {
  const { text, isLoose, isLoud } = value;
  if (value.isBelow && !isParagraph(value)) return false;
  if (text.length < (isLoose ? (isLoud ? 16 : 20) : 12) || isPublicKey(text)) return false;
  if (isMember(text, value.name)) return false;
  if (UUID.test(text)) return !isLoose || (isLoud && value.isQuoted);
  return isDrawn(text, isLoose || NAME.test(text) ? 6 : 4) && text.split(/[-_.:]/, 16).some(isLongAndRandom);
}
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const isLongAndRandom = (part: string): boolean => part.length >= 12 && looksRandom(part);

const isDrawn = (text: string, certainty: number): boolean =>
  (looksRandom(text, certainty) || hasRandomPart(text)) &&
  !/\s|:\/\/|^\/\//.test(text) &&
  !NUMBERS.test(text) &&
  !isMasked(text) &&
  !isBeginOfKey(text) &&
  !isEncodedWords(text);

/** `exports.requireAuth = _chunkBTXI2HQScjs.requireAuth`: the same name on both sides. */
const isMember = (text: string, name: string): boolean => {
  const last = /(?<![\w$])[\w$]{4,}$/.exec(name.trimEnd())?.[0];
  return last !== undefined && NAME.test(text) && text.endsWith(`.${last}`);
};

/** `live-3f29…` */
const hasRandomPart = (text: string): boolean => /\d/.test(text) && text.split(/[-_.:]/, 16).some(isLongAndRandom);

/** Under a key that says enough. */
export const isKeyedSecret = ({ text, readAll }: Value): boolean =>
  isSampleRow(text) ||
  (text.length >= 8 &&
    randomnessOf(text) > 0 &&
    entropyOf(text) > 2.5 &&
    !/\s/.test(text) &&
    !isOther({ text, readAll }) &&
    !isPlaceholder(text) &&
    !isEncodedWords(text));
