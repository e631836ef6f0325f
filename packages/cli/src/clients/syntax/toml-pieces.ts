/** A TOML text may define one table in many places. This finds them. */
import type { AST } from 'toml-eslint-parser';
import type { TextRange } from './edit-text.js';
import type { KeyPath } from './syntax.js';
import { nameOf, type TomlBody } from './toml-tree.js';

/** A part of the file that defines something of a table: a header with its lines, or a line with a dotted key. */
export interface TomlPiece extends TextRange {
  /** The part before the `=` of a dotted key, as far as it names the table. */
  readonly dotted?: string;
}

/** In the order of the file. */
export const piecesOf = (text: string, body: TomlBody, path: KeyPath): readonly TomlPiece[] =>
  body.flatMap((node) => {
    if (node.type === 'TOMLKeyValue') return dottedPiece(text, node, [], path);
    if (startsWith(node.resolvedKey, path)) return [rangeOf(node)];
    if (!startsWith(path, node.resolvedKey)) return [];
    return node.body.flatMap((member) => dottedPiece(text, member, node.resolvedKey, path));
  });

/** Finds the header of exactly this table, with its lines. */
export function headerOf(body: TomlBody, path: KeyPath): TextRange | undefined {
  const own = body.find(
    (node) =>
      node.type === 'TOMLTable' && node.resolvedKey.length === path.length && startsWith(node.resolvedKey, path),
  );
  return own && rangeOf(own);
}

export const rangeOf = ({ range: [start, end] }: AST.TOMLNode): TextRange => ({ start, end });

function dottedPiece(text: string, node: AST.TOMLKeyValue, table: KeyPath, path: KeyPath): readonly TomlPiece[] {
  const { keys } = node.key;
  const key = keys[path.length - table.length - 1];
  if (!key || !startsWith([...table, ...keys.map(nameOf)], path)) return [];
  const [start, end] = node.range;
  return [{ start, end, dotted: text.slice(start, key.range[1]) }];
}

const startsWith = (path: KeyPath, start: KeyPath): boolean => start.every((step, index) => path[index] === step);
