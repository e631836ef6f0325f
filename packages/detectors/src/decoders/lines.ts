import type { TextRange } from '../detector.js';
import { isAlphanumeric } from './characters.js';
import type { Decoder, Reading } from './decoder.js';

/**
 * A value on several lines of one width: the last may be shorter, and all may have something before them that is equally
 * long, such as `> ` of a mail, ` * ` of a comment or the time of a log. Keys with a first line of their own, too.
 */
export const lines: Decoder = {
  name: 'lines',
  reads: 'characters',
  anchors: ['-----BEGIN '],
  when: ({ runs }) => runs.length > 0,
  read(text, { runs }, places) {
    const readings: Reading[] = [];
    let done = 0;
    let key = 0; // The next one with a line of its own.
    for (let index = 0; index < runs.length || key < places.length;) {
      const start = runs[index] ?? Infinity;
      const place = places[key] ?? Infinity;
      if (place <= start) {
        if (place > done) done = Math.max(done, readKey(text, place, readings));
        key++;
        continue;
      }
      const end = runs[index + 1] ?? start;
      if (start >= done && mayEndLine(text, end)) done = Math.max(done, readWrapped(text, start, end, readings));
      index += 2;
    }
    return readings;
  },
};

/** The longest text before each line. */
const MAX_PREFIX = 64;
/** Longer ones are files, which have no token on many lines. */
const MAX_LINES = 64;
/** No key has more. */
const MAX_KEY_LINES = 200;
/** No line has more. */
const MAX_WIDTH = 1024;

/** Joins the word that a run is in to those at the ends of the lines around. */
function readWrapped(text: string, start: number, end: number, readings: Reading[]): number {
  const to = endOfWord(text, end, MAX_WIDTH);
  if (startOfNext(text, to) < 0) return to;
  let from = start;
  while (from > start - MAX_WIDTH && isWord(text, from - 1)) from--;
  let width = to - from;
  if (width > MAX_WIDTH) return to;
  const column = columnOf(text, from);
  // The first line may have a label before the value, and the word of another one before it no row of letters.
  const before = readBefore(text, from, column, width);
  const gaps: TextRange[] = before ? [before] : [];
  const head = text.slice(from, from + ALIKE);
  let at = to;
  while (gaps.length < MAX_LINES) {
    const next = startOfNext(text, at);
    if (next < 0) break;
    const prefix = prefixOfNext(text, from, column, next);
    if (prefix < 0) break;
    const behind = endOfWord(text, next + prefix, width + 1);
    if (
      !hasCharacter(text, next + prefix, behind) ||
      behind - next - prefix > width ||
      isSetting(text, at, next + prefix)
    )
      break;
    if (BLANK.test(text.charAt(behind))) break; // words of a sentence
    if (behind === next + prefix + 1 && text.charCodeAt(behind - 1) === DOT) break; // a paragraph
    if (text.startsWith(head, next + prefix)) return to; // a list, each line a value of its own
    gaps.push({ start: at, end: next + prefix });
    const isLast = behind - next - prefix < width && at > to;
    // The word on the first line may have its label glued to it.
    width = behind - next - prefix;
    at = behind;
    if (isLast) break;
  }
  if (gaps.length === MAX_LINES) return at;
  for (const gap of gaps) readings.push({ ...gap, text: '', each: 0 });
  return at;
}

/** Reads what stands between the word and one of the same width that ends the line before, where both lines are of one text. */
function readBefore(text: string, from: number, column: number, width: number): TextRange | undefined {
  const line = from - column;
  const end = text.charAt(line - 2) === '\r' ? line - 2 : line - 1;
  if (column > MAX_PREFIX || line <= 0 || end < width || isWord(text, end - width - 1)) return undefined;
  for (let at = end - width; at < end; at++) if (!isWord(text, at)) return undefined;
  if (areItems(text.slice(end - width, end), text.slice(from, from + width))) return undefined;
  if (!isMark(text, line, from)) {
    const before = text.slice(Math.max(0, end - MAX_WIDTH), end).lastIndexOf('\n') + 1;
    if (!isAlike(text, line, Math.max(0, end - MAX_WIDTH) + before, column)) return undefined;
  }
  return { start: end, end: from };
}

/** Different items of a list begin with the same word; the same again, or a row of one letter, is a part of one value. */
const areItems = (one: string, other: string): boolean =>
  one !== other && one.startsWith(other.slice(0, ALIKE)) && !/^(.)\1\1/.test(one);

function isMark(text: string, line: number, from: number): boolean {
  MARK.lastIndex = line;
  return line + (MARK.exec(text)?.[0].length ?? -1) === from;
}

/** How much stands before the word on the next line: as much as on the first, or a mark where that has a label. */
function prefixOfNext(text: string, from: number, column: number, next: number): number {
  if (column <= MAX_PREFIX && column > 0 && isAlike(text, from - column, next, column)) return column;
  if (isLetter(text.charCodeAt(next))) return 0; // Most lines have none.
  MARK.lastIndex = next;
  return MARK.exec(text)?.[0].length ?? -1;
}
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
/** Blanks, and what stands before each line of a mail, a comment or a difference. */
const MARK = /[ \t]{0,40}(?:(?:[>#*|;+]|\/\/|--)[ \t]{1,4})?/y;

/** A line of signs alone goes on with nothing, nor does a request of roff: `+` and `--` of AsciiDoc, `.RE`. */
function hasCharacter(text: string, start: number, end: number): boolean {
  if (end - start === 3 && REQUEST.test(text.slice(start, end))) return false;
  let at = start;
  while (at < end && !isAlphanumeric(text.charCodeAt(at)) && text.charCodeAt(at) !== EQUALS) at++;
  return at < end;
}
const EQUALS = 0x3d;
const REQUEST = /^\.[A-Z]{2}$/;

/** A name of another value stands there, or the one before has none. */
function isSetting(text: string, end: number, next: number): boolean {
  NAME.lastIndex = next;
  return '=:'.includes(text.charAt(end - 1)) || NAME.test(text);
}
const BLANK = /[ \t]/;
const NAME = /[A-Za-z_][\w.-]{0,40}[=:](?!=)/y;

/** Characters that the lines of a list have in common. */
const ALIKE = 4;

/** Takes out what stands before each line of a key, where it stands before the first. */
function readKey(text: string, place: number, readings: Reading[]): number {
  const first = place - '-----BEGIN '.length;
  const column = columnOf(text, first);
  if (column === 0 || column > MAX_PREFIX) return place;
  let at = place;
  for (let count = 0; count < MAX_KEY_LINES; count++) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? -1 : end + 1;
    if (next < 0 || end - at > MAX_WIDTH || !isAlike(text, first - column, next, column)) break;
    readings.push({ start: next, end: next + column, text: '', each: 0 });
    at = next + column;
    if (text.startsWith('-----END ', at)) break;
  }
  return at;
}

/** How far a place is from the begin of its line, up to one more than a prefix has. */
function columnOf(text: string, place: number): number {
  let at = place;
  while (at > 0 && place - at <= MAX_PREFIX && text.charCodeAt(at - 1) !== LINE_FEED) at--;
  return place - at;
}
const LINE_FEED = 0x0a;
const DOT = 0x2e;

/** The same stands at two places, except for digits: the time of a log is another on each line. */
function isAlike(text: string, one: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(one + at);
    const another = text.charCodeAt(other + at);
    if (code !== another && !(isDigit(code) && isDigit(another))) return false;
  }
  return true;
}
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Values are made of these; of no quotes, brackets and marks that end a sentence or an item. */
const WORD = Uint8Array.from({ length: 128 }, (_, code) => (/[\w+/=.:~$!@%-]/.test(String.fromCharCode(code)) ? 1 : 0));
const isWord = (text: string, at: number): boolean => WORD[text.charCodeAt(at)] === 1;

/** Most runs are followed by something else. */
function mayEndLine(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  return code === LINE_FEED || code === CARRIAGE_RETURN || WORD[code] === 1;
}
const CARRIAGE_RETURN = 0x0d;

function endOfWord(text: string, start: number, most: number): number {
  let at = start;
  while (at < start + most && isWord(text, at)) at++;
  return at;
}

/** Finds the beginning of the line that follows one that ends there; -1 if it does not end. */
function startOfNext(text: string, end: number): number {
  const code = text.charCodeAt(end);
  if (code === LINE_FEED) return end + 1;
  return code === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED ? end + 2 : -1;
}
