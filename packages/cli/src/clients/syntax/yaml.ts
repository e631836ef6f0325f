/** YAML 1.2, one document. What is written is block style, and flow style inside flow style. */
import type { JsonObject, JsonValue } from '@mcp-guard/core';
import {
  indentAt,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  placesOf,
  skipBlanks,
  startsLine,
  type TextEdit,
} from './edit-text.js';
import { addToFlow, cutFromFlow } from './flow.js';
import { findTarget, follow, nodeAt, valueOf, withValue } from './located.js';
import { quote } from './quote.js';
import { CANNOT_EDIT, createReplace } from './replace.js';
import type { KeyPath, ParseText } from './syntax.js';
import { readYaml, type YamlNode } from './yaml-tree.js';

export const parseYaml: ParseText = (text) => {
  const root = readYaml(text);
  const value = valueOf(root);
  const writer = createWriter(text, root);
  const findWay = (path: KeyPath, next: JsonValue | undefined): readonly TextEdit[] => {
    const { node, parent } = findTarget(root, path, next);
    if (node && next !== undefined) return [writer.replacement(parent, node, next)];
    if (!parent) throw new Error(CANNOT_EDIT);
    const siblings = childrenOf(parent);
    if (node && siblings.length > 1) return removal(text, parent, node);
    const step = path.at(-1);
    const name = typeof step === 'string' ? step : undefined;
    if (!node && siblings.length > 0) return writer.insertion(parent, name, next ?? null);

    // A block cannot be empty: what becomes so, or was, is written again.
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

const childrenOf = ({ content }: YamlNode): readonly YamlNode[] =>
  typeof content === 'object' && content !== null ? [...content.values()] : [];

/** An element with its key, also where it has no value. */
const spanOf = ({ key, origin }: YamlNode): { start: number; end: number } => ({
  start: key,
  end: Math.max(origin.end, origin.indicatorEnd),
});

const cut = (start: number, end: number): TextEdit => ({ start, end, text: '' });

/** Takes an element out that is not the only one, with its lines. Comments above it stay. */
function removal(text: string, parent: YamlNode, node: YamlNode): readonly TextEdit[] {
  const { end } = spanOf(node);
  if (parent.origin.style === 'flow') {
    const siblings = childrenOf(parent);
    const before = siblings[siblings.indexOf(node) - 1];
    return cutFromFlow(text, { start: node.key, end }, before && spanOf(before));
  }
  const next = nextLine(text, lineEnd(text, end));
  if (startsLine(text, node.key)) return [cut(lineStart(text, node.key), next)];
  // It stands behind the `-` of a list: what follows moves there.
  return [cut(node.key, skipBlanks(text, next))];
}

interface Writer {
  /** `parent` is missing for the outermost value. */
  replacement(parent: YamlNode | undefined, node: YamlNode, value: JsonValue): TextEdit;
  /** Behind the last of the elements, of which there is at least one. */
  insertion(parent: YamlNode, name: string | undefined, value: JsonValue): readonly TextEdit[];
}

function createWriter(text: string, root: YamlNode): Writer {
  const lineBreak = lineBreakOf(text);
  const unit = ' '.repeat(indentUnit(text, root));
  const columnOf = (offset: number): string => ' '.repeat(offset - lineStart(text, offset));

  /** The first line without its indentation. */
  function print(value: JsonValue, indent: string): string {
    if (!isFilled(value)) return printFlow(value);
    const lines = Array.isArray(value)
      ? value.map((item) => `- ${print(item, `${indent}  `)}`)
      : Object.entries(value).map(([name, member]) => `${printText(name)}:${printBehind(member, indent)}`);
    return lines.join(lineBreak + indent);
  }

  const printBehind = (value: JsonValue, indent: string): string =>
    isFilled(value) ? lineBreak + indent + unit + print(value, indent + unit) : ` ${printFlow(value)}`;

  return {
    replacement(parent, node, value) {
      const { start, end, indicatorEnd } = node.origin;
      if (parent?.origin.style === 'flow') {
        if (start < indicatorEnd || start === end)
          return { start: indicatorEnd, end: indicatorEnd, text: ` ${printFlow(value)}` };
        return { start, end, text: printFlow(value) };
      }
      if (!parent) {
        if (start < end) return { start, end, text: print(value, columnOf(start)) };
        const at = text.length;
        const isNewLine = lineStart(text, at) === at;
        return { start: at, end: at, text: (isNewLine ? '' : lineBreak) + print(value, '') + lineBreak };
      }
      const between = text.slice(indicatorEnd, start);
      const isEmpty = start === end;
      if (!isEmpty && between.trim() !== '' && !between.trimStart().startsWith('#')) throw new Error(CANNOT_EDIT); // an anchor or a tag
      const indent = columnOf(node.key);
      if (Array.isArray(parent.content)) {
        if (isEmpty) return { start: indicatorEnd, end: indicatorEnd, text: ` ${print(value, `${indent}  `)}` };
        if (between.includes('\t')) return { start: indicatorEnd, end, text: ` ${print(value, `${indent}  `)}` };
        return { start, end, text: print(value, columnOf(start)) };
      }
      if (isEmpty) return { start: indicatorEnd, end: indicatorEnd, text: printBehind(value, indent) };
      if (between.trim() === '') return { start: indicatorEnd, end, text: printBehind(value, indent) };
      // Comments stand between: what follows them begins on its own line.
      const inner = columnOf(start);
      const deeper = inner.length > indent.length ? inner : indent + unit;
      return { start, end, text: deeper.slice(inner.length) + print(value, deeper) };
    },

    insertion(parent, name, value) {
      const last = childrenOf(parent).at(-1);
      if (!last) throw new Error('the path leads nowhere');
      const { outerEnd } = last.origin;
      if (parent.origin.style === 'flow') {
        const element = (name === undefined ? '' : `${printText(name)}: `) + printFlow(value);
        return [addToFlow(text, spanOf(last), element)];
      }
      const indent = columnOf(last.key);
      const element =
        name === undefined ? `- ${print(value, `${indent}  `)}` : `${printText(name)}:${printBehind(value, indent)}`;
      const at = text[outerEnd - 1] === '\n' ? outerEnd : nextLine(text, lineEnd(text, spanOf(last).end));
      if (at === text.length && text[at - 1] !== '\n')
        return [{ start: at, end: at, text: lineBreak + indent + element }];
      return [{ start: at, end: at, text: indent + element + lineBreak }];
    },
  };
}

const isFilled = (value: JsonValue): value is JsonValue[] | JsonObject =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function printFlow(value: JsonValue): string {
  if (typeof value === 'string') return printText(value);
  if (Array.isArray(value)) return `[${value.map(printFlow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${printText(name)}: ${printFlow(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** What no version of YAML takes for something else: words, paths, options. */
const PLAIN = /^-{0,2}[A-Za-z_/][\w./@-]*$/;
/** Which some version of YAML takes for no text. */
const WORDS = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

function printText(text: string): string {
  if (PLAIN.test(text) && !WORDS.has(text.toLowerCase())) return text;
  return quote(text);
}

/** How far the first map in a map is indented. */
function indentUnit(text: string, root: YamlNode): number {
  for (const member of root.content instanceof Map ? root.content.values() : []) {
    const [first] = member.content instanceof Map && member.origin.style === 'block' ? childrenOf(member) : [];
    if (first) return indentAt(text, first.key).length - indentAt(text, member.key).length;
  }
  return 2;
}
