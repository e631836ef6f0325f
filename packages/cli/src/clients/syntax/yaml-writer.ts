/** Writes values into a YAML text, in the style of the text around them. */
import type { JsonValue } from '@mcp-guard/core';
import { indentAt, lineBreakOf, lineEnd, lineStart, nextLine, type TextEdit } from './edit-text.js';
import { addToFlow } from './flow.js';
import { CANNOT_EDIT } from './replace.js';
import { isFilled, printFlow, printText } from './yaml-print.js';
import type { YamlNode } from './yaml-tree.js';

export const childrenOf = ({ content }: YamlNode): readonly YamlNode[] =>
  typeof content === 'object' && content !== null ? [...content.values()] : [];

/** An element with its key, also if it has no value. */
export const spanOf = ({ key, origin }: YamlNode): { start: number; end: number } => ({
  start: key,
  end: Math.max(origin.end, origin.indicatorEnd),
});

export class YamlWriter {
  readonly #text: string;
  readonly #lineBreak: string;
  /** One step of indentation. */
  readonly #unit: string;

  constructor(text: string, root: YamlNode) {
    this.#text = text;
    this.#lineBreak = lineBreakOf(text);
    this.#unit = ' '.repeat(indentUnit(text, root));
  }

  /** @param parent nothing for the outermost value */
  replacement(parent: YamlNode | undefined, node: YamlNode, value: JsonValue): TextEdit {
    if (!parent) return this.#replaceRoot(node, value);
    if (parent.origin.style === 'flow') return replaceInFlow(node, value);
    const { start, end, indicatorEnd } = node.origin;
    const between = this.#text.slice(indicatorEnd, start);
    const isEmpty = start === end;
    if (!isEmpty && between.trim() !== '' && !between.trimStart().startsWith('#')) throw new Error(CANNOT_EDIT); // an anchor or a tag
    const indent = this.#columnOf(node.key);
    if (Array.isArray(parent.content)) {
      const written = ` ${this.#print(value, `${indent}  `)}`;
      if (isEmpty) return { start: indicatorEnd, end: indicatorEnd, text: written };
      if (between.includes('\t')) return { start: indicatorEnd, end, text: written };
      return { start, end, text: this.#print(value, this.#columnOf(start)) };
    }
    if (isEmpty) return { start: indicatorEnd, end: indicatorEnd, text: this.#printBehind(value, indent) };
    if (between.trim() === '') return { start: indicatorEnd, end, text: this.#printBehind(value, indent) };
    // Comments are in between: what follows them begins on its own line.
    const inner = this.#columnOf(start);
    const deeper = inner.length > indent.length ? inner : indent + this.#unit;
    return { start, end, text: deeper.slice(inner.length) + this.#print(value, deeper) };
  }

  /** After the last of the elements, of which there is at least one. */
  insertion(parent: YamlNode, name: string | undefined, value: JsonValue): readonly TextEdit[] {
    const last = childrenOf(parent).at(-1);
    if (!last) throw new Error('the path leads nowhere');
    const { outerEnd } = last.origin;
    if (parent.origin.style === 'flow') {
      const element = (name === undefined ? '' : `${printText(name)}: `) + printFlow(value);
      return [addToFlow(this.#text, spanOf(last), element)];
    }
    const text = this.#text;
    const indent = this.#columnOf(last.key);
    const element =
      name === undefined
        ? `- ${this.#print(value, `${indent}  `)}`
        : `${printText(name)}:${this.#printBehind(value, indent)}`;
    const at = text[outerEnd - 1] === '\n' ? outerEnd : nextLine(text, lineEnd(text, spanOf(last).end));
    if (at === text.length && text[at - 1] !== '\n')
      return [{ start: at, end: at, text: this.#lineBreak + indent + element }];
    return [{ start: at, end: at, text: indent + element + this.#lineBreak }];
  }

  #replaceRoot({ origin: { start, end } }: YamlNode, value: JsonValue): TextEdit {
    if (start < end) return { start, end, text: this.#print(value, this.#columnOf(start)) };
    const at = this.#text.length;
    const isNewLine = lineStart(this.#text, at) === at;
    return { start: at, end: at, text: (isNewLine ? '' : this.#lineBreak) + this.#print(value, '') + this.#lineBreak };
  }

  /** The first line without its indentation. */
  #print(value: JsonValue, indent: string): string {
    if (!isFilled(value)) return printFlow(value);
    const lines = Array.isArray(value)
      ? value.map((item) => `- ${this.#print(item, `${indent}  `)}`)
      : Object.entries(value).map(([name, member]) => `${printText(name)}:${this.#printBehind(member, indent)}`);
    return lines.join(this.#lineBreak + indent);
  }

  #printBehind(value: JsonValue, indent: string): string {
    if (!isFilled(value)) return ` ${printFlow(value)}`;
    return this.#lineBreak + indent + this.#unit + this.#print(value, indent + this.#unit);
  }

  #columnOf(offset: number): string {
    return ' '.repeat(offset - lineStart(this.#text, offset));
  }
}

function replaceInFlow({ origin: { start, end, indicatorEnd } }: YamlNode, value: JsonValue): TextEdit {
  if (start < indicatorEnd || start === end)
    return { start: indicatorEnd, end: indicatorEnd, text: ` ${printFlow(value)}` };
  return { start, end, text: printFlow(value) };
}

/** How far the first map in a map is indented. */
function indentUnit(text: string, root: YamlNode): number {
  for (const member of root.content instanceof Map ? root.content.values() : []) {
    const [first] = member.content instanceof Map && member.origin.style === 'block' ? childrenOf(member) : [];
    if (first) return indentAt(text, first.key).length - indentAt(text, member.key).length;
  }
  return 2;
}
