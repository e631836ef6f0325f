/** TOML 1.0. One table may be defined in many places: headers of its own and of its parts, and dotted keys. */
import { placesOf } from './edit-text.js';
import { findTarget, follow, nodeAt, valueOf } from './located.js';
import { createReplace, type FindWays } from './replace.js';
import type { ParseText } from './syntax.js';
import { TomlEditor } from './toml-editor.js';
import { readToml } from './toml-tree.js';

export const parseToml: ParseText = (text) => {
  const { tree, body } = readToml(text);
  const value = valueOf(tree);
  const editor = new TomlEditor(text, tree, body);
  const findWays: FindWays = (path, next) => {
    const { node, parent } = findTarget(tree, path, next);
    if (!parent) return [];
    if (!node) return editor.additions(path, next ?? null);
    if (next === undefined) return [() => editor.removal(path)];
    return editor.replacements(path, next);
  };
  const place = placesOf(text);
  return {
    value,
    placeOf: (path) => place((follow(tree, path).at(-1) ?? tree).key),
    spanOf: (path) => nodeAt(tree, path)?.origin.value,
    ...createReplace(parseToml, text, value, findWays),
  };
};
