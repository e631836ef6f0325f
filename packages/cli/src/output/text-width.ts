import { safe } from '@mcp-guard/core';
import { eastAsianWidth } from 'get-east-asian-width';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Marks stand over the letter before them; the rest of a Korean syllable (U+1160–11FF) joins its beginning. */
const JOINS = /^[\p{Mn}\p{Me}\u{1160}-\u{11ff}\u{d7b0}-\u{d7fb}]$/u;
/** A flag of two letters, and what is a picture without asking for it. */
const PICTURE = /^(?:\p{RI}\p{RI}|\p{Emoji_Presentation})/u;
const PLAIN = /^[ -~]*$/;
const MAX_LENGTH = 200;

/** Columns that a terminal gives to a text without control characters. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** A text of ours, or one that is safe already, in at most so many columns; `…` stands for what does not fit. */
export function cut(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (displayWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    const next = width + graphemeWidth(segment);
    if (next > columns - 1) break;
    kept += segment;
    width = next;
  }
  return `${kept}…`;
}

/** As `cut`, filled up with spaces. */
export function fit(text: string, columns: number): string {
  const kept = cut(text, columns);
  return kept + ' '.repeat(Math.max(0, columns - displayWidth(kept)));
}

/** A text in lines of at most so many columns. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    const wide = graphemeWidth(segment);
    if (width + wide > columns && line !== '') {
      lines.push(line);
      line = '';
      width = 0;
    }
    if (wide > columns) continue;
    line += segment;
    width += wide;
  }
  return [...lines, line];
}

/** A text from outside on one line, without anything that moves a cursor. */
export const harmless = (text: string): string => safe(text, MAX_LENGTH);

/** The sum of its letters, as most terminals count: too much cuts a text early, too little would cut the rest of the line. */
function graphemeWidth(grapheme: string): number {
  if (PICTURE.test(grapheme)) return 2;
  let width = 0;
  for (const letter of grapheme) {
    if (!JOINS.test(letter)) width += eastAsianWidth(letter.codePointAt(0) ?? 0);
  }
  return width;
}
