/*
 * How tables are written that stand in texts: what databases print, CSV, Markdown, HTML, and rows that are inserted or
 * copied. A table is read row by row, from its header on, as far as its rows have the same form.
 */
import type { TextRange } from '../detector.js';

export type Row = readonly TextRange[];

export interface Table {
  readonly start: number;
  /** The names of its columns. */
  readonly header: Row;
  /** It may as well be a row of another table, which began before. */
  readonly isDoubtful?: boolean;
  /** The column that was asked for; all of them if there is none. */
  readonly column?: number;
  /** The row that begins at or behind a place, and where it ends; none where the table has ended. */
  readonly rowAt: (place: number) => { readonly cells: Row; readonly end: number } | undefined;
  /** The first row is looked for here. */
  readonly body: number;
}

/** The longest line, in characters. */
const MAX_LINE = 240;
/** A header consists of names. */
const NAME = /^[ \t]{0,40}["'\x60]?[\p{L}_][\w\p{L} .()-]{0,40}["'\x60]?[ \t]{0,40}$/u;
/** Between a header and its rows. */
const RULER = /^[ \t]{0,8}[|+:-][-+:=| \t]{2,239}$/;
const SEPARATORS = ['|', '\t', ';', ','];

/** A line of names, perhaps a ruler, and lines with as many cells; `at` is in one of the names. */
export function linesBelow(text: string, at: number): Table | undefined {
  const line = lineAt(text, at);
  if (!line) return undefined;
  const separator = SEPARATORS.find((char) => text.slice(line.start, line.end).includes(char));
  if (separator === undefined) return undefined;
  const header = split(text, line, separator);
  const column = header.findIndex((cell) => cell.start <= at && at < cell.end);
  const isName = ({ start, end }: TextRange, index: number): boolean =>
    start === end
      ? separator === '|' && (index === 0 || index === header.length - 1)
      : NAME.test(text.slice(start, end));
  if (header.length < 2 || column < 0 || !header.every(isName)) return undefined;
  const first = lineBehind(text, line.end);
  const hasRuler = first !== undefined && RULER.test(text.slice(first.start, first.end));
  const breakLength = text.startsWith('\r\n', line.start - 2) ? 2 : 1;
  const before = hasRuler || line.start < breakLength ? undefined : lineAt(text, line.start - breakLength);
  return {
    start: line.start,
    header,
    isDoubtful: before !== undefined && split(text, before, separator).length === header.length,
    column,
    body: hasRuler ? first.end : line.end,
    rowAt: (place) => {
      const next = lineBehind(text, place);
      const cells = next && split(text, next, separator);
      return next && cells?.length === header.length ? { cells, end: next.end } : undefined;
    },
  };
}

/** `insert into users (name, password) values ('ada', '…')`, behind `insert into`: https://www.postgresql.org/docs/current/sql-insert.html */
export function inserted(text: string, place: number): Table | undefined {
  INSERTED.lastIndex = place;
  const [whole, names = ''] = INSERTED.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const from = place + whole.indexOf('(') + 1;
  const body = place + whole.length - 1;
  return {
    start: place,
    header: split(text, { start: from, end: from + names.length }, ','),
    body,
    rowAt: (at) => {
      NEXT_ROW.lastIndex = at;
      if (!NEXT_ROW.test(text)) return undefined;
      const start = NEXT_ROW.lastIndex;
      const cells = split(text, { start, end: Math.min(text.length, start + MAX_ROW) }, ',');
      return { cells, end: (cells.at(-1)?.end ?? start) + 1 };
    },
  };
}
const INSERTED = /\s{1,4}[\w.$"'\x60[\]]{1,80}\s{0,4}\(([^()]{1,600})\)\s{0,8}values\s{0,8}\(/iy;
/** The first one, or another behind a comma. */
const NEXT_ROW = /(?:\s{0,8},\s{0,8})?\(/y;
const MAX_ROW = 2000;

/** `COPY users (name, password) FROM stdin;` and lines with tabs, behind `copy`: https://www.postgresql.org/docs/current/sql-copy.html */
export function copied(text: string, place: number): Table | undefined {
  COPIED.lastIndex = place;
  const [whole, names = ''] = COPIED.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const from = place + whole.indexOf('(') + 1;
  const header = split(text, { start: from, end: from + names.length }, ',');
  return {
    start: place,
    header,
    body: place + whole.length,
    rowAt: (at) => {
      const next = lineBehind(text, at, MAX_ROW);
      const cells = next && split(text, next, '\t');
      return next && cells?.length === header.length ? { cells, end: next.end } : undefined;
    },
  };
}
const COPIED =
  /\s{1,4}[\w.$"]{1,80}\s{0,4}\(([^()]{1,600})\)\s{1,8}from\s{1,8}stdin\b[^\r\n;]{0,80};?[ \t]{0,8}(?=\r?\n)/iy;

/** Rows of HTML below the one whose cells are names; `at` is in one of the names. */
export function elementsBelow(text: string, at: number): Table | undefined {
  const begin = text
    .slice(Math.max(0, at - MAX_HEADER), at)
    .toLowerCase()
    .lastIndexOf('<tr');
  if (begin < 0) return undefined;
  const start = Math.max(0, at - MAX_HEADER) + begin;
  const header = readElements(text, start);
  const column = header?.cells.findIndex((cell) => cell.start <= at && at <= cell.end) ?? -1;
  if (!header || column < 0) return undefined;
  const { cells } = header;
  return {
    start,
    header: cells,
    column,
    body: header.end,
    rowAt: (place) => {
      const row = readElements(text, place);
      return row?.cells.length === cells.length ? row : undefined;
    },
  };
}
const MAX_HEADER = 600;
const MAX_CELLS = 64;
const ROW = /(?:<\/t(?:r|head|body)>|<t(?:head|body)\b[^<>]{0,200}>|\s){0,40}<tr\b[^<>]{0,200}>/iy;
/** A cell, perhaps with something around what it says, such as `<code>`. */
const CELL =
  /\s{0,80}<t[hd]\b[^<>]{0,200}>(?:\s{0,20}<(?:code|b|strong|em|i|span|kbd|pre|p|samp|tt)\b[^<>]{0,100}>){0,3}([^<>]{0,240})(?:<\/[a-z]{1,8}>\s{0,20}){1,4}/iy;

function readElements(text: string, place: number): { readonly cells: Row; readonly end: number } | undefined {
  ROW.lastIndex = place;
  if (!ROW.test(text)) return undefined;
  const cells: TextRange[] = [];
  let at = ROW.lastIndex;
  for (CELL.lastIndex = at; cells.length < MAX_CELLS; CELL.lastIndex = at) {
    const match = CELL.exec(text);
    if (!match) break;
    const [whole, said = ''] = match;
    const from = at + whole.lastIndexOf(`>${said}<`) + 1;
    cells.push({ start: from, end: from + said.length });
    at += whole.length;
  }
  return { cells, end: at };
}

/** The line that a place is in; none where it is too long for a row. */
function lineAt(text: string, at: number): TextRange | undefined {
  const begin = Math.max(0, at - MAX_LINE);
  const before = text.slice(begin, at);
  const start = begin + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const end = endOfLine(text, at, MAX_LINE);
  return end !== undefined && (start > begin || begin === 0) ? { start, end } : undefined;
}

/** The next line, where the last one ends at a place. */
function lineBehind(text: string, end: number, most = MAX_LINE): TextRange | undefined {
  const start = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  const next = start < text.length ? endOfLine(text, start, most) : undefined;
  return next === undefined ? undefined : { start, end: next };
}

function endOfLine(text: string, at: number, most: number): number | undefined {
  const length = text.slice(at, at + most).search(/[\r\n]/);
  const end = length < 0 ? text.length : at + length;
  return end - at <= most ? end : undefined;
}

/** Cells of a row; what stands in quotes is not split. */
function split(text: string, { start, end }: TextRange, separator: string): Row {
  const cells: TextRange[] = [];
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
