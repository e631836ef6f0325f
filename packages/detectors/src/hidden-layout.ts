/*
 * Text that its layout hides from a person and not from a model: overwritten, far below, written in blanks, in
 * characters that nothing shows, or in comments.
 */

import { othersOf, type Others } from './decoders/others.js';
import { findHiddenText, MAX_HIDDEN, type HiddenKind, type HiddenText } from './hidden-text.js';

/** A table of empty rows is shorter, in lines. */
const MIN_EMPTY = 200;
const MIN_BLANKS = 16;
/** Blanks with so many changes between kinds say more than how wide a gap is. */
const MIN_CHANGES = 8;

/** A return that ends no line, with what stands before and behind it. */
const RETURN = /[^\r\n]\r(?=[^\r\n])/g;
const EMPTY = /(?<=\n)(?:[ \t]{0,64}\r?\n)+/g;
const OTHER_BLANK = /[\u00a0\u2000-\u200a\u202f\u205f\u2800\u3000]/;
const TRAILING = /(?<![ \t])[ \t]{16,}(?=\r?\n|$)/g;
const PRIVATE = /[\ue000-\uf8ff\u{f0000}-\u{10ffff}]{8,}/gu;
const PRIVATE_UNIT = /[\ue000-\uf8ff\udb80-\udbff]/;
/** `[//]: # (…)` is how Markdown writes a comment. */
const MARKDOWN = /^\[\/\/\]: ?# ?["'(].{8,4096}$/gm;
const ELEMENT =
  /<[a-z][^<>]{0,512}(?:display ?: ?none|visibility ?: ?hidden|font-size ?: ?0|opacity ?: ?0(?!\.)|color ?: ?transparent)[^<>]{0,512}>/gi;
/** A shorter comment is a mark of a template or a linter. */
const MIN_COMMENT = 16;

/**
 * All that is hidden in a text, by characters and by layout. Linear.
 * @param isDefinition a server describes itself: what a page may well have is nothing for a person there
 * @param others of the text
 */
export function findHidden(
  text: string,
  isDefinition: boolean,
  others: Others = othersOf(text),
): readonly HiddenText[] {
  const { units } = others;
  const found: HiddenText[] = [];
  const add: Add = (kind, start, end) => {
    if (found.length < MAX_HIDDEN) found.push({ kind, start, end });
  };
  if (text.includes('\r')) addAll(text, RETURN, (start, end) => add('overwritten_line', startOfLine(text, start), end));
  if (!longRuns(text, MIN_EMPTY, isBlank).next().done) addEmpty(text, add);
  if (OTHER_BLANK.test(units)) for (const range of longRuns(text, MIN_BLANKS, isGap)) addCode(text, range, add);
  if (PRIVATE_UNIT.test(units)) addAll(text, PRIVATE, (...range) => add('private_characters', ...range));
  if (isDefinition) {
    addAll(text, TRAILING, (...range) => addCode(text, range, add));
    addComments(text, add);
    for (const expression of [MARKDOWN, ELEMENT])
      addAll(text, expression, (...range) => add('unseen_markup', ...range));
  }
  return units === '' ? found : [...findHiddenText(text, others), ...found];
}

type Add = (kind: HiddenKind, start: number, end: number) => void;

function addAll(text: string, expression: RegExp, add: (start: number, end: number) => void): void {
  for (const { index, 0: run } of text.matchAll(expression)) add(index, index + run.length);
}

/** Rows of at least so many of some characters: one of so many places in the text is in it. */
function* longRuns(text: string, least: number, has: (code: number) => boolean): Generator<readonly [number, number]> {
  let end = 0;
  for (let place = least - 1; place < text.length; place = Math.max(place, end) + least) {
    if (!has(text.charCodeAt(place))) continue;
    let start = place;
    while (start > end && has(text.charCodeAt(start - 1))) start--;
    end = place + 1;
    while (has(text.charCodeAt(end))) end++;
    if (end - start >= least) yield [start, end];
  }
}
const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);
const GAPS: ReadonlySet<number> = new Set([0x09, 0x20, 0xa0, 0x202f, 0x205f, 0x2800, 0x3000]);
const isGap = (code: number): boolean => GAPS.has(code) || (code >= 0x2000 && code <= 0x200a);

function addEmpty(text: string, add: Add): void {
  const last = text.trimEnd().length;
  addAll(text, EMPTY, (start, end) => {
    if (end < last && text.slice(start, end).split('\n').length > MIN_EMPTY) add('far_text', start, end);
  });
}

/** Behind the line end, or the return, before a place. */
function startOfLine(text: string, at: number): number {
  const from = Math.max(0, at - MAX_LINE);
  const line = text.slice(from, at);
  return from + 1 + Math.max(line.lastIndexOf('\n'), line.lastIndexOf('\r'));
}
const MAX_LINE = 512;

function addCode(text: string, [start, end]: readonly [number, number], add: Add): void {
  const run = text.slice(start, end);
  // The same one or two again and again only fill a gap.
  if (REPEATED.test(run)) return;
  let changes = 0;
  for (let at = 1; at < run.length; at++) if (run[at] !== run[at - 1]) changes++;
  if (changes >= MIN_CHANGES) add('blank_code', start, end);
}
const REPEATED = /^(..?)\1+.?$/s;

function addComments(text: string, add: Add): void {
  for (let start = text.indexOf('<!--'); start >= 0;) {
    const close = text.indexOf('-->', start + 4);
    const end = close < 0 ? text.length : close + 3;
    if (end - start >= MIN_COMMENT) add('unseen_markup', start, end);
    start = text.indexOf('<!--', end);
  }
}
