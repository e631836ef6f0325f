import type { Hit, Place, Rule } from '../detector.js';
import { toWords } from '../engine/words.js';
import { isDay } from '../validators/dates.js';
import { hit, isAmongHex } from './place.js';

/** A number that a state gives out: how it is written, and what makes it one. */
export interface NumberForm {
  /** Shapes as only this kind is written: found without a label. */
  readonly own?: readonly string[];
  /** Shapes as many things are written: found beside a label. */
  readonly bare?: readonly string[];
  /** How sure a bare one is without a label; nothing is said of it otherwise. */
  readonly unlabelled?: number;
  /** How many characters in front of the shape belong to the number. */
  readonly lead?: number;
  /** Of the number in upper case, without what separates its groups. Comes before the label, which costs more. */
  readonly check: (number: string) => boolean;
  /** What is enough beside a label, where checks are not always kept; `check` if there is none. */
  readonly looseCheck?: (number: string) => boolean;
  /** Words that name it, in its own languages too; matched as `Place.isLabelled` has them. */
  readonly label: RegExp;
}

/** A label or separators that fit, and a check that agrees. */
const LIKELY = 0.85;
const POSSIBLE = 0.5;

/** The rules that find a number in its shapes. */
export function numberRules(form: NumberForm): readonly Rule[] {
  const { own = [], bare = [], unlabelled = 0 } = form;
  const rules: readonly (Rule & { readonly shapes: readonly string[] })[] = [
    { shapes: own, verify: (place) => verifyNumber(place, form, LIKELY) },
    { shapes: bare, verify: (place) => verifyNumber(place, form, unlabelled) },
  ];
  return rules.filter(({ shapes }) => shapes.length > 0);
}

function verifyNumber(place: Place, form: NumberForm, unlabelled: number): Hit | undefined {
  const { lead = 0, check, looseCheck = check, label } = form;
  const { text, end } = place;
  const start = place.start - lead;
  if (start < 0 || (lead > 0 && !isLetter(text.charCodeAt(start))) || goesOn(text, start, end)) return undefined;
  const number = toNumber(text.slice(start, end));
  if (!looseCheck(number) || /^(.)\1*$/.test(number) || isGlued(text, start, label)) return undefined;
  if (isAmongWords(place) && place.isLabelled(label)) return hit({ start, end }, LIKELY);
  if (unlabelled === 0 || !check(number)) return undefined;
  // A check letter is often a small one, other letters hardly ever are.
  const isDoubtful = /[a-z][^a-z\d]{0,2}[a-z\d]/.test(text.slice(start, end));
  return hit({ start, end }, isDoubtful ? POSSIBLE : unlabelled);
}

/** Whether there is anything like a label: tables of numbers have none, and to read labels costs most. */
function isAmongWords({ text, start, end, key }: Place): boolean {
  if (key !== '') return true;
  const last = Math.min(text.length, end + LABEL_DISTANCE);
  for (let at = Math.max(0, start - LABEL_DISTANCE); at < last; at++) {
    const code = text.charCodeAt(at);
    if ((isLetter(code) || code > 0xa0) && (at < start || at >= end)) return true;
  }
  return false;
}
/** As `Place.isLabelled` has it. */
const LABEL_DISTANCE = 40;

/** Without what separates groups, in upper case. */
const toNumber = (text: string): string => (/^\d*$/.test(text) ? text : text.replace(/[^\dA-Za-z]/g, '').toUpperCase());

/**
 * Whether it is a part of a longer number, telephone, UUID or row of numbers. Behind it only ASCII letters go on with
 * it: many scripts have no spaces between words and numbers.
 */
function goesOn(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  const next = text.charCodeAt(end);
  if (isDigit(before) || before === PLUS || isDigit(next) || isLetter(next)) return true;
  const further = text.charCodeAt(end + 1);
  if (next === HYPHEN && (isDigit(further) || isLetter(further))) return true;
  if ((next === DOT || next === SLASH || next === COLON) && isDigit(further)) return true;
  const earlier = text.charCodeAt(start - 2);
  if (before === HYPHEN && (isDigit(earlier) || (earlier >= 0x61 && earlier <= 0x66))) return true;
  if ((before === DOT || before === SLASH || before === COLON) && isDigit(earlier)) return true;
  if (!/[ \t\u{a0}]/u.test(text.slice(start, end))) return false;
  return (
    (isSpace(before) && isDigit(earlier)) ||
    ((isSpace(next) || next === COMMA) && isDigit(further)) ||
    isAmongHex({ text, start, end })
  );
}

/** Whether letters stand right before it, other than the label itself: `SSN123456789`. */
function isGlued(text: string, start: number, label: RegExp): boolean {
  if (!isLetter(text.charCodeAt(start - 1))) return false;
  const word = /[A-Za-z]{2,24}$/.exec(text.slice(Math.max(0, start - 24), start))?.[0] ?? '';
  return !label.test(word.toLowerCase());
}

const PLUS = 0x2b;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const COMMA = 0x2c;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
const isSpace = (code: number): boolean => code === 0x20 || code === 9 || code === 0xa0;

/** How much of a label may stand in front of its anchor. */
const LABEL_LENGTH = 24;

/**
 * The rules that find a value behind its label, where its shape alone says too little: `Passport no.: X1234567`.
 * @param words what the label has in any case and spelling, its rarest part: `id card` is also `id_card` and `idCard`
 * @param label words of the label, also of a key
 * @param value what it looks like, without groups; bounded
 * @param check of the value in upper case, without what separates its groups
 */
export function labelledRules(
  words: readonly string[],
  label: RegExp,
  value: RegExp,
  check: (number: string) => boolean = () => true,
): readonly Rule[] {
  const behind = new RegExp(String.raw`\D{0,30}?(?<![A-Za-z0-9])(${value.source})(?![A-Za-z0-9]|[-./:]\d)`, 'iy');
  const find = ({ text }: Place, from: number): Hit | undefined => {
    behind.lastIndex = from;
    const found = behind.exec(text)?.[1];
    if (found === undefined || !check(toNumber(found))) return undefined;
    const end = behind.lastIndex;
    return hit({ start: end - found.length, end }, LIKELY);
  };
  return [
    {
      anchors: words.flatMap((word) => [' ', '_', '-', ''].map((space) => word.replaceAll(' ', space))),
      verify: (place) => {
        const found = find(place, place.end);
        if (!found) return undefined;
        const around = toWords(place.text.slice(Math.max(0, place.start - LABEL_LENGTH), found.start));
        return label.test(around) ? found : undefined;
      },
    },
    { key: label, verify: (place) => find(place, 0) },
  ];
}

/** Whether `yymmdd` or `yyyymmdd` is a day. */
export const isYearMonthDay = (digits: string): boolean =>
  isDay(Number(digits.slice(-2)), Number(digits.slice(-4, -2)), Number(digits.slice(0, -4)));
