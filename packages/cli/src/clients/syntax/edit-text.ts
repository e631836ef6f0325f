import type { TextPlace } from './syntax.js';

/** The text from `start` to before `end` becomes `text`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit extends TextRange {
  readonly text: string;
}

/** Edits do not overlap; those at one place apply in their order. */
export function editText(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((one, other) => one.start - other.start)) {
    pieces.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return pieces.join('') + text.slice(at);
}

const BOM = '\uFEFF';

/** The place of an offset; a byte order mark takes no column. The text is read once for all of them. */
export function placesOf(text: string): (offset: number) => TextPlace {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let [line, behind] = [0, starts.length];
    while (behind - line > 1) {
      const middle = (line + behind) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else behind = middle;
    }
    return { line: line + 1, column: offset - Math.max(starts[line] ?? 0, firstOffset(text)) + 1 };
  };
}

export const placeAt = (text: string, offset: number): TextPlace => placesOf(text)(offset);

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

export const firstOffset = (text: string): number => (text.startsWith(BOM) ? 1 : 0);

export const lineStart = (text: string, offset: number): number =>
  Math.max(offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1, firstOffset(text));

/** The end of a line, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const next = nextLine(text, offset);
  if (text[next - 1] !== '\n' || next === offset) return next;
  return text[next - 2] === '\r' && next - 2 >= offset ? next - 2 : next - 1;
}

/** The start of the next line, or the end of the text. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

export const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

export function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text[at])) at += 1;
  return at;
}

export function skipBlanksBack(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text[at - 1])) at -= 1;
  return at;
}

/** The blanks with which the line of this offset starts. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return text.slice(start, skipBlanks(text, start));
}

/** Only blanks precede it on its line. */
export const startsLine = (text: string, offset: number): boolean =>
  skipBlanksBack(text, offset) <= lineStart(text, offset);

/** The first line break of the text. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
}
