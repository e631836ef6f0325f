import type { Json } from '../json.js';
import type { Span } from './view.js';

/*
 * JSON that stands in a text, as the results of most tools do: the whole text, its lines from the first that opens a
 * document to the last that closes one, or each of its lines.
 */

/** A part of a text, and what it says. */
export interface Document extends Span {
  readonly value: Json;
}

const MIN_LENGTH = 8;
/** In one text. What opens like a document and is none costs an exception. */
const MAX_FAILURES = 4;

export function findDocuments(text: string): readonly Document[] {
  if (text.length < MIN_LENGTH) return [];
  const span = widestSpan(text);
  const whole = span && parse(text, span);
  if (whole) return [whole];
  return text.includes(LINE) ? findLines(text) : [];
}

/** Where each line of JSON lines begins: records, no list that is printed over several lines. */
const LINE = '\n{"';

/** From the first line that opens a document to the last that closes one. */
function widestSpan(text: string): Span | undefined {
  const start = startOfDocument(text);
  const end = text.trimEnd().length;
  if (start < 0 || end - start < MIN_LENGTH) return undefined;
  const closing = CLOSING[text.charAt(start)] ?? '';
  if (text.charAt(end - 1) === closing) return { start, end };
  const last = text.lastIndexOf(`\n${closing}`);
  return last > start ? { start, end: last + 2 } : undefined;
}
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '"': '"' };

function startOfDocument(text: string): number {
  const first = text.length - text.trimStart().length;
  if (CLOSING[text.charAt(first)] !== undefined) return first;
  const starts = ['\n{', '\n['].map((opening) => text.indexOf(opening) + 1).filter((at) => at > 0);
  return starts.length === 0 ? -1 : Math.min(...starts);
}

function findLines(text: string): readonly Document[] {
  const documents: Document[] = [];
  let failures = 0;
  for (let start = text.startsWith('{"') ? 0 : text.indexOf(LINE) + 1; failures < MAX_FAILURES;) {
    const next = text.indexOf('\n', start);
    const line = { start, end: next < 0 ? text.length : next };
    const document = parse(text, line);
    if (document) documents.push(document);
    else failures++;
    const following = next < 0 ? -1 : text.indexOf(LINE, next);
    if (following < 0) break;
    start = following + 1;
  }
  return documents;
}

/** What opens a document and begins none: a time in brackets, a block of code, a name of another format. */
const BEGIN = /[\s]{0,200}(?:\{\s{0,200}["}]|\[\s{0,200}(?:[\]{["\d-]|true|false|null)|")/y;

function parse(text: string, { start, end }: Span): Document | undefined {
  BEGIN.lastIndex = start;
  if (!BEGIN.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(start, end));
    return isDocument(value) ? { start, end, value } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether what was parsed holds anything that the text does not show as well. */
const isDocument = (value: unknown): value is Json => typeof value === 'object' || typeof value === 'string';
