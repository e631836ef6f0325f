import type { Rule } from '../detector.js';
import { isTestName, isEndOfArn, isFingerprint, isReference, isRequestId } from '../validators/references.js';
import { isMasked } from '../validators/placeholders.js';
import { holdsRandom } from '../validators/randomness.js';
import { BEHIND_COLON, BEHIND_EQUALS } from './gaps.js';
import { toWords } from './words.js';

/* How a value is read that its label gives away. */

/** How sure a labelled value is. */
export const LABELLED: number = 0.85;

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

export interface Value {
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

export function atLabel(label: RegExp, accept: (value: Value) => boolean): Rule['verify'] {
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
export function underKey(accept: (value: Value) => boolean): Rule['verify'] {
  return ({ text, key, end }) =>
    end <= MAX_KEYED &&
    accept({ text, readAll: () => text, isQuoted: true, isLoose: false, isVariable: false, name: key }) &&
    !isNamed(text, key)
      ? { start: 0, end, confidence: LABELLED }
      : undefined;
}

/** @param label the words of what it is called */
const isNamed = (text: string, label: string): boolean => isReference(text) || isRequestId(text, label);
