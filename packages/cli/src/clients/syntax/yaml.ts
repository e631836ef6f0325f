/** YAML 1.2, one document. What is written is block style, and flow style inside flow style. */
import type { JsonValue } from '@mcp-guard/core';
import { lineEnd, lineStart, nextLine, placesOf, skipBlanks, startsLine, type TextEdit } from './edit-text.js';
import { cutFromFlow } from './flow.js';
import { findTarget, follow, nodeAt, valueOf, withValue } from './located.js';
import { CANNOT_EDIT, createReplace } from './replace.js';
import type { KeyPath, ParseText } from './syntax.js';
import { readYaml, type YamlNode } from './yaml-tree.js';
import { childrenOf, spanOf, YamlWriter } from './yaml-writer.js';

export const parseYaml: ParseText = (text) => {
  const root = readYaml(text);
  const value = valueOf(root);
  const writer = new YamlWriter(text, root);
  const findWay = (path: KeyPath, next: JsonValue | undefined): readonly TextEdit[] => {
    const { node, parent } = findTarget(root, path, next);
    if (node && next !== undefined) return [writer.replacement(parent, node, next)];
    if (!parent) throw new Error(CANNOT_EDIT);
    const siblings = childrenOf(parent);
    if (node && siblings.length > 1) return removal(text, parent, node);
    const step = path.at(-1);
    const name = typeof step === 'string' ? step : undefined;
    if (!node && siblings.length > 0) return writer.insertion(parent, name, next ?? null);

    // A block cannot be empty: one that is, or becomes so, is written again.
    const whole = withValue(valueOf(parent), path.slice(-1), next);
    const outer = parent === root ? undefined : follow(root, path.slice(0, -2)).at(-1);
    return [writer.replacement(outer, parent, whole)];
  };
  const place = placesOf(text);
  return {
    value,
    placeOf: (path) => place((follow(root, path).at(-1) ?? root).key),
    spanOf: (path) => nodeAt(root, path)?.origin,
    ...createReplace(parseYaml, text, value, (path, next) => [() => findWay(path, next)]),
  };
};

const cut = (start: number, end: number): TextEdit => ({ start, end, text: '' });

/** Removes an element that is not the only one, with its lines. Comments above it stay. */
function removal(text: string, parent: YamlNode, node: YamlNode): readonly TextEdit[] {
  const { end } = spanOf(node);
  if (parent.origin.style === 'flow') {
    const siblings = childrenOf(parent);
    const before = siblings[siblings.indexOf(node) - 1];
    return cutFromFlow(text, { start: node.key, end }, before && spanOf(before));
  }
  const next = nextLine(text, lineEnd(text, end));
  if (startsLine(text, node.key)) return [cut(lineStart(text, node.key), next)];
  // It follows the `-` of a list: the next element moves there.
  return [cut(node.key, skipBlanks(text, next))];
}
