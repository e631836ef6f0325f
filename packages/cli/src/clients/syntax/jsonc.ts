/** JSON as editors read it: with comments and trailing commas. */
import type { JsonValue } from '@mcp-guard/core';
import { placesOf, type TextEdit } from './edit-text.js';
import { createWriter, isOnOneLine, removal } from './jsonc-edits.js';
import { readTree } from './jsonc-tree.js';
import { findTarget, follow, nodeAt, valueOf } from './located.js';
import { CANNOT_EDIT, createReplace } from './replace.js';
import type { KeyPath, ParseText } from './syntax.js';

export const parseJsonc: ParseText = (text) => {
  const root = readTree(text);
  const data = valueOf(root);
  const writer = createWriter(text, root);
  const findWay = (path: KeyPath, value: JsonValue | undefined): readonly TextEdit[] => {
    const { node, parent } = findTarget(root, path, value);
    if (node && value !== undefined) {
      const { start, end } = node.origin;
      const isShort = isOnOneLine(text, parent) || (Array.isArray(value) && isOnOneLine(text, node));
      return [{ start, end, text: writer.write(value, node.key, isShort) }];
    }
    if (!parent) throw new Error(CANNOT_EDIT);
    if (node) return removal(text, parent, node);
    const name = path.at(-1);
    return writer.insertion(parent, typeof name === 'string' ? name : undefined, value ?? null);
  };
  const place = placesOf(text);
  return {
    value: data,
    placeOf: (path) => place((follow(root, path).at(-1) ?? root).key),
    spanOf: (path) => nodeAt(root, path)?.origin,
    ...createReplace(parseJsonc, text, data, (path, value) => [() => findWay(path, value)]),
  };
};
