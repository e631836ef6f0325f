import type { Family, Rule } from '../detector.js';
import { atLabel, LABELLED, underKey, type Value } from '../rules/labelled-value.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isForeign, PASSWORD, PASSWORD_ANCHORS, SECRET, SECRET_ANCHORS } from '../rules/secret-labels.js';
import { toWords } from '../rules/words.js';
import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isMasked, isPlaceholder } from '../validators/placeholders.js';
import { entropyOf, isEncodedWords, looksRandom, randomnessOf } from '../validators/randomness.js';
import { isReference } from '../validators/references.js';

/*
 * Secrets that have no form of their own: their label gives them away, as a name in code, in configuration or in
 * prose, or as the key of a JSON value. What counts as a label and how much chance a value needs was measured on
 * code, documentation and configuration; no vendor describes it. See CWE-798 and CWE-312.
 */

/** `user.password`, `AUTH_SCRAM_SHA_256` */
const NAME = /^(?:[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+|[A-Z]+(?:_[A-Z\d]+)+)$/;
/** Numbers and versions, in hex, too, and points in time. */
const NUMBERS = /^(?:[\d.,:+-]*|0x[\da-f]{1,16}|\d{4}-\d\d-\d\d[\dTZ:.+-]*)$/i;
/** A path, a URL or a number. */
const isOther = ({ text, readAll }: Pick<Value, 'text' | 'readAll'>): boolean =>
  text.includes('://') || NUMBERS.test(text) || (isReference(text) && isReference(readAll()));
function isSecret(value: Value): boolean {
  const { text, isLoose, isVariable } = value;
  if (text.length < (isLoose ? 20 : 10)) return false;
  if (isVariable && /\d/.test(text) && /[a-z]/i.test(text)) return !isOther(value) && !isPlaceholder(text);
  const certainty = isLoose || NAME.test(text) ? 6 : 3;
  return (
    (looksRandom(text, certainty) || hasRandomPart(text)) &&
    !/\s|:\/\//.test(text) &&
    !NUMBERS.test(text) &&
    !isMasked(text) &&
    !isEncodedWords(text)
  );
}
/** `live-3f29…` */
const hasRandomPart = (text: string): boolean =>
  /\d/.test(text) && text.split(/[-_.:]/, 16).some((part) => part.length >= 12 && looksRandom(part));

const isKeyedSecret = ({ text, readAll }: Value): boolean =>
  text.length >= 8 &&
  randomnessOf(text) > 0 &&
  entropyOf(text) > 2.5 &&
  !/\s/.test(text) &&
  !isOther({ text, readAll }) &&
  !isPlaceholder(text) &&
  !isEncodedWords(text);

const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d\s]/u];
const classesOf = (text: string): number => CLASSES.filter((of) => of.test(text)).length;

const isPhrase = (text: string, name: string): boolean =>
  /phrase/i.test(name) && /^[\p{L}\d'-]{2,24}(?: [\p{L}\d'-]{2,24}){2,15}$/u.test(text) && !isPlaceholder(text);

/** `proxy.example.com:3128` */
const HOST = /^(?:localhost|[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,6}):\d{2,5}$/;
/** `passwd 1:4.13+dfsg1-1`, in a list of packages. */
const RELEASE = /^(?:\d{1,3}:)?\d{1,4}\.\d/;

/** Digits do not make `secret-2` or `items[1].password` a password, but `Password123`. */
const NAMES_A_SECRET = /pass|secret|pwd|psk/i;
const WITH_DIGITS = /^(?=.{10})(?:[A-Z][a-z]{1,20}){1,8}\d{1,6}$/;

/** How far from words what has no digit must be: quoted texts are words more often, and names have no such signs. */
const certaintyOf = (text: string, isQuoted: boolean): number => (/\w[!#$%^*@~+]\w/.test(text) ? 1 : isQuoted ? 5 : 4);

function isPassword(value: Value): boolean {
  const { text, isQuoted, isLoose, isVariable, name } = value;
  if (isDevelopmentDefault(text)) return !isLoose;
  if (/\s/.test(text)) return isQuoted && !isLoose && isPhrase(text, name);
  const hasBoth = /\d/.test(text) && /\p{L}/u.test(text);
  if (!hasBoth && !isVariable && !looksRandom(text, certaintyOf(text, isQuoted))) return false;
  if (isLoose && !isQuoted && (text.length < 8 || classesOf(text) < 3 || RELEASE.test(text))) return false;
  if (
    !isVariable &&
    NAMES_A_SECRET.test(text) &&
    classesOf(text) < CLASSES.length &&
    !WITH_DIGITS.test(text) &&
    !looksRandom(text)
  )
    return false;
  const isName = !isVariable && NAME.test(text) && !looksRandom(text, /\d/.test(text) ? 2 : undefined);
  return !isOther(value) && !isName && !HOST.test(text) && !isPlaceholder(text);
}

const readForeign = atLabel(PASSWORD, isPassword);

/** A value before its label: `log in with … as the password`. */
const BEFORE_LABEL = /\b(?:with|use|using|enter|type|set|choose|has|have|take)\s["'\x60]?([^\s"'\x60]{8,64})["'\x60]?$/;
/** A user and a password behind a word for both. */
const LOGIN =
  /(?:creds|credentials|logins)["'\x60*]{0,3}(?:\s(?:is|are)|\s?[:=])\s{1,2}["'\x60]?[\w.@-]{2,64}\s?[:/]\s?([^\s"'\x60,;<>/]{8,64})/iy;
const isStrong = (text: string): boolean => isBare(text) && (classesOf(text) > 3 || looksRandom(text));
const isBare = (text: string): boolean =>
  isPassword({ text, readAll: () => text, isQuoted: false, isLoose: true, isVariable: false, name: '' });

const readBefore: Rule['verify'] = ({ text, start }) => {
  const value = BEFORE_LABEL.exec(text.slice(Math.max(0, start - 96), start))?.[1] ?? '';
  const from = text.lastIndexOf(value, start);
  return isBare(value) ? { start: from, end: from + value.length, confidence: LABELLED } : undefined;
};
const readLogin = filtered(matchAt(LOGIN, LABELLED), isStrong);

/** `{ "rule-1password": "^12.0.0" }` */
const VERSION = /^[~^]?\d{1,5}\.\d{1,5}\.\d{1,5}/;

function isKeyedPassword({ text, name }: Value): boolean {
  if (isDevelopmentDefault(text)) return true;
  if (text.length < 6 || VERSION.test(text) || isPlaceholder(text) || PASSWORD.test(toWords(text))) return false;
  return !/\s/.test(text) || isPhrase(text, name);
}

export const generic: Family = {
  name: 'generic',
  detectors: [
    {
      id: 'password',
      title: 'a password',
      group: 'secret',
      generic: true,
      rules: [
        { anchors: PASSWORD_ANCHORS, verify: atLabel(PASSWORD, isPassword) },
        { anchors: [':'], isBehindForeign: true, verify: (site) => (isForeign(site) ? readForeign(site) : undefined) },
        { anchors: [' as the pass', ' as password', ' as your pass', ' as my pass'], verify: readBefore },
        { anchors: ['creds', 'credentials', 'logins'], verify: readLogin },
        { key: PASSWORD, verify: underKey(isKeyedPassword) },
      ],
    },
    {
      id: 'secret',
      title: 'a labelled secret',
      group: 'secret',
      generic: true,
      rules: [
        { anchors: SECRET_ANCHORS, verify: atLabel(SECRET, isSecret) },
        { key: SECRET, verify: underKey(isKeyedSecret) },
      ],
    },
  ],
};
