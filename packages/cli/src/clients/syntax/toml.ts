/** TOML 1.0. What one table says may stand in many places: headers of its own and of its parts, and dotted keys. */
import { isObject, type JsonObject, type JsonValue } from '@mcp-guard/core';
import type { AST } from 'toml-eslint-parser';
import {
  firstOffset,
  indentAt,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  placesOf,
  type TextEdit,
} from './edit-text.js';
import { addToFlow, cutFromFlow } from './flow.js';
import { findTarget, follow, nodeAt, valueOf } from './located.js';
import { quote } from './quote.js';
import { CANNOT_EDIT, createReplace, type FindWays, type Way } from './replace.js';
import type { KeyPath, ParseText } from './syntax.js';
import { nameOf, readToml, type Span, type TomlBody, type TomlNode } from './toml-tree.js';

/** A part of the file that says something of a table: a header with its lines, or a line with a dotted key. */
interface Piece extends Span {
  /** What is before the `=` of a dotted key, as far as it names the table. */
  readonly dotted?: string;
}

export const parseToml: ParseText = (text) => {
  const { tree, body } = readToml(text);
  const value = valueOf(tree);
  const editor = createEditor(text, body);
  const findWays: FindWays = (path, next) => {
    const { node, parent } = findTarget(tree, path, next);
    if (!parent) return [];
    if (!node) return editor.additions(tree, path, next ?? null);
    if (next === undefined) return [() => editor.removal(tree, path)];
    return editor.replacements(tree, path, next);
  };
  const place = placesOf(text);
  return {
    value,
    placeOf: (path) => place((follow(tree, path).at(-1) ?? tree).key),
    spanOf: (path) => nodeAt(tree, path)?.origin.value,
    ...createReplace(parseToml, text, value, findWays),
  };
};

const rangeOf = ({ range: [start, end] }: AST.TOMLNode): Span => ({ start, end });

const startsWith = (path: KeyPath, start: KeyPath): boolean => start.every((step, index) => path[index] === step);

const childrenOf = ({ content }: TomlNode): readonly TomlNode[] =>
  typeof content === 'object' && content !== null ? [...content.values()] : [];

interface Editor {
  replacements(tree: TomlNode, path: KeyPath, value: JsonValue): readonly Way[];
  additions(tree: TomlNode, path: KeyPath, value: JsonValue): readonly Way[];
  removal(tree: TomlNode, path: KeyPath): readonly TextEdit[];
}

function createEditor(text: string, body: TomlBody): Editor {
  const lineBreak = lineBreakOf(text);

  function replacements(tree: TomlNode, path: KeyPath, value: JsonValue): readonly Way[] {
    const span = follow(tree, path).at(-1)?.origin.value;
    if (span) return [() => [{ ...span, text: printInline(value) }]];
    return [
      () => replacePieces(path, value),
      () => {
        const [first, ...others] = piecesOf(path);
        if (!first) throw new Error(CANNOT_EDIT);
        return [...[first, ...others].map(cutLines), ...addMember(path, value)];
      },
    ];
  }

  /** The first piece becomes the value, the others go. */
  function replacePieces(path: KeyPath, value: JsonValue): readonly TextEdit[] {
    const [first, ...others] = piecesOf(path);
    if (!first) throw new Error(CANNOT_EDIT);
    const written = first.dotted === undefined ? printTables(path, value) : `${first.dotted} = ${printInline(value)}`;
    return [{ start: first.start, end: first.end, text: written }, ...others.map(cutLines)];
  }

  function piecesOf(path: KeyPath): readonly Piece[] {
    return body.flatMap((node) => {
      const [start, end] = node.range;
      if (node.type === 'TOMLKeyValue') return dottedPiece(node, [], path);
      if (startsWith(node.resolvedKey, path)) return [{ start, end }];
      if (!startsWith(path, node.resolvedKey)) return [];
      return node.body.flatMap((member) => dottedPiece(member, node.resolvedKey, path));
    });
  }

  function dottedPiece(node: AST.TOMLKeyValue, table: KeyPath, path: KeyPath): readonly Piece[] {
    const { keys } = node.key;
    const key = keys[path.length - table.length - 1];
    if (!key || !startsWith([...table, ...keys.map(nameOf)], path)) return [];
    const [start, end] = node.range;
    return [{ start, end, dotted: text.slice(start, key.range[1]) }];
  }

  function additions(tree: TomlNode, path: KeyPath, value: JsonValue): readonly Way[] {
    const parent = follow(tree, path.slice(0, -1)).at(-1) ?? tree;
    const { value: span, inline } = parent.origin;
    if (span) return [() => addInline(parent, span, path, value)];
    if (inline === true) return [];
    return [() => atEnd(printTables(path, value)), () => addMember(path, value)];
  }

  /** Into brackets. */
  function addInline(
    { content, ...parent }: TomlNode,
    span: Span,
    path: KeyPath,
    value: JsonValue,
  ): readonly TextEdit[] {
    const step = path.at(-1);
    const element = (typeof step === 'string' ? `${printKey(step)} = ` : '') + printInline(value);
    const last = childrenOf({ content, ...parent })
      .map(wholeOf)
      .toSorted((one, other) => one.end - other.end)
      .at(-1);
    if (last) return [addToFlow(text, last, element)];
    const start = span.start + 1;
    if (Array.isArray(content)) return [{ start, end: start, text: element }];
    return [{ start, end: span.end - 1, text: ` ${element} ` }];
  }

  /** As a line in the table that it is part of. */
  function addMember(path: KeyPath, value: JsonValue): readonly TextEdit[] {
    const parent = path.slice(0, -1);
    const name = path.at(-1);
    if (typeof name !== 'string') throw new Error(CANNOT_EDIT);
    const line = `${printKey(name)} = ${printInline(value)}`;
    if (parent.length === 0) {
      const last = body.findLast(({ type }) => type === 'TOMLKeyValue');
      if (last) return [below(rangeOf(last), line)];
      const start = firstOffset(text);
      return [{ start, end: start, text: line + lineBreak }];
    }
    const own = body.find(
      (node) =>
        node.type === 'TOMLTable' && node.resolvedKey.length === parent.length && startsWith(node.resolvedKey, parent),
    );
    if (own) return [below(rangeOf(own), line)];
    const piece = piecesOf(parent).findLast(({ dotted }) => dotted !== undefined);
    if (piece) return [below(piece, `${piece.dotted}.${line}`)];
    return atEnd(`[${printPath(parent)}]${lineBreak}${line}`);
  }

  /** On its own line, indented alike. */
  function below({ start, end }: Span, line: string): TextEdit {
    const at = lineEnd(text, end);
    return { start: at, end: at, text: lineBreak + indentAt(text, start) + line };
  }

  function atEnd(block: string): readonly TextEdit[] {
    const start = text.length;
    const isOpen = lineStart(text, start) !== start;
    const isBlank = text.trim() === '';
    const gap = (isOpen ? lineBreak : '') + (isBlank ? '' : lineBreak);
    return [{ start, end: start, text: gap + block + lineBreak }];
  }

  function removal(tree: TomlNode, path: KeyPath): readonly TextEdit[] {
    const met = follow(tree, path);
    const node = met.at(-1);
    const parent = met.at(-2);
    if (!node || !parent) throw new Error(CANNOT_EDIT);
    const siblings = childrenOf(parent);
    if (node.origin.inline === true) {
      const index = siblings.indexOf(node);
      const before = siblings[index - 1];
      return cutFromFlow(text, wholeOf(node), before && wholeOf(before));
    }
    const outer = path.slice(0, -1);
    const isNamed =
      outer.length === 0 ||
      body.some(
        (other) =>
          other.type === 'TOMLTable' &&
          other.resolvedKey.length === outer.length &&
          startsWith(other.resolvedKey, outer),
      );
    if (siblings.length > 1 || isNamed) return piecesOf(path).map(cutLines);
    // Nothing else says that there is such a table.
    if (!Array.isArray(parent.content)) return replacePieces(outer, {});
    return [...piecesOf(outer).map(cutLines), ...addMember(outer, [])];
  }

  /** With what is remarked behind it. */
  const cutLines = ({ start, end }: Piece): TextEdit => ({
    start: lineStart(text, start),
    end: nextLine(text, lineEnd(text, end)),
    text: '',
  });

  function printTables(path: KeyPath, value: JsonValue): string {
    if (Array.isArray(value)) {
      if (value.length === 0 || !value.every(isObject)) throw new Error(CANNOT_EDIT);
      return value.map((item) => printTable(`[[${printPath(path)}]]`, item)).join(lineBreak + lineBreak);
    }
    if (!isObject(value)) throw new Error(CANNOT_EDIT);
    return printTable(typeof path.at(-1) === 'number' ? `[[${printPath(path)}]]` : `[${printPath(path)}]`, value);
  }

  const printTable = (header: string, members: JsonObject): string =>
    [header, ...Object.entries(members).map(([name, member]) => `${printKey(name)} = ${printInline(member)}`)].join(
      lineBreak,
    );

  return { replacements, additions, removal };
}

const wholeOf = ({ key, origin }: TomlNode): Span => origin.whole ?? { start: key, end: key };

/** A header names a list of tables and means its last one. */
const printPath = (path: KeyPath): string =>
  path
    .filter((step) => typeof step === 'string')
    .map(printKey)
    .join('.');

const printKey = (name: string): string => (/^[\w-]+$/.test(name) ? name : quote(name));

function printInline(value: JsonValue): string {
  if (value === null) throw new Error('TOML has no way to write null');
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printInline).join(', ')}]`;
  const members = Object.entries(value).map(([name, member]) => `${printKey(name)} = ${printInline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
