import type { Edge, Hit, Site, Rule } from '../detector.js';
import { goesOnBefore } from './edges.js';
import { toWords } from './words.js';
import { hit, isAmongHex } from './verify.js';

/*
 * Numbers that states give to people and companies. Most have a form that much else has, and a
 * check digit that one random number in ten passes: they count beside a label only. `numbers.tsv` has them.
 */

/** A form in which a number is written. */
export interface Form {
  /** Shapes that many things have: found beside a label. */
  readonly shapes?: readonly string[];
  /** Shapes that nothing else has: found without a label too, if valid and not in lower case. */
  readonly own?: readonly string[];
  /** Characters before the shape that belong to the number; ends in `$`. */
  readonly before?: RegExp;
  /** Labels of this form, in place of the type's. */
  readonly labels?: Labels;
  /** Checks the number in upper case, without what separates its groups; absent where nothing checks it. */
  readonly isValid?: (compact: string) => boolean;
  /** This is enough beside a label, where checks are not always kept; `isValid` if there is none. */
  readonly isPlausible?: (compact: string) => boolean;
}

/** A form without a place for shapes to begin: looked for behind the label, as in `Passport no.: X1234567`. */
export interface FormBehind {
  /** The rarest part of the label, in any case and spelling: `id card` is also `id_card` and `idCard`. */
  readonly anchors: readonly string[];
  /** The form of the value, without groups; bounded, in any case, with no letter or digit around it. */
  readonly pattern: RegExp;
  /** It may have letters in the place of all its digits. */
  readonly isLettered?: true;
  /** Labels of this form, in place of the type's. */
  readonly labels?: Labels;
  readonly isValid?: (compact: string) => boolean;
}

/**
 * The words of a label, as `Site.isLabelled` has it. A text is of whole words, so that spaces end them in any script;
 * an expression is for scripts without spaces, and says itself where words end.
 */
export type Labels = string | RegExp;

const toExpression = (labels: Labels): RegExp =>
  typeof labels === 'string' ? new RegExp(`(?:^| )(?:${labels})(?=[ \\d]|$)`, 'u') : labels;

/** The rules of one type: the words that name it in its own languages too, and its forms. */
export const numberRules = (labels: Labels, ...forms: readonly (Form | FormBehind)[]): readonly Rule[] =>
  forms.flatMap((form) => {
    const words = form.labels ?? labels;
    const expression = toExpression(words);
    if ('pattern' in form) return rulesBehind(form, expression);
    return rulesOf(form, expression, typeof words === 'string' ? words : words.source);
  });

/** A label or separators that fit, and a check that agrees. */
const LIKELY = 0.85;
const POSSIBLE = 0.5;
/* In characters: how long what stands before a shape may be, and how much of one stands before its anchor. */
const MAX_LEAD = 16;
const LABEL_LENGTH = 24;

function rulesOf(form: Form, labels: RegExp, source: string): Rule[] {
  const rules: Rule[] = [];
  const edges: readonly Edge[] = form.before ? ['lead', 'ends'] : ['begins', 'ends'];
  if (form.own) rules.push({ shapes: form.own, edges, verify: (site) => verifyForm(site, form, labels, true) });
  const verify: Rule['verify'] = (site) => verifyForm(site, form, labels, false);
  if (form.shapes) rules.push({ shapes: form.shapes, edges, verify, needsOf: source });
  return rules;
}

function verifyForm(site: Site, form: Form, labels: RegExp, isOwn: boolean): Hit | undefined {
  if (!isOwn && !site.isAmongWords()) return undefined;
  const { before, isValid, isPlausible = isValid } = form;
  const { text, end } = site;
  let { start } = site;
  if (before) {
    const lead = before.exec(text.slice(Math.max(0, start - MAX_LEAD), start));
    if (!lead) return undefined;
    start -= lead[0].length;
    if (goesOnBefore(text, start)) return undefined;
  }
  if (isPart(text, start, end)) return undefined;
  const value = text.slice(start, end);
  const compact = toCompact(value);
  if (isPlausible?.(compact) === false || SAME.test(compact)) return undefined;
  // The label last, since it costs most.
  const whole = { text, start, end };
  // Letters may be glued to a number (`SSN123456789`), not to one that has letters of its own.
  const isGlued = before !== undefined && isLetter(text.charCodeAt(start - 1));
  if (!isGlued && site.isLabelled(labels)) return hit(whole, LIKELY);
  if (!isOwn || isValid?.(compact) !== true || isLetter(text.charCodeAt(start - 1))) return undefined;
  return hit(whole, SMALL.test(value) ? POSSIBLE : LIKELY);
}
const SAME = /^(.)\1*$/u;
/** An X that checks a number is often a small one. */
const SMALL = /[a-wyz]/;

/** Without what separates groups, in upper case. */
const toCompact = (value: string): string =>
  /^\d*$/.test(value) ? value : value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();

/** It is a part of a DOI, an ARN or a row of numbers; its edges say that it is no part of one number. */
function isPart(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  const earlier = text.charCodeAt(start - 2);
  const next = text.charCodeAt(end);
  const further = text.charCodeAt(end + 1);
  const isInRow = (isSpace(before) && isDigit(earlier)) || ((isSpace(next) || next === COMMA) && isDigit(further));
  // A part of a DOI: `10.1016/j.laa.2007.06.020`.
  if (before === DOT && isLetter(earlier) && DOTTED.test(text.slice(Math.max(0, start - 12), start))) return true;
  // Ids of accounts stand between colons in an ARN.
  if (before === COLON && next === COLON) return true;
  return /[ \t\u{a0}]/u.test(text.slice(start, end)) && (isInRow || isAmongHex({ text, start, end }));
}

const DOTTED = /[\w/]\.[A-Za-z]{1,8}\.$/;
const COMMA = 0x2c;
const DOT = 0x2e;
const COLON = 0x3a;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
const isSpace = (code: number): boolean => code === 0x20 || code === 9 || code === 0xa0;

/** How far behind a label the first digit of a value may stand, in characters: none has more than 16 before it. */
const REACH = 48;

function rulesBehind({ anchors, pattern, isValid, isLettered }: FormBehind, labels: RegExp): Rule[] {
  const behind = new RegExp(
    String.raw`(?:(?!=[ \t]{0,8}[\r\n])\D){0,30}?(?<![A-Za-z0-9])(${pattern.source})(?![A-Za-z0-9]|[-./:]\d)`,
    'iy',
  );
  const find = (text: string, from: number): Hit | undefined => {
    behind.lastIndex = from;
    const value = behind.exec(text)?.[1];
    if (value === undefined || isValid?.(toCompact(value)) === false) return undefined;
    return hit({ start: behind.lastIndex - value.length, end: behind.lastIndex }, LIKELY);
  };
  return [
    {
      ...(isLettered === true ? {} : { digitWithin: REACH }),
      anchors: anchors.flatMap((words) => [' ', '_', '-', ''].map((space) => words.replaceAll(' ', space))),
      verify: ({ text, start, end }) => {
        const found = find(text, end);
        return found && labels.test(toWords(text.slice(Math.max(0, start - LABEL_LENGTH), found.start)))
          ? found
          : undefined;
      },
    },
    { key: labels, verify: ({ text }) => find(text, 0) },
  ];
}
