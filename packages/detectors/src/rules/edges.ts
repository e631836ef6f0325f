/*
 * The characters right before and behind a number tell what it is part of. Most groups of digits in a message are parts
 * of times, hashes and versions: this shows at the price of four characters.
 */

import type { Edge } from '../detector.js';

/** Bits of what stands beside a shape; a rule names those that it cannot do without. */
export const EDGES: Readonly<Record<Edge, number>> = {
  /** A letter of any script stands before the shape, or before one character before it. */
  lead: 1,
  /** An ASCII letter in upper case stands before it. */
  capital: 2,
  /** Two ASCII letters stand before it. */
  letters: 4,
  /** The characters before it do not make it the end of a longer number, telephone, UUID or row of numbers. */
  begins: 8,
  /** The characters behind it do not make it the beginning of one. */
  ends: 16,
};

/** How many sets of edges there are. */
export const EDGE_SETS = 32;

/** The edges of what begins at `start`. */
export function edgesBefore(text: string, start: number): number {
  if (start === 0) return EDGES.lead | EDGES.begins;
  const before = text.charCodeAt(start - 1);
  const earlier = text.charCodeAt(start - 2);
  let edges = goesOnBefore(text, start) ? 0 : EDGES.begins;
  if (before >= 0x41 || isWord(earlier)) edges |= EDGES.lead;
  if (!isLetter(before)) return edges;
  if (before <= 0x5a) edges |= EDGES.capital;
  if (isLetter(earlier)) edges |= EDGES.letters;
  return edges;
}

/** The edges of what ends before `end`. */
export const edgesBehind = (text: string, end: number): number => (goesOnBehind(text, end) ? 0 : EDGES.ends);

/** A number that begins there is the end of something longer. */
export function goesOnBefore(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (isDigit(before) || before === PLUS) return true;
  if (before === PERCENT && isEscape(text, start)) return true;
  const earlier = text.charCodeAt(start - 2);
  if (before === HYPHEN && earlier >= 0x61 && earlier <= 0x66) return true;
  const isJoint = before === HYPHEN || before === DOT || before === SLASH || before === COLON;
  return isJoint && isDigit(earlier) && !isListed(text, start);
}

/** The `20` of `%20`, in a text that has written its blanks so before: `%200%2001-2273`. */
const isEscape = (text: string, start: number): boolean =>
  text.startsWith('20', start) && text.slice(Math.max(0, start - 24), start - 1).includes('%20');

/**
 * The number of a line of a text stands before the place, as `grep -n`, `rg -n` and lists write it, or a name that ends
 * in a digit: `17:…`, `customers.csv:17:…`, `customers.csv-18-…`, `k1:…`. Two digits begin a part of a time or a date.
 */
export function isListed(text: string, start: number): boolean {
  const sign = text.charCodeAt(start - 1);
  if ((sign !== COLON && sign !== HYPHEN) || !isDigit(text.charCodeAt(start - 2))) return false;
  const isOfPart = isDigit(text.charCodeAt(start)) ? isDigit : isDigitOrLetter;
  if (!isOfPart(text.charCodeAt(start + 1)) || !isOfPart(text.charCodeAt(start + 2))) return false;
  const behind = sign === COLON ? LISTED : CONTEXT;
  behind.lastIndex = start;
  return behind.test(text);
}
const isDigitOrLetter = (code: number): boolean => isDigit(code) || isLetter(code);

/** The begin of a line, or of a text in quotes. */
const BEGIN = String.raw`^|[\r\n\0"'\x60]`;
const IN_NAME = String.raw`[^\s:"'\x60]`;
/** The name of a file that a line begins with. Read from right to left: where the line begins is asked first. */
const FILE = String.raw`(?=${IN_NAME}{0,120}[./])(?<=${BEGIN})${IN_NAME}{1,120}`;
const LISTED = new RegExp(
  String.raw`(?<=(?:(?:${BEGIN})[ \t]{0,8}|${FILE}:)\d{1,7}:(?:\d{1,5}:)?|(?<![\w.:-])(?=\w{0,15}[g-zG-Z_]|b64)[A-Za-z]\w{0,15}:)`,
  'y',
);
/** A line near one that was found; without the name of a file, another such line stands before it. */
const CONTEXT = new RegExp(String.raw`(?<=(?:${FILE}-|(?:${BEGIN})\d{1,7}[:-][^\r\n]{0,400}\r?\n)\d{1,7}-)`, 'y');

/**
 * A number that ends there goes on. Only ASCII letters go on with it: many scripts have no spaces between words and
 * numbers.
 */
function goesOnBehind(text: string, end: number): boolean {
  if (end >= text.length) return false;
  const next = text.charCodeAt(end);
  if (isDigit(next) || isLetter(next)) return true;
  if (next !== HYPHEN && next !== DOT && next !== SLASH && next !== COLON) return false;
  const further = text.charCodeAt(end + 1);
  return isDigit(further) || (next === HYPHEN && isLetter(further));
}

const PERCENT = 0x25;
const PLUS = 0x2b;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
/** A letter of any script, or nearly. */
const isWord = (code: number): boolean => isLetter(code) || code > 0xa0;
