import type { Family, Rule } from '../detector.js';
import { toWords } from '../rules/words.js';
import { filtered, matchAt } from '../rules/place.js';
import { isForeign, PASSWORD, PASSWORD_ANCHORS, SECRET, SECRET_ANCHORS } from '../rules/secret-labels.js';
import { BEHIND_COLON, BEHIND_EQUALS } from '../rules/gaps.js';
import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isMasked, isPlaceholder } from '../validators/placeholders.js';
import { entropyOf, holdsRandom, isEncodedWords, looksRandom, randomnessOf } from '../validators/randomness.js';
import { isEndOfArn, isFingerprint, isReference, isRequestId, isTestName } from '../validators/references.js';

/*
 * Secrets that have no form of their own: their label gives them away, as a name in code, in configuration or in
 * prose, or as the key of a JSON value. What counts as a label and how much chance a value needs was measured on
 * code, documentation and configuration; no vendor describes it. See CWE-798 and CWE-312.
 */

/** How sure a labelled value is. */
const LABELLED = 0.85;

/** From the end of an anchor to the value: the rest of the name, what closes it, and what assigns. */
const ASSIGNED = new RegExp(
  [
    String.raw`(?=([\w\u00c0-\u024f-]{0,32}))\1(?:\\{0,3}["'\x60]|[\])]){0,3}`, // SECRET|_KEY" …, and nothing of it is given back
    '(?:',
    String.raw`\s{0,8}(?:(?:(?::[ \t]{0,2}|[ \t])[A-Za-z]{1,16}[ \t]{1,8}=|[:?.|+]{0,3}[=\uff1d]{1,3}>?|->|\||[\u2013\u2014])\*{0,2}${BEHIND_EQUALS}`, // : string = …, :=, =>, |, —
    String.raw`|[:\uff1a]\*{0,2}${BEHIND_COLON})\*{0,2}`,
    String.raw`|\s{0,4}(?:,|\|\||\?\?)\s{0,8}(?=["'\x60])`, // set("password", "…"), env.PASSWORD || "…"
    String.raw`|\((?=["'\x60])`, // withToken("…")
    String.raw`|>\s{0,40}`, // <password>…
    String.raw`|\s{0,40},?\s{0,40}(?:["']?type["']?\s?[:=]\s?["'][\w-]{1,16}["'],?\s{0,40})?["']?(?:value|content)["']?\s{0,4}[:=]\s{0,4}`, // key="password" value="…"
    String.raw`|\s\{\s{1,40}(?:(?:type|description|sensitive)\s{0,12}=[^\r\n]{0,80}\s{1,40}){0,3}default\s{0,12}=\s{0,4}`, // variable "password" { default = "…"
    String.raw`|[\s*]{1,4}(?:(?:for|of|on|to) (?:[\w.@-]{1,24} ){1,5})?(?:(?:is|was|are|ist|lautet|est|es|é|è|now|to|(?:re)?set to|changed to|=(?![ \t]{0,8}[\r\n]))[\s:]{1,3}){1,3}`, // password was set to …
    String.raw`|([ \t]{1,3})`, // --token …
    ')',
    String.raw`(?:\\{0,3}(?:"{1,3}([^"\r\n]{6,64})|'{1,3}([^'\r\n]{6,64})|\x60{1,3}([^\x60\r\n]{6,64}))`,
    String.raw`|([^\s"'\x60,;<>(){}[\]\\|]{6,64})`,
    String.raw`|([$#]?[<{[(]{1,2}[^\s"'\x60,;<>(){}[\]\\|]{6,64}[>}\])]{1,2}))`, // what stands in such is a name, or hidden there
  ].join(''),
  'y',
);
const MAX_VALUE = 64;
/** Longer texts under a key are no secrets but documents. */
const MAX_KEYED = 512;
/** Of the text before an anchor, what may say that it labels something else: `next page |token`. */
const BEFORE = 24;

interface Value {
  /** As far as it is looked at. */
  readonly text: string;
  /** All of it, where its end may say something else than its begin. */
  readonly readAll: () => string;
  readonly isQuoted: boolean;
  /** Only a space stands between it and its label. */
  readonly isLoose: boolean;
  /** It is assigned as in `DB_PASSWORD=…`: it need not look like anything. */
  readonly isVariable: boolean;
  /** The name it is assigned to, perhaps with what stands before it. */
  readonly name: string;
}

function atLabel(label: RegExp, accept: (value: Value) => boolean): Rule['verify'] {
  return ({ text, start, end }) => {
    ASSIGNED.lastIndex = isOperator(text.charAt(end - 1)) ? end - 1 : end;
    const match = ASSIGNED.exec(text);
    if (!match) return undefined;
    const [, rest = '', space, double, single, back, plain, wrapped = ''] = match;
    const bare = plain ?? wrapped;
    if (wrapped !== '' && !holdsRandom(wrapped)) return undefined;
    const quoted = double ?? single ?? back;
    const isQuoted = quoted !== undefined;
    if (isQuoted && NEXT_KEY.test(text.slice(ASSIGNED.lastIndex, ASSIGNED.lastIndex + 6))) return undefined;
    if (!isQuoted && (CALL.test(text.charAt(ASSIGNED.lastIndex)) || isCutShort(bare))) return undefined;
    const from = ASSIGNED.lastIndex - (quoted ?? bare).length;
    const value = isQuoted ? quoted.replace(/\\{1,3}$/, '') : trim(bare);
    const name = text.slice(Math.max(0, start - BEFORE), end + rest.length);
    if (name.includes('::')) return undefined; // a type: `AWS::AppSync::ApiKey`
    const isLoose = space !== undefined && !FLAG.test(name);
    const isVariable =
      !isQuoted &&
      ((text.charAt(end + rest.length) === '=' && VARIABLE.test(name)) ||
        (text.charAt(end + rest.length) === ':' && YAML_VARIABLE.test(name) && isAlone(text, ASSIGNED.lastIndex)));
    const endOf = (): number => (value.length < MAX_VALUE ? from + value.length : endOfRun(text, from, isQuoted));
    const readAll = (): string => text.slice(from, endOf());
    // The label last, though it comes first: most values are words.
    if (!accept({ text: value, readAll, isQuoted, isLoose, isVariable, name })) return undefined;
    const words = toWords(name);
    if (!label.test(words)) return undefined;
    const to = endOf();
    const whole = text.slice(from, to);
    const isName = isNamed(whole, words) || isEndOfArn(whole, text, from) || (!isQuoted && isFingerprint(value, name));
    return isName || isTestName(value, text, start) ? undefined : { start: from, end: to, confidence: LABELLED };
  };
}
/** A list of names goes on with one that has a value: `"code": "PW", "alpha_3": …`. */
const NEXT_KEY = /^["'`]\s{0,4}:/;
/** A name in an environment. */
const VARIABLE = /(?<![A-Za-z\d])[A-Z][A-Z\d_]{3,}$/;
/** The same in YAML, where a word of prose may stand before a colon: it has several parts, and all of the line is its value. */
const YAML_VARIABLE = /(?<![A-Za-z\d])[A-Z][A-Z\d]*_[A-Z\d_]{2,}$/;
const isAlone = (text: string, end: number): boolean =>
  /^[ \t]{0,8}(?:#[^\r\n]{0,200})?(?:[\r\n]|$)/.test(text.slice(end, end + 210));
/** A name on a command line: `--db-password`. */
const FLAG = /(?:^|[\s"'])--?[A-Za-z][\w-]{0,30}$/;

/** Without what ends a sentence, and the next parameter of a query. */
function trim(value: string): string {
  const parameter = value.includes('&') ? value.search(/&(?:amp;)?[\w.-]{1,64}=/) : -1;
  return (parameter < 0 ? value : value.slice(0, parameter)).replace(/[.,?:*]{1,3}$/, '');
}

/** Where a value ends that is longer than what of it was looked at. */
function endOfRun(text: string, start: number, isQuoted: boolean): number {
  const run = isQuoted ? QUOTED_RUN : RUN;
  run.lastIndex = start;
  return start + (run.exec(text)?.[0].length ?? 0);
}
const RUN = /[\w./+=~:@%!#$^*-]{0,1200}/y;
const QUOTED_RUN = /[^\s"'\x60\\]{0,1200}/y;
const isOperator = (char: string): boolean => char === ':' || char === '=';
const CALL = /[([{]/;
/** `eyJhbGciOi...`; what has nearly all of a secret before its full stops is one. */
const isCutShort = (bare: string): boolean => bare.includes('...') && (!LONG_RUN.test(bare) || isMasked(bare));
const LONG_RUN = /[A-Za-z\d+/]{16}/;

/** A value under a key: all of it. */
function underKey(accept: (value: Value) => boolean): Rule['verify'] {
  return ({ text, key, end }) =>
    end <= MAX_KEYED &&
    accept({ text, readAll: () => text, isQuoted: true, isLoose: false, isVariable: false, name: key }) &&
    !isNamed(text, key)
      ? { start: 0, end, confidence: LABELLED }
      : undefined;
}

/** `user.password`, `AUTH_SCRAM_SHA_256` */
const NAME = /^(?:[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+|[A-Z]+(?:_[A-Z\d]+)+)$/;
/** Numbers and versions, in hex, too, and points in time. */
const NUMBERS = /^(?:[\d.,:+-]*|0x[\da-f]{1,16}|\d{4}-\d\d-\d\d[\dTZ:.+-]*)$/i;
/** A path, a URL or a number. */
const isOther = ({ text, readAll }: Pick<Value, 'text' | 'readAll'>): boolean =>
  text.includes('://') || NUMBERS.test(text) || (isReference(text) && isReference(readAll()));
/** @param label the words of what it is called */
const isNamed = (text: string, label: string): boolean => isReference(text) || isRequestId(text, label);

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

/** A value that stands before its label: `log in with … as the password`. */
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
        { anchors: [':'], verify: (place) => (isForeign(place) ? readForeign(place) : undefined) },
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
