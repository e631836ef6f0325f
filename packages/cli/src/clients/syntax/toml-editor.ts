/** How a TOML text is changed. */
import type { JsonValue } from '@mcp-guard/core';
import {
  firstOffset,
  indentAt,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  type TextEdit,
  type TextRange,
} from './edit-text.js';
import { addToFlow, cutFromFlow } from './flow.js';
import { follow } from './located.js';
import { CANNOT_EDIT, type EditWay } from './replace.js';
import type { KeyPath } from './syntax.js';
import { headerOf, piecesOf, rangeOf, type TomlPiece } from './toml-pieces.js';
import { printInline, printKey, printPath, printTables } from './toml-print.js';
import type { TomlBody, TomlNode } from './toml-tree.js';

/** Finds the edits for one change; if there are several ways, takes the first that leads to the value. */
export class TomlEditor {
  readonly #text: string;
  readonly #tree: TomlNode;
  readonly #body: TomlBody;
  readonly #lineBreak: string;

  constructor(text: string, tree: TomlNode, body: TomlBody) {
    this.#text = text;
    this.#tree = tree;
    this.#body = body;
    this.#lineBreak = lineBreakOf(text);
  }

  replacements(path: KeyPath, value: JsonValue): readonly EditWay[] {
    const span = follow(this.#tree, path).at(-1)?.origin.value;
    if (span) return [() => [{ ...span, text: printInline(value) }]];
    return [
      () => this.#replacePieces(path, value),
      () => {
        const pieces = this.#piecesOf(path);
        if (pieces.length === 0) throw new Error(CANNOT_EDIT);
        return [...pieces.map(this.#cutLines), ...this.#addMember(path, value)];
      },
    ];
  }

  additions(path: KeyPath, value: JsonValue): readonly EditWay[] {
    const parent = follow(this.#tree, path.slice(0, -1)).at(-1) ?? this.#tree;
    const { value: span, inline } = parent.origin;
    if (span) return [() => this.#addInline(parent, span, path, value)];
    if (inline === true) return [];
    return [() => this.#atEnd(printTables(path, value, this.#lineBreak)), () => this.#addMember(path, value)];
  }

  removal(path: KeyPath): readonly TextEdit[] {
    const met = follow(this.#tree, path);
    const node = met.at(-1);
    const parent = met.at(-2);
    if (!node || !parent) throw new Error(CANNOT_EDIT);
    const siblings = childrenOf(parent);
    if (node.origin.inline === true) {
      const before = siblings[siblings.indexOf(node) - 1];
      return cutFromFlow(this.#text, wholeOf(node), before && wholeOf(before));
    }
    const outer = path.slice(0, -1);
    const isNamed = outer.length === 0 || headerOf(this.#body, outer) !== undefined;
    if (siblings.length > 1 || isNamed) return this.#piecesOf(path).map(this.#cutLines);
    // No other header declares this table.
    if (!Array.isArray(parent.content)) return this.#replacePieces(outer, {});
    return [...this.#piecesOf(outer).map(this.#cutLines), ...this.#addMember(outer, [])];
  }

  #piecesOf(path: KeyPath): readonly TomlPiece[] {
    return piecesOf(this.#text, this.#body, path);
  }

  /** The first piece becomes the value, the others go. */
  #replacePieces(path: KeyPath, value: JsonValue): readonly TextEdit[] {
    const [first, ...others] = this.#piecesOf(path);
    if (!first) throw new Error(CANNOT_EDIT);
    const written =
      first.dotted === undefined
        ? printTables(path, value, this.#lineBreak)
        : `${first.dotted} = ${printInline(value)}`;
    return [{ start: first.start, end: first.end, text: written }, ...others.map(this.#cutLines)];
  }

  /** Into brackets. */
  #addInline(parent: TomlNode, span: TextRange, path: KeyPath, value: JsonValue): readonly TextEdit[] {
    const step = path.at(-1);
    const element = (typeof step === 'string' ? `${printKey(step)} = ` : '') + printInline(value);
    const last = childrenOf(parent)
      .map(wholeOf)
      .toSorted((one, other) => one.end - other.end)
      .at(-1);
    if (last) return [addToFlow(this.#text, last, element)];
    const start = span.start + 1;
    if (Array.isArray(parent.content)) return [{ start, end: start, text: element }];
    return [{ start, end: span.end - 1, text: ` ${element} ` }];
  }

  /** As a line in the table that it is part of. */
  #addMember(path: KeyPath, value: JsonValue): readonly TextEdit[] {
    const parent = path.slice(0, -1);
    const name = path.at(-1);
    if (typeof name !== 'string') throw new Error(CANNOT_EDIT);
    const line = `${printKey(name)} = ${printInline(value)}`;
    if (parent.length === 0) return [this.#addAtTop(line)];
    const own = headerOf(this.#body, parent);
    if (own) return [this.#below(own, line)];
    const piece = this.#piecesOf(parent).findLast(({ dotted }) => dotted !== undefined);
    if (piece) return [this.#below(piece, `${piece.dotted}.${line}`)];
    return this.#atEnd(`[${printPath(parent)}]${this.#lineBreak}${line}`);
  }

  /** Before the first header. */
  #addAtTop(line: string): TextEdit {
    const last = this.#body.findLast(({ type }) => type === 'TOMLKeyValue');
    if (last) return this.#below(rangeOf(last), line);
    const start = firstOffset(this.#text);
    return { start, end: start, text: line + this.#lineBreak };
  }

  /** On its own line, indented alike. */
  #below({ start, end }: TextRange, line: string): TextEdit {
    const at = lineEnd(this.#text, end);
    return { start: at, end: at, text: this.#lineBreak + indentAt(this.#text, start) + line };
  }

  #atEnd(block: string): readonly TextEdit[] {
    const start = this.#text.length;
    const isOpen = lineStart(this.#text, start) !== start;
    const isBlank = this.#text.trim() === '';
    const gap = (isOpen ? this.#lineBreak : '') + (isBlank ? '' : this.#lineBreak);
    return [{ start, end: start, text: gap + block + this.#lineBreak }];
  }

  /** With the comment after it. */
  readonly #cutLines = ({ start, end }: TomlPiece): TextEdit => ({
    start: lineStart(this.#text, start),
    end: nextLine(this.#text, lineEnd(this.#text, end)),
    text: '',
  });
}

const childrenOf = ({ content }: TomlNode): readonly TomlNode[] =>
  typeof content === 'object' && content !== null ? [...content.values()] : [];

const wholeOf = ({ key, origin }: TomlNode): TextRange => origin.whole ?? { start: key, end: key };
