import { safe, type CallText } from '@mcp-guard/core/page';
import { showLookAlikes } from '../../parts/look-alikes.js';
import { diffLines, type DiffLine } from './diff-lines.js';

/** One argument, as a person reads it. */
export type CallValue =
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'edit'; readonly name: string; readonly lines: readonly DiffLine[] };

/**
 * Shows every value of a call, whole: a text with its lines, and an old and a new text beside each other as a difference.
 * A text that could be taken for another value keeps its quotes.
 */
export function toCallValues(values: readonly CallText[]): readonly CallValue[] {
  const texts = new Map(values.map(({ pointer, value }) => [toName(pointer), value]));
  return [...texts].flatMap(([name, value]): readonly CallValue[] => {
    const before = readText(texts.get(partnerOf(name, 'new', 'old')));
    if (before !== undefined && readText(value) !== undefined) return [];
    const old = readText(value);
    const after = readText(texts.get(partnerOf(name, 'old', 'new')));
    if (old === undefined || after === undefined) return [{ kind: 'text', name: show(name), text: toText(value) }];
    return [{ kind: 'edit', name: show(name), lines: diffLines(toLines(old), toLines(after)) }];
  });
}

/** The name of the text that belongs to `edits/0/oldText`: `edits/0/newText`. An empty name belongs to none. */
function partnerOf(name: string, from: string, to: string): string {
  const at = name.lastIndexOf('/') + 1;
  return name.startsWith(from, at) ? `${name.slice(0, at)}${to}${name.slice(at + from.length)}` : '';
}

function toName(pointer: string): string {
  const name = pointer.startsWith('"') ? (readText(pointer) ?? pointer) : pointer;
  return name.replace(/^\//, '');
}

const readText = (json: string | undefined): string | undefined => {
  if (json === undefined || !json.startsWith('"')) return undefined;
  const value: unknown = JSON.parse(json);
  return typeof value === 'string' ? value : undefined;
};

function toText(json: string): string {
  const text = readText(json);
  return text === undefined || isAmbiguous(text) ? show(json) : toLines(text).join('\n');
}

/** A text on one line that could be read as a number, `true` or a list, or whose ends cannot be seen. */
const isAmbiguous = (text: string): boolean =>
  !text.includes('\n') && (text === '' || text.trim() !== text || isJson(text));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const toLines = (text: string): readonly string[] => text.split('\n').map(showLine);

const showLine = (line: string): string => line.split('\t').map(show).join('\t');

const show = (text: string): string => showLookAlikes(safe(text, Infinity));
