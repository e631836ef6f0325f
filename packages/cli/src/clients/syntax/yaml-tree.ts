/** The values of a YAML text, and their places. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Alias,
  type Document,
  type ErrorCode,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { findDeepNesting, MAX_YAML_DEPTH } from '@mcp-guard/policy';
import { firstOffset, placeAt } from './edit-text.js';
import type { Located } from './located.js';
import { SyntaxProblem } from './syntax.js';

/** How many nodes aliases may multiply a file to. */
const MAX_NODES = 200_000;

const PROBLEMS: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'an alias of nothing that stands before it',
  BAD_DQ_ESCAPE: 'not an escape as YAML writes them',
  BAD_INDENT: 'the indentation does not fit what stands before it',
  BLOCK_AS_IMPLICIT_KEY: 'a nested map must start on its own line',
  MISSING_CHAR: 'a closing quote, bracket or comma is missing here',
  MULTILINE_IMPLICIT_KEY: 'a key ends on the line where it starts, with a colon',
  MULTIPLE_DOCS: 'a file holds one document',
  RESOURCE_EXHAUSTION: `nested deeper than ${MAX_YAML_DEPTH}`,
  TAB_AS_INDENT: 'a tab cannot indent',
};

export interface YamlOrigin {
  /** The start of the value alone: its key and its anchor come before. */
  readonly start: number;
  readonly end: number;
  /** `end`, or where a text block ends with the empty lines that may belong to it. */
  readonly outerEnd: number;
  /** Behind the `:` or `-` that it follows. */
  readonly indicatorEnd: number;
  readonly style: 'block' | 'flow' | 'plain';
}

export type YamlNode = Located<YamlOrigin>;

/** Throws a `SyntaxProblem`. */
export function readYaml(text: string): YamlNode {
  const problem = (message: string, offset: number): SyntaxProblem =>
    new SyntaxProblem(message, placeAt(text, Math.max(offset, firstOffset(text))));
  const deep = findDeepNesting(text);
  if (deep !== undefined) throw problem(`nested deeper than ${MAX_YAML_DEPTH}`, deep);

  const document = parseDocument(text, {
    keepSourceTokens: true,
    prettyErrors: false,
    version: '1.2',
    uniqueKeys: false, // compares all with all
  });
  const error = document.errors[0] ?? document.warnings[0];
  if (error) throw problem(PROBLEMS[error.code] ?? 'not YAML', error.pos[0]);
  return new Locator(text, problem).locateRoot(document);
}

type Problem = (message: string, offset: number) => SyntaxProblem;

/** Copies the tree of a document, with aliases resolved. */
class Locator {
  readonly #text: string;
  readonly #problem: Problem;
  readonly #anchors = new Map<string, ParsedNode>();
  #count = 0;
  /** Aliases that are being resolved. */
  #expanding = 0;

  constructor(text: string, problem: Problem) {
    this.#text = text;
    this.#problem = problem;
  }

  locateRoot({ contents }: Document.Parsed): YamlNode {
    const start = contents?.range?.[0];
    return this.#locate(contents, start ?? firstOffset(this.#text), start ?? this.#text.length, 0);
  }

  #locate(node: ParsedNode | null, key: number, indicatorEnd: number, depth: number): YamlNode {
    this.#count += 1;
    const [start, valueEnd] = node?.range ?? [indicatorEnd, indicatorEnd];
    if (this.#count > MAX_NODES) throw this.#problem('aliases make too much of this file', start);
    if (depth > MAX_YAML_DEPTH) throw this.#problem(`nested deeper than ${MAX_YAML_DEPTH}`, start);
    if (isAlias(node)) {
      const content = this.#contentOfAlias(node, key, indicatorEnd, depth);
      return { key, content, origin: { start, end: valueEnd, outerEnd: valueEnd, indicatorEnd, style: 'plain' } };
    }
    // An anchor may be set again; an alias means the last one before it.
    if (node?.anchor !== undefined && this.#expanding === 0) this.#anchors.set(node.anchor, node);
    const content = this.#contentOf(node, depth);
    const inner = typeof content === 'object' && content !== null ? [...content.values()] : [];
    const last = (isMap(node) || isSeq(node)) && node.flow !== true ? inner.at(-1)?.origin : undefined;
    if (last) {
      const { end, outerEnd } = last;
      return { key, content, origin: { start, end, outerEnd, indicatorEnd, style: 'block' } };
    }
    const end = start + this.#text.slice(start, valueEnd).trimEnd().length;
    const style = isMap(node) || isSeq(node) ? 'flow' : 'plain';
    return { key, content, origin: { start, end, outerEnd: valueEnd, indicatorEnd, style } };
  }

  #contentOfAlias(alias: Alias.Parsed, key: number, indicatorEnd: number, depth: number): YamlNode['content'] {
    const meant = this.#anchors.get(alias.source);
    if (!meant) throw this.#problem('an alias of nothing that stands before it', alias.range[0]);
    this.#expanding += 1;
    const { content } = this.#locate(meant, key, indicatorEnd, depth + 1);
    this.#expanding -= 1;
    return content;
  }

  #contentOf(node: ParsedNode | null, depth: number): YamlNode['content'] {
    if (isSeq(node)) return this.#itemsOf(node, depth);
    if (isMap(node)) return this.#membersOf(node, depth);
    return isScalar(node) ? scalarOf(this.#text, node) : null;
  }

  #itemsOf(node: YAMLSeq.Parsed, depth: number): YamlNode[] {
    const source = node.srcToken?.type === 'block-seq' ? node.srcToken.items : [];
    return node.items.map((item, index) => {
      const dash = source[index]?.start.find(({ type }) => type === 'seq-item-ind');
      if (!('range' in item)) throw this.#problem('a list holds values, not single members', node.range[0]);
      const at = dash ? dash.offset : item.range[0];
      return this.#locate(item, at, dash ? dash.offset + 1 : at, depth + 1);
    });
  }

  #membersOf(node: YAMLMap.Parsed, depth: number): Map<string, YamlNode> {
    const members = new Map<string, YamlNode>();
    for (const pair of node.items) {
      const name = pair.key;
      if (!isScalar(name)) throw this.#problem('a key is plain text', name.range[0]);
      const called = name.value === null ? '' : String(scalarOf(this.#text, name));
      const at = name.range[0];
      if (members.has(called)) throw this.#problem('duplicate key', at);
      const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
      members.set(called, this.#locate(pair.value, at, colon ? colon.offset + 1 : name.range[1], depth + 1));
    }
    return members;
  }
}

/** Numbers that JSON does not know are their text. */
function scalarOf(text: string, { value, range }: Scalar.Parsed): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return text.slice(range[0], range[1]);
}
