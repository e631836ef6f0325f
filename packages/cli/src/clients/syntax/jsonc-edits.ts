/** How a JSON text with comments is changed. */
import { isObject, type JsonValue } from '@mcp-guard/core';
import { createScanner } from 'jsonc-parser';
import {
  indentAt,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  skipBlanks,
  skipBlanksBack,
  startsLine,
  type TextEdit,
} from './edit-text.js';
import { childrenOf, type JsonNode } from './jsonc-tree.js';

/** A value is written without a line break. */
export const isOnOneLine = (text: string, node: JsonNode | undefined): boolean =>
  node !== undefined && !text.slice(node.origin.start, node.origin.end).includes('\n');

/** Finds the comma after an element, if there is one. */
function commaAfter(text: string, { origin }: JsonNode): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(origin.end);
  scanner.scan();
  return text[scanner.getTokenOffset()] === ',' ? scanner.getTokenOffset() : undefined;
}

/** Skips the blanks and comments that end the line; skips nothing if anything else follows. */
function skipRemark(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  let at = skipBlanks(text, offset);
  while (text.startsWith('/*', at)) {
    const close = text.indexOf('*/', at + 2) + 2;
    if (close > end) return offset;
    at = skipBlanks(text, close);
  }
  if (at === end) return end;
  // To the parser, a carriage return alone ends a line too.
  return text.startsWith('//', at) && !text.slice(at, end).includes('\r') ? end : offset;
}

const cut = (start: number, end: number): TextEdit => ({ start, end, text: '' });

/** Removes an element with its comma and the comment after it. Comments above it stay. */
export function removal(text: string, parent: JsonNode, node: JsonNode): readonly TextEdit[] {
  const siblings = childrenOf(parent);
  const before = siblings[siblings.indexOf(node) - 1];
  const comma = commaAfter(text, node);
  const end = comma === undefined ? node.origin.end : comma + 1;
  const remark = skipRemark(text, end);

  const edits: TextEdit[] = [];
  if (comma === undefined && before) {
    const left = commaAfter(text, before);
    if (left !== undefined) edits.push(cut(left, left + 1));
  }
  if (!startsLine(text, node.key)) {
    if (comma !== undefined) return [...edits, cut(node.key, skipBlanks(text, end))];
    return [...edits, cut(Math.max(skipBlanksBack(text, node.key), edits[0]?.end ?? 0), end)];
  }
  if (lineEnd(text, end) === remark) return [...edits, cut(lineStart(text, node.key), nextLine(text, remark))];
  return [...edits, cut(node.key, skipBlanks(text, end))];
}

export interface Writer {
  /** As written at its key. */
  write(value: JsonValue, key: number, onOneLine: boolean): string;
  insertion(parent: JsonNode, name: string | undefined, value: JsonValue): readonly TextEdit[];
}

/** Writes in the style of the rest of the file. */
export function createWriter(text: string, root: JsonNode): Writer {
  const lineBreak = lineBreakOf(text);
  const unit = indentUnit(text, root);
  const blank = /[:,] /.test(text) ? ' ' : '';

  const print = (value: JsonValue, indent: string, onOneLine: boolean): string =>
    onOneLine ? printShort(value, blank) : JSON.stringify(value, null, unit).replaceAll('\n', lineBreak + indent);

  return {
    write: (value, key, onOneLine) => print(value, indentAt(text, key), onOneLine),

    insertion(parent, name, value) {
      const element = (indent: string, onOneLine: boolean): string =>
        (name === undefined ? '' : `${JSON.stringify(name)}: `) + print(value, indent, onOneLine);
      const last = childrenOf(parent).at(-1);
      if (!last) return intoEmpty(parent, element);

      const comma = commaAfter(text, last);
      const end = comma === undefined ? last.origin.end : comma + 1;
      const [before, after] = comma === undefined ? [',', ''] : ['', ','];
      if (!startsLine(text, last.key)) {
        const onOneLine = isOnOneLine(text, parent);
        return [{ start: end, end, text: `${before} ${element(indentAt(text, last.key), onOneLine)}${after}` }];
      }
      // The comment after the last element stays with it.
      const indent = indentAt(text, last.key);
      const at = skipRemark(text, end);
      return [
        { start: end, end, text: before },
        { start: at, end: at, text: lineBreak + indent + element(indent, false) + after },
      ];
    },
  };

  function intoEmpty(parent: JsonNode, element: (indent: string, onOneLine: boolean) => string): readonly TextEdit[] {
    const close = parent.origin.end - 1;
    const inside = text.slice(parent.origin.start + 1, close);
    const outer = indentAt(text, parent.origin.start);
    if (inside.trim() !== '') {
      // Comments stay; the element comes below them.
      const start = parent.origin.start + 1 + inside.trimEnd().length;
      return [{ start, end: close, text: lineBreak + outer + unit + element(outer + unit, false) + lineBreak + outer }];
    }
    const onOneLine = parent !== root && !text.slice(root.origin.start, root.origin.end).includes('\n');
    const written = onOneLine
      ? element('', true)
      : lineBreak + outer + unit + element(outer + unit, false) + lineBreak + outer;
    return [{ start: parent.origin.start + 1, end: close, text: written }];
  }
}

/** @param blank the text between a key and its value */
function printShort(value: JsonValue, blank: string): string {
  const print = (item: JsonValue): string => printShort(item, blank);
  if (Array.isArray(value)) return `[${value.map(print).join(`,${blank}`)}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${blank}${print(item)}`);
  return members.length === 0 ? '{}' : `{${blank}${members.join(`,${blank}`)}${blank}}`;
}

/** One step of indentation, as the outermost value uses it. */
function indentUnit(text: string, root: JsonNode): string {
  const first = childrenOf(root).find(({ key }) => startsLine(text, key));
  const indent = first && indentAt(text, first.key).slice(indentAt(text, root.key).length);
  return indent === undefined || indent === '' ? '  ' : indent;
}
