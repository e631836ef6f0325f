import type { Hit, Rule } from '../detector.js';
import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isPublishedSample } from '../validators/published-samples.js';
import { LABELLED, toKeyed, type Value } from './labelled-value.js';
import { isPrompt } from './value-surroundings.js';
import { toWords } from './words.js';

/*
 * Values in tables, which only the name of their column labels: what databases print, CSV, Markdown and rows that are
 * inserted. The first that is found is told: where a table has one secret, all of its column are.
 */

/** Of a line, in characters, and of rows below a header. */
const MAX_LINE = 240;
const MAX_ROWS = 8;
/** Beside a name: what closes it, and what separates columns or ends their line. Code has a bracket or an operator there. */
const NAME_ENDS = /[\w-]{0,24}["'\x60]?[ \t]{0,40}(?:[|,;\t\r\n]|$)/y;
const NAME_BEGINS = /(?:^|[|,;\t\r\n]) {0,40}["'\x60]?[\w -]{0,24}$/;
const BESIDE = 40;
/** What a header consists of: names. */
const NAME = /^[ \t]{0,40}["'\x60]?[\p{L}_][\w\p{L} .()-]{0,40}["'\x60]?[ \t]{0,40}$/u;
/** Between a header and its rows. */
const RULER = /^[ \t]{0,8}[|+:-][-+:=| \t]{2,239}$/;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** @param words over those of a column's name */
export function inColumn(words: RegExp, accept: (value: Value) => boolean): Rule['verify'] {
  return ({ text, start, end }) => {
    NAME_ENDS.lastIndex = end;
    const before = text.slice(Math.max(0, start - BESIDE), start);
    if (!NAME_ENDS.test(text) || !NAME_BEGINS.test(before) || isPrompt(before)) return undefined;
    const column = readBelow(text, start);
    return column && toHit(text, column, words, accept);
  };
}

/** `insert into users (name, password) values ('ada', '…')`: https://www.postgresql.org/docs/current/sql-insert.html */
export function inInserted(words: RegExp, accept: (value: Value) => boolean): Rule['verify'] {
  return ({ text, end }) => {
    INSERTED.lastIndex = end;
    const match = INSERTED.exec(text);
    if (!match) return undefined;
    const [whole, names = ''] = match;
    const from = end + whole.indexOf('(') + 1;
    const header = split(text, { start: from, end: from + names.length }, ',');
    const rows = readRows(text, end + whole.length);
    for (const [index, { start, end: to }] of header.entries()) {
      const cells = rows.flatMap((row) => row[index] ?? []);
      const hit = toHit(text, { name: text.slice(start, to), cells }, words, accept);
      if (hit) return hit;
    }
    return undefined;
  };
}
const INSERTED = /\s{1,4}[\w.$"'\x60[\]]{1,80}\s{0,4}\(([^()]{1,600})\)\s{0,8}values\s{0,8}\(/iy;
const MAX_ROW = 2000;

/** `1, 'a'), (2, 'b')`, from the first cell on. */
function readRows(text: string, begin: number): readonly (readonly Span[])[] {
  const rows: (readonly Span[])[] = [];
  const limit = Math.min(text.length, begin + MAX_ROW);
  for (let at = begin; rows.length < MAX_ROWS;) {
    const row = split(text, { start: at, end: limit }, ',');
    rows.push(row);
    NEXT_ROW.lastIndex = row.at(-1)?.end ?? limit;
    if (!NEXT_ROW.test(text)) break;
    at = NEXT_ROW.lastIndex;
  }
  return rows;
}
const NEXT_ROW = /\)\s{0,8},\s{0,8}\(/y;

interface Column {
  readonly name: string;
  readonly cells: readonly Span[];
}

function toHit(text: string, column: Column, words: RegExp, accept: (value: Value) => boolean): Hit | undefined {
  if (!words.test(toWords(column.name))) return undefined;
  let known: Hit | undefined;
  for (const cell of column.cells) {
    const { start, end } = trim(text, cell);
    const value = text.slice(start, end);
    if (value === '' || !accept(toKeyed(value, column.name))) continue;
    const hit = { start, end, confidence: LABELLED };
    if (!isDevelopmentDefault(value) && !isPublishedSample(value)) return hit;
    known ??= hit;
  }
  return known;
}

/** A header, perhaps a ruler, and rows with as many columns. */
function readBelow(text: string, at: number): Column | undefined {
  const line = lineAt(text, at);
  if (!line) return undefined;
  const separator = SEPARATORS.find((char) => text.slice(line.start, line.end).includes(char));
  if (separator === undefined) return undefined;
  const header = split(text, line, separator);
  const index = header.findIndex((cell) => cell.start <= at && at < cell.end);
  const isHeader = header.every(({ start, end }, cell) =>
    start === end ? separator === '|' && (cell === 0 || cell === header.length - 1) : NAME.test(text.slice(start, end)),
  );
  if (!isHeader || header.length < 2 || index < 0) return undefined;
  const cells: Span[] = [];
  let end = line.end;
  for (let row = 0; row <= MAX_ROWS; row++) {
    const next = lineAt(text, text.startsWith('\r\n', end) ? end + 2 : end + 1);
    if (!next || next.start >= text.length) break;
    ({ end } = next);
    if (row === 0 && RULER.test(text.slice(next.start, end))) continue;
    const columns = split(text, next, separator);
    if (columns.length !== header.length) break;
    cells.push(columns[index]!);
  }
  return { name: text.slice(header[index]!.start, header[index]!.end), cells };
}
const SEPARATORS = ['|', '\t', ';', ','];

/** The line that a place is in; none where it is too long for a row. */
function lineAt(text: string, at: number): Span | undefined {
  const begin = Math.max(0, at - MAX_LINE);
  const before = text.slice(begin, at);
  const start = begin + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const length = text.slice(at, at + MAX_LINE).search(/[\r\n]/);
  const end = length < 0 ? text.length : at + length;
  return (start > begin || begin === 0) && end - at <= MAX_LINE ? { start, end } : undefined;
}

/** Cells of a row; what stands in quotes is not split. */
function split(text: string, { start, end }: Span, separator: string): readonly Span[] {
  const cells: Span[] = [];
  let from = start;
  let quote = '';
  for (let at = start; at < end; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && text.slice(from, at).trim() === '') quote = char;
    else if (char === separator || (char === ')' && separator === ',')) {
      cells.push({ start: from, end: at });
      from = at + 1;
      if (char === ')') return cells;
    }
  }
  cells.push({ start: from, end });
  return cells;
}

/** Without the space around it and the quotes. */
function trim(text: string, { start, end }: Span): Span {
  while (start < end && TRIMMED.test(text.charAt(start))) start++;
  while (end > start && TRIMMED.test(text.charAt(end - 1))) end--;
  return { start, end };
}
const TRIMMED = /[\s"'\x60]/;
