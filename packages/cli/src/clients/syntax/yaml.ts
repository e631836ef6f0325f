/** YAML 1.2, one document. What is written is block style, and flow style inside flow style. */
import type { JsonObject, JsonValue } from '@mcp-guard/core';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  parseDocument,
  type Document,
  type ErrorCode,
  type ParsedNode,
  type Scalar,
} from 'yaml';
import {
  editText,
  firstOffset,
  indentAt,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  placeAt,
  skipBlanks,
  startsLine,
  type TextEdit,
} from './edit-text.js';
import { addToFlow, cutFromFlow } from './flow.js';
import { CANNOT_EDIT, checkEdits, findTarget, follow, valueOf, withValue, type Located } from './located.js';
import { quote } from './quote.js';
import { SyntaxProblem, type ParsedText, type ParseText } from './syntax.js';

const MAX_DEPTH = 100;
/** What aliases may multiply a file to. */
const MAX_NODES = 200_000;
/** Of one line, each of which nests what follows: `- - - x`. */
const MAX_INDICATORS = 20;

const PROBLEMS: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'an alias of nothing that stands before it',
  BAD_DQ_ESCAPE: 'not an escape as YAML writes them',
  BAD_INDENT: 'the indentation does not fit what stands before it',
  BLOCK_AS_IMPLICIT_KEY: 'a nested map must start on its own line',
  MISSING_CHAR: 'a closing quote, bracket or comma is missing here',
  MULTILINE_IMPLICIT_KEY: 'a key ends on the line where it starts, with a colon',
  MULTIPLE_DOCS: 'a file holds one document',
  RESOURCE_EXHAUSTION: `nested deeper than ${MAX_DEPTH}`,
  TAB_AS_INDENT: 'a tab cannot indent',
};

interface Origin {
  /** Of the value alone: what it is called and its anchor stand before. */
  readonly start: number;
  readonly end: number;
  /** `end`, or where a text block ends with the empty lines that may belong to it. */
  readonly outerEnd: number;
  /** Behind the `:` or `-` that it follows. */
  readonly indicatorEnd: number;
  readonly style: 'block' | 'flow' | 'plain';
}

type YamlNode = Located<Origin>;

export const parseYaml: ParseText = (text) => {
  const root = readTree(text);
  const value = valueOf(root);
  const replace: ParsedText['replace'] = (path, next) => {
    const { node, parent } = findTarget(root, path, next);
    const writer = createWriter(text, root);
    if (node && next !== undefined) return editText(text, [writer.replacement(parent, node, next)]);
    if (!parent) throw new Error(CANNOT_EDIT);
    const siblings = childrenOf(parent);
    if (node && siblings.length > 1) return editText(text, removal(text, parent, node));
    const step = path.at(-1);
    const name = typeof step === 'string' ? step : undefined;
    if (!node && siblings.length > 0) return editText(text, writer.insertion(parent, name, next ?? null));

    // A block cannot be empty: what becomes so, or was, is written anew.
    const whole = withValue(valueOf(parent), path.slice(-1), next);
    const outer = parent === root ? undefined : follow(root, path.slice(0, -2)).at(-1);
    return editText(text, [writer.replacement(outer, parent, whole)]);
  };
  return {
    value,
    placeOf: (path) => placeAt(text, (follow(root, path).at(-1) ?? root).key),
    replace: checkEdits(parseYaml, value, replace),
  };
};

const childrenOf = ({ content }: YamlNode): readonly YamlNode[] =>
  typeof content === 'object' && content !== null ? [...content.values()] : [];

function readTree(text: string): YamlNode {
  const problem = (message: string, offset: number): SyntaxProblem =>
    new SyntaxProblem(message, placeAt(text, Math.max(offset, firstOffset(text))));
  checkNesting(text, problem);

  const document = parseDocument(text, {
    keepSourceTokens: true,
    prettyErrors: false,
    version: '1.2',
    uniqueKeys: false, // compares all with all
  });
  const error = document.errors[0] ?? document.warnings[0];
  if (error) throw problem(PROBLEMS[error.code] ?? 'not YAML', error.pos[0]);
  return locateAll(text, document, problem);
}

type Problem = (message: string, offset: number) => SyntaxProblem;

/** The parser recurses, and a stack that ends inside of it may end the process. */
function checkNesting(text: string, problem: Problem): void {
  let offset = 0;
  let flow = 0;
  let indicators = 0;
  let isIndent = false;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') flow += 1;
    if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
    if (token === '-' || token === '?' || token === ':') indicators += 1;
    if (token === '\n' || token === '\r\n' || token === ',' || token === '[' || token === '{') indicators = 0;
    // Every level of blocks is a column further, but for lists in maps.
    const isTooFar = isIndent && token.length > 4 * MAX_DEPTH && token.trim() === '';
    if (flow > MAX_DEPTH || indicators > MAX_INDICATORS || isTooFar) {
      throw problem(`nested deeper than ${MAX_DEPTH}`, offset);
    }
    isIndent = token === '\n' || token === '\r\n';
    // The lexer's own marks, of a document's start and end and of what a scalar is, stand nowhere.
    if (token !== '\u0002' && token !== '\u0018' && token !== '\u001F') offset += token.length;
  }
}

function locateAll(text: string, document: Document.Parsed, problem: Problem): YamlNode {
  let count = 0;
  let expanding = 0;
  const anchors = new Map<string, ParsedNode>();

  function locate(node: ParsedNode | null, key: number, indicatorEnd: number, depth: number): YamlNode {
    count += 1;
    const [start, valueEnd] = node?.range ?? [indicatorEnd, indicatorEnd];
    if (count > MAX_NODES) throw problem('aliases make too much of this file', start);
    if (depth > MAX_DEPTH) throw problem(`nested deeper than ${MAX_DEPTH}`, start);
    if (isAlias(node)) {
      const meant = anchors.get(node.source);
      if (!meant) throw problem('an alias of nothing that stands before it', start);
      expanding += 1;
      const { content } = locate(meant, key, indicatorEnd, depth + 1);
      expanding -= 1;
      return { key, content, origin: { start, end: valueEnd, outerEnd: valueEnd, indicatorEnd, style: 'plain' } };
    }
    // An anchor may be set again; an alias means the last one before it.
    if (node?.anchor !== undefined && expanding === 0) anchors.set(node.anchor, node);
    const content = contentOf(node, depth);
    const inner = typeof content === 'object' && content !== null ? [...content.values()] : [];
    const last = (isMap(node) || isSeq(node)) && node.flow !== true ? inner.at(-1)?.origin : undefined;
    if (last) {
      const { end, outerEnd } = last;
      return { key, content, origin: { start, end, outerEnd, indicatorEnd, style: 'block' } };
    }
    const end = start + text.slice(start, valueEnd).trimEnd().length;
    const style = isMap(node) || isSeq(node) ? 'flow' : 'plain';
    return { key, content, origin: { start, end, outerEnd: valueEnd, indicatorEnd, style } };
  }

  function contentOf(node: ParsedNode | null, depth: number): YamlNode['content'] {
    if (isSeq(node)) {
      const source = node.srcToken?.type === 'block-seq' ? node.srcToken.items : [];
      return node.items.map((item, index) => {
        const dash = source[index]?.start.find(({ type }) => type === 'seq-item-ind');
        if (!('range' in item)) throw problem('a list holds values, not single members', node.range[0]);
        const at = dash ? dash.offset : item.range[0];
        return locate(item, at, dash ? dash.offset + 1 : at, depth + 1);
      });
    }
    if (isMap(node)) {
      const members = new Map<string, YamlNode>();
      for (const pair of node.items) {
        const name = pair.key;
        if (!isScalar(name)) throw problem('a key is plain text', name.range[0]);
        const called = name.value === null ? '' : String(scalarOf(text, name));
        const at = name.range[0];
        if (members.has(called)) throw problem('this key stands there twice', at);
        const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
        members.set(called, locate(pair.value, at, colon ? colon.offset + 1 : name.range[1], depth + 1));
      }
      return members;
    }
    return isScalar(node) ? scalarOf(text, node) : null;
  }

  const { contents } = document;
  return locate(contents, contents?.range?.[0] ?? firstOffset(text), contents?.range?.[0] ?? text.length, 0);
}

/** Numbers that JSON does not know are their text. */
function scalarOf(text: string, { value, range }: Scalar.Parsed): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return text.slice(range[0], range[1]);
}

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
