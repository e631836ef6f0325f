import type { Rule } from '../detector.js';
import { isFingerprint, isOrderedKey } from '../validators/public-keys.js';
import { isEndOfArn, isPlace, isReference, isRequestId } from '../validators/references.js';
import { isTestName } from '../validators/test-outcomes.js';
import { holdsRandom, mayBeRandom } from '../validators/randomness.js';
import { ASSIGNED } from './assignments.js';
import {
  BEFORE,
  isAlone,
  isCutShort,
  isCutWord,
  isDigest,
  isEmptyField,
  isInBrackets,
  isInNames,
  isInTemplate,
  isOfBytes,
  isKey,
  isPrompt,
  isResult,
} from './value-surroundings.js';
import { toWords } from './words.js';

/* How a value is read that its label gives away. */

/** How sure a labelled value is. */
export const LABELLED: number = 0.85;

const MAX_VALUE = 64;
const LEAST_DRAWN = 10;
/** Longer texts under a key are no secrets but documents. */
const MAX_KEYED = 512;

export interface Value {
  /** As far as it is looked at. */
  readonly text: string;
  /** All of it, where its end may say something else than its begin. */
  readonly readAll: () => string;
  readonly isQuoted: boolean;
  /** Only a space stands between it and its label. */
  readonly isLoose: boolean;
  /** It stands on the line below its label. */
  readonly isBelow: boolean;
  /** Words stand between it and its label. */
  readonly isFar: boolean;
  /** Its label is no word of prose: it is written in capitals, or joined to another. */
  readonly isLoud: boolean;
  /** It is assigned as in `DB_PASSWORD=…`: it need not look like anything. */
  readonly isVariable: boolean;
  /** Right behind its name: `=`, a quote, a space. */
  readonly sign: string;
  /** The name it is assigned to, perhaps with what stands before it. */
  readonly name: string;
}

/** A label has a name, and shows what a value is. */
export interface Label {
  /** Over the words of a name. */
  readonly words: RegExp;
  readonly accept: (value: Value) => boolean;
  /** All that it accepts was drawn at random, see `mayBeRandom`, and has ten characters or more. */
  readonly certainty?: number;
}

/** @param labels the first that fits counts */
export function atLabel(...labels: readonly Label[]): Rule['verify'] {
  const certainty = Math.min(...labels.map((label) => label.certainty ?? -Infinity));
  return ({ text, start, end }) => {
    const value = readValue(text, start, end, certainty);
    if (!value) return undefined;
    // The label last, though it comes first: most values are words.
    let words: string | undefined;
    const isLabel = labels.some((label) => label.accept(value) && label.words.test((words ??= toWords(value.name))));
    if (!isLabel || words === undefined) return undefined;
    const { from, name } = value;
    const whole = value.readAll();
    const isNameOfIt =
      isNamed(whole, words) ||
      isPlace(value.text, name) ||
      isEndOfArn(whole, text, from) ||
      isFingerprint(value.text, name, !isAssigned(text, from));
    if (isNameOfIt || isTestName(value.text, text, start)) return undefined;
    if (
      isOfBytes(name, value.isQuoted) ||
      isResult(text, from) ||
      isEmptyField(whole, text, from) ||
      isInNames(whole, text, from)
    )
      return undefined;
    return { start: from, end: from + whole.length, confidence: LABELLED };
  };
}

/** Reads the value behind the name that an anchor is in. */
function readValue(
  text: string,
  start: number,
  end: number,
  certainty: number,
): (Value & { readonly from: number }) | undefined {
  const at = ENDS_NAME.test(text.charAt(end - 1)) ? end : end - 1;
  ASSIGNED.lastIndex = at;
  const match = ASSIGNED.exec(text);
  if (!match) return undefined;
  const { lastIndex } = ASSIGNED;
  const [, rest = '', far, space, double, single, back, plain, wrapped = ''] = match;
  if (wrapped !== '' && !holdsRandom(wrapped)) return undefined;
  const bare = plain ?? wrapped;
  const quoted = double ?? single ?? back;
  const isQuoted = quoted !== undefined;
  const from = lastIndex - (quoted ?? bare).length;
  const value = isQuoted ? quoted.replace(/\\{1,3}$/, '') : trim(bare);
  if (certainty > 0 && (value.length < LEAST_DRAWN || !mayBeRandom(value, certainty))) return undefined;
  if (isQuoted ? isKey(text, from, lastIndex) : CALL.test(text.charAt(lastIndex)) || isCutShort(bare)) return undefined;
  if (CELL.test(text.slice(at, from)) && isPrompt(text.slice(Math.max(0, start - BEFORE), start))) return undefined;
  const behind = at + rest.length;
  const name = text.slice(Math.max(0, start - BEFORE), behind);
  if (TYPE.test(name) && text.charAt(behind) !== '(') return undefined;
  const isVariable =
    !isQuoted &&
    ((text.charAt(behind) === '=' && VARIABLE.test(name)) ||
      (text.charAt(behind) === ':' && YAML_VARIABLE.test(name) && isAlone(text, lastIndex)));
  const readAll = (): string =>
    text.slice(from, value.length < MAX_VALUE ? from + value.length : endOfRun(text, from, isQuoted));
  const isLoose = space !== undefined && !FLAG.test(name);
  if (!isQuoted && !holdsRandom(bare) && (isInTemplate(text, start, behind) || isCutWord(bare, text, lastIndex)))
    return undefined;
  if (isInBrackets(text.slice(behind, from), text, start)) return undefined;
  const isBelow = space?.includes('\n') === true;
  if (isBelow && !space.includes(':') && HEX.test(bare)) return undefined; // `refs/heads/add-secret`, and the next commit
  if (isDigest(bare, text, start, behind)) return undefined;
  const isLoud = LOUD.test(name);
  return {
    text: value,
    readAll,
    isQuoted,
    isLoose,
    isBelow,
    isFar: far !== undefined,
    isLoud,
    isVariable,
    sign: text.charAt(behind),
    name,
    from,
  };
}

/** `AWS::AppSync::ApiKey`, and no call: `Http::withToken("…`. */
const TYPE = /::[\w:]{0,64}$/;
/** A name in an environment. */
const VARIABLE = /(?<![A-Za-z\d])[A-Z][A-Z\d_]{3,}$/;
/** The same in YAML, where a word of prose may stand before a colon: it has several parts, and all of the line is its value. */
const YAML_VARIABLE = /(?<![A-Za-z\d])[A-Z][A-Z\d]*_[A-Z\d_]{2,}$/;
/** `acme SECRET`, `acmeKEY`, `acme_key`, `acmeKey`. */
const LOUD = /[A-Z]{3,16}\d{0,2}$|[A-Za-z\d](?:[_.-][A-Za-z]{2,16}|(?<=[a-z\d])[A-Z][a-z]{2,16})\d{0,2}$/;
/** `key=…`, `key: "…`, but not `key …` and not `key to …`. */
const isAssigned = (text: string, start: number): boolean =>
  /[:=][ \t]{0,8}["'`]?$/.test(text.slice(start - 10, start));
/** The next cell of a table or item of a list. */
const CELL = /^[\w-]{0,32}["'`\])]{0,3}[ \t]{0,8}[,|]/;
const HEX = /^[\da-f]{16}/i;
/** A name on a command line: `--db-password`. */
const FLAG = /(?:^|[\s"'])--?[A-Za-z][\w-]{0,30}$/;

/** Without what ends a sentence, and the next parameter of a query. */
function trim(value: string): string {
  const parameter = value.includes('&') ? value.search(/&(?:amp;)?[\w.-]{1,64}=/) : -1;
  return (parameter < 0 ? value : value.slice(0, parameter)).replace(/[.,?:*]{1,3}$/, '');
}

/** The end of a value that is longer than the part of it that was looked at. */
function endOfRun(text: string, start: number, isQuoted: boolean): number {
  const run = isQuoted ? QUOTED_RUN : RUN;
  run.lastIndex = start;
  return start + (run.exec(text)?.[0].length ?? 0);
}
const RUN = /[\w./+=~:@%!#$^*-]{0,1200}/y;
const QUOTED_RUN = /[^\s"'\x60\\]{0,1200}/y;
/** An anchor may say what stands behind the name: `auth =`. */
const ENDS_NAME = /[A-Za-z]/;
const CALL = /[([{]/;
/** A value under a key: all of it. */
export function underKey(accept: (value: Value) => boolean): Rule['verify'] {
  return ({ text, key, end }) =>
    end <= MAX_KEYED &&
    accept(toKeyed(text, key)) &&
    !isNamed(text, key) &&
    !isPlace(text, key) &&
    !isOrderedKey(text, key)
      ? { start: 0, end, confidence: LABELLED }
      : undefined;
}

/** A value that a name labels for certain, wherever that stands. */
export const toKeyed = (text: string, name: string): Value => ({
  text,
  readAll: () => text,
  isQuoted: true,
  isLoose: false,
  isBelow: false,
  isFar: false,
  isLoud: false,
  isVariable: false,
  sign: '',
  name,
});

/** @param label the words of what it is called */
const isNamed = (text: string, label: string): boolean => isReference(text) || isRequestId(text, label);
