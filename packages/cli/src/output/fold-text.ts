import { hintText, type Hint } from '@mcp-guard/core';
import { cut, displayWidth } from './text-width.js';

/** A word with the blanks behind it. */
const WORDS = /[^ ]*(?: +|$)/g;
/** A part of a word with the mark behind it: of a path, a list; of a name. */
const PARTS = /[^/,;=]*(?:[/,;=]+|$)/g;
const SYLLABLES = /[^\-._:@[]*(?:[-._:@[]+|$)/g;

/** A text in lines of at most so many columns, broken between words; a longer word behind its marks, or it ends with `…`. */
export function foldText(text: string, width: number): readonly string[] {
  const lines = [WORDS, PARTS, SYLLABLES].reduce<readonly string[]>(
    (folded, pattern) => folded.flatMap((line) => foldAt(pattern, line, width)),
    [text],
  );
  return lines.map((line) => cut(line, width));
}

/**
 * A text in lines, of which none is cut: each line break stands for exactly one blank, so that a person reads what is there.
 * A word that is longer than a line makes its line longer.
 */
export function foldWhole(text: string, width: number): readonly string[] {
  return foldAt(WORDS, text, width, (piece) => /[^ ] $/.test(piece));
}

/** A line as `foldWhole` breaks it, the further ones further in. @param mark begins it, and is as wide as they are further in */
export function foldBelow(line: string, width: number, mark = ''): readonly string[] {
  if (displayWidth(mark + line) <= width) return [mark + line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const below = ' '.repeat(mark === '' ? 2 : displayWidth(mark));
  const folded = foldWhole(line.slice(indent.length), width - indent.length - below.length);
  return folded.map((part, at) => indent + (at === 0 ? mark : below) + part);
}

/** Lines as `foldBelow` breaks them. */
export const foldLines = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => foldBelow(line, width))
    .join('\n');

/** As `foldBelow`. A command stays whole: who copies it would run its first line. */
export function foldHint(hint: Hint, width: number, mark = ''): readonly string[] {
  if (typeof hint === 'string') return hint.split('\n').flatMap((line) => foldBelow(line, width, mark));
  const { words, command } = hint;
  const whole = `${mark}${hintText(hint)}`;
  if (words === undefined || displayWidth(whole) <= width) return [whole];
  return [...foldBelow(words, width, mark), command];
}

function foldAt(
  pattern: RegExp,
  text: string,
  width: number,
  mayBreakBehind: (piece: string) => boolean = () => true,
): readonly string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let before = '';
  for (const [piece] of text.matchAll(pattern)) {
    if (piece === '') break; // the end
    if (line !== '' && mayBreakBehind(before) && displayWidth((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
    before = piece;
  }
  return line.trimEnd() === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()];
}
