import type { Detector, Group, Hit, Place, Rule } from '../detector.js';
import { hit, standsAlone } from './place.js';

/*
 * Numbers that states give to people and companies. Most have a form that much else has, and a
 * check digit that one random number in ten passes: they count with a label only.
 */

/** A form in which a number is written. */
export interface Form {
  /** Found with a label; without one they could be many things. */
  readonly shapes?: readonly string[];
  /** Shapes that nothing else has: found without a label, if valid and not in lower case. */
  readonly own?: readonly string[];
  /** What stands before the shape and belongs to it; ends in `$`. */
  readonly before?: RegExp;
  /** Its own labels, in place of the others. */
  readonly words?: string;
  /** Whether it can be one, without separators and in upper case; absent where nothing checks it. */
  readonly isValid?: (compact: string) => boolean;
}

/** A form without a place for shapes to begin: looked for beside words. */
export interface NearForm {
  /** ASCII parts of its labels. */
  readonly anchors: readonly string[];
  /** The value, not sticky, with its proper ends. */
  readonly pattern: RegExp;
  readonly isValid?: (compact: string) => boolean;
}

/**
 * What a label may say: an expression of lower-case words with single spaces, and of nothing but
 * such words, so that spaces end them in any script.
 */
const toLabels = (words: string): RegExp => new RegExp(`(?:^| )(?:${words})(?=[ \\d]|$)`, 'u');

/** One line of a family: id, title, the words of its labels and its forms. */
type Line = (id: string, title: string, words: string, ...forms: readonly (Form | NearForm)[]) => Detector;

const toLine =
  (group: Group): Line =>
  (id, title, words, ...forms) => {
    const rules = forms.flatMap((form) =>
      'pattern' in form ? nearRules(form, toLabels(words)) : formRules(form, toLabels(form.words ?? words)),
    );
    return { id, title, group, rules };
  };

export const nationalId: Line = toLine('pii.national_id');
export const businessId: Line = toLine('pii.business');

/** Shapes of digits without separators, by their number. */
export const digits = (...lengths: readonly number[]): string[] => lengths.map((length) => '#'.repeat(length));

const LABELLED = 0.85;
const ALONE = 0.5;
/* In characters: how long what stands before a shape may be, how far a value may stand from its label, and how long it is. */
const MAX_LEAD = 16;
const NEAR = 40;
const MAX_LENGTH = 20;

function formRules(form: Form, labels: RegExp): Rule[] {
  const rules: Rule[] = [];
  if (form.own) rules.push({ shapes: form.own, verify: (place) => verifyForm(place, form, labels, true) });
  if (form.shapes) rules.push({ shapes: form.shapes, verify: (place) => verifyForm(place, form, labels, false) });
  return rules;
}

function verifyForm(place: Place, { before, isValid }: Form, labels: RegExp, isOwn: boolean): Hit | undefined {
  const { text, end } = place;
  let { start } = place;
  if (before) {
    // Most numbers have no letter before them: this costs less than the expression.
    const last = text.charCodeAt(start - 1);
    if (last < 0x41 && !isLetter(text.charCodeAt(start - 2))) return undefined;
    const lead = before.exec(text.slice(Math.max(0, start - MAX_LEAD), start));
    if (!lead) return undefined;
    start -= lead[0].length;
  }
  if (isCut(text, start, end) || (text.charAt(start - 1) === ':' && text.charAt(end) === ':')) return undefined; // of an ARN
  const value = text.slice(start, end);
  const compact = toCompact(value);
  if (isValid?.(compact) === false || SAME.test(compact)) return undefined;
  // Letters may be glued to a number (`pesel44051401458`), not to a value that has letters of its own.
  const isWhole = before === undefined || start === 0 || !WORD.test(text.charAt(start - 1));
  if (isWhole && place.isLabelled(labels)) return hit({ start, end }, LABELLED);
  if (!isValid || !standsAlone({ text, start, end })) return undefined;
  const isSure = isOwn && !/[a-z]/.test(value) && !(value.includes(' ') && isAmongNumbers({ text, start, end }));
  return hit({ start, end }, isSure ? LABELLED : ALONE);
}

/** Whether it is a part of a longer number. */
function isCut(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (isDigit(before) || (isJoint(before) && isDigit(text.charCodeAt(start - 2)))) return true;
  const after = text.charCodeAt(end);
  if (after >= 0x80) return WORD.test(text.charAt(end));
  return isDigit(after) || isLetter(after) || ((isJoint(after) || after === 0x3a) && isDigit(text.charCodeAt(end + 1)));
}

/** One of `-./`. */
const isJoint = (code: number): boolean => code >= 0x2d && code <= 0x2f;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => code >= 0x80 || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
const WORD = /[\p{L}\p{N}]/u;
const SAME = /^(.)\1*$/u;

function toCompact(value: string): string {
  let at = 0;
  while (at < value.length && isDigit(value.charCodeAt(at))) at++;
  return at === value.length ? value : value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
}

const isAmongNumbers = ({ text, start, end }: Pick<Place, 'text' | 'start' | 'end'>): boolean =>
  /\d[ \u00A0]$/.test(text.slice(Math.max(0, start - 2), start)) || /^[ \u00A0]\d/.test(text.slice(end, end + 2));

function nearRules({ anchors, pattern, isValid }: NearForm, labels: RegExp): Rule[] {
  const find = (text: string, from: number, to: number): Hit | undefined => {
    const match = pattern.exec(text.slice(Math.max(0, from), to));
    if (!match || isValid?.(toCompact(match[0])) === false) return undefined;
    const start = Math.max(0, from) + match.index;
    const end = start + match[0].length;
    return isCut(text, start, end) ? undefined : hit({ start, end }, LABELLED);
  };
  return [
    {
      anchors,
      verify: ({ text, start, end }) => find(text, end, end + NEAR + MAX_LENGTH) ?? find(text, start - NEAR, start),
    },
    { key: labels, verify: ({ text }) => find(text, 0, NEAR + MAX_LENGTH) },
  ];
}
