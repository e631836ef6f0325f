import type { Hit, Rule, Site, TextRange } from '../detector.js';
import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isPublishedSample } from '../validators/published-samples.js';
import { LABELLED, toKeyed, type Value } from './labelled-value.js';
import { copied, elementsBelow, inserted, linesBelow, type Table } from './tables.js';
import { isPrompt } from './value-surroundings.js';
import { toWords } from './words.js';

/* Values in tables, which only the name of their column labels. */

/** Rows below a name that is not the first of its table, or that stands among the rows of another one. */
const FEW_ROWS = 8;
/** So many columns of a table are read to their end. */
const MAX_COLUMNS = 4;

/* Beside a name: what closes it, and what separates columns or ends their line. Code has a bracket or an operator there. */
const NAME_BEGINS = /(?:^|[|,;\t\r\n]) {0,40}["'\x60]?[\w -]{0,24}$/;
const ELEMENT_ENDS = /[\w -]{0,24}:?\s{0,20}<\//y;
const BESIDE = 40;

/** @param words over those of a column's name */
export function inColumn(words: RegExp, accept: (value: Value) => boolean): Rule['verify'] {
  const read = toReader(words, accept);
  return (site) => {
    const { text, start, end } = site;
    ELEMENT_ENDS.lastIndex = end;
    const isElement = isBeforeTag(text, end) && ELEMENT_ENDS.test(text);
    if (!isElement && !(endsName(text, end) && mayBegin(text, start))) return undefined;
    const before = text.slice(Math.max(0, start - BESIDE), start);
    if (isPrompt(before)) return undefined;
    if (isElement) return read(site, elementsBelow(text, start));
    return NAME_BEGINS.test(before) ? read(site, linesBelow(text, start)) : undefined;
  };
}

/* The kinds of characters beside a name, as bits: nearly all names are of code, and expressions cost more than to see so. */
const IN_NAME = 1;
const BLANK = 2;
const QUOTE = 4;
const SEPARATOR = 8;
const SPACE = 16;
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  return (
    (/[\w-]/.test(char) ? IN_NAME : 0) |
    (/[ \t]/.test(char) ? BLANK : 0) |
    (/["'\x60]/.test(char) ? QUOTE : 0) |
    (/[|,;\t\r\n]/.test(char) ? SEPARATOR : 0) |
    (/\s/.test(char) ? SPACE : 0)
  );
});
const TAG = 0x3c;
const COLON = 0x3a;
const MAX_SPACE = 20;
const MAX_NAME = 24;
const MAX_BLANKS = 40;

function isOf(text: string, at: number, kinds: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 && (KINDS[code]! & kinds) !== 0;
}

/** Past the characters of these kinds, at most so many. */
function endOf(text: string, from: number, kinds: number, most: number): number {
  let at = from;
  while (at < from + most && isOf(text, at, kinds)) at++;
  return at;
}

/** `ELEMENT_ENDS` may match there, as far as a tag. */
function isBeforeTag(text: string, end: number): boolean {
  const name = endOf(text, end, IN_NAME | BLANK, MAX_NAME);
  const closed = text.charCodeAt(name) === COLON ? name + 1 : name;
  const next = text.charCodeAt(endOf(text, closed, SPACE, MAX_SPACE));
  return next === TAG || next > 127; // There are other spaces.
}

/** The rest of a name, perhaps a quote, and blanks stand there before a separator or the end. */
function endsName(text: string, end: number): boolean {
  const name = endOf(text, end, IN_NAME, MAX_NAME);
  const closed = isOf(text, name, QUOTE) ? name + 1 : name;
  const behind = endOf(text, closed, BLANK, MAX_BLANKS);
  return behind === text.length || isOf(text, behind, SEPARATOR) || text.slice(closed, behind).includes('\t');
}

/** A separator, or the begin of what `NAME_BEGINS` is asked of, stands before the words that end there. */
function mayBegin(text: string, start: number): boolean {
  const from = Math.max(0, start - BESIDE);
  let at = start;
  while (at > from && isOf(text, at - 1, IN_NAME | BLANK | QUOTE) && text.charCodeAt(at - 1) !== TAB) at--;
  return at === from || isOf(text, at - 1, SEPARATOR);
}
const TAB = 9;

/** In the rows of a statement, behind its first words. */
export function inStatement(words: RegExp, accept: (value: Value) => boolean): Rule['verify'] {
  const read = toReader(words, accept);
  return (site) => read(site, inserted(site.text, site.end) ?? copied(site.text, site.end));
}

/**
 * Reads columns to their end, and each row only so often, however many headers a text has: what looks like one within
 * the rows of a table is hardly ever another.
 */
function toReader(words: RegExp, accept: (value: Value) => boolean): (site: Site, table?: Table) => Hit | undefined {
  let round = 0;
  let start = 0;
  let end = 0;
  let count = 0;
  return (site, table) => {
    const columns = table ? columnsOf(site.text, table, words) : [];
    if (!table || columns.length === 0) return undefined;
    const isOther = site.round !== round || table.start >= end;
    if (isOther) [round, start, end, count] = [site.round, table.start, table.body, 0];
    const isWhole = table.isDoubtful !== true && table.start === start && ++count <= MAX_COLUMNS;
    const found: TextRange[] = [];
    const known: TextRange[] = [];
    let place = table.body;
    for (let rows = 0; isWhole || rows < FEW_ROWS; rows++) {
      const row = table.rowAt(place);
      if (!row) break;
      place = row.end;
      for (const column of columns) {
        const { start: from, end: to } = trim(site.text, row.cells[column] ?? NOTHING);
        const value = site.text.slice(from, to);
        if (value === '' || !accept(toKeyed(value, nameOf(site.text, table, column)))) continue;
        (isDevelopmentDefault(value) || isPublishedSample(value) ? known : found).push({ start: from, end: to });
      }
    }
    end = Math.max(end, place);
    const [first, ...others] = found.length > 0 ? found : known;
    return first && { ...first, confidence: LABELLED, others };
  };
}
const NOTHING: TextRange = { start: 0, end: 0 };

const nameOf = (text: string, { header }: Table, column: number): string => {
  const { start, end } = header[column]!;
  return text.slice(start, end);
};

function columnsOf(text: string, table: Table, words: RegExp): readonly number[] {
  const asked = table.column === undefined ? [...table.header.keys()] : [table.column];
  return asked.filter((column) => words.test(toWords(nameOf(text, table, column))));
}

/** Without the space around it and the quotes. */
function trim(text: string, { start, end }: TextRange): TextRange {
  while (start < end && TRIMMED.test(text.charAt(start))) start++;
  while (end > start && TRIMMED.test(text.charAt(end - 1))) end--;
  return { start, end };
}
const TRIMMED = /[\s"'\x60]/;
