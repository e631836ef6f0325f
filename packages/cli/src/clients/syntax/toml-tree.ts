/** The values of a TOML text, and their places. */
import { ParseError, parseTOML, type AST } from 'toml-eslint-parser';
import { firstOffset, placeAt, type TextRange } from './edit-text.js';
import type { Located } from './located.js';
import { SyntaxProblem } from './syntax.js';

const MAX_DEPTH = 100;

/** The parser's messages; other messages of its may reveal more than a place. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'Defining a key multiple times is invalid': 'duplicate key',
  'Expected comma (,) token': 'a comma is missing here',
  'Expected equal (=) token': 'an equals sign is missing here',
  'Must be a newline': 'a line break is missing here',
  'Unspecified values are invalid': 'a value is missing here',
  'Unterminated array': 'a list that does not end',
  'Unterminated inline table': 'an inline table that does not end on its line',
  'Unterminated string constant': 'a string that does not end',
  'Unterminated table-key': 'a closing bracket is missing here',
  'Unexpected invalid date': 'not a date',
  'Invalid character in escape sequence': 'not an escape as TOML writes them',
};

/** `value`: it is in one place. `inline`: its container is, too. Neither: its pieces define it. */
export interface TomlOrigin {
  value?: TextRange;
  /** With its key. */
  whole?: TextRange;
  inline?: boolean;
}

export type TomlNode = Located<TomlOrigin>;

export type TomlBody = readonly (AST.TOMLKeyValue | AST.TOMLTable)[];

/** Throws a `SyntaxProblem`. */
export function readToml(text: string): { readonly tree: TomlNode; readonly body: TomlBody } {
  const problem = (message: string, offset: number): SyntaxProblem =>
    new SyntaxProblem(message, placeAt(text, Math.max(offset, firstOffset(text))));
  const { body } = parse(text, problem);
  const tree: TomlNode = { key: firstOffset(text), origin: {}, content: new Map() };

  for (const node of body) {
    if (node.type === 'TOMLKeyValue') putMember(tree, node, false, 0);
    else {
      const keys = node.key.keys.values();
      let table = tree;
      for (const [index, step] of node.resolvedKey.entries()) {
        const key = typeof step === 'string' ? keys.next().value : undefined;
        // A list of tables begins with its first one.
        const isList = typeof node.resolvedKey[index + 1] === 'number';
        table = enter(table, step, key?.range[0] ?? node.range[0], isList);
      }
      for (const member of node.body) putMember(table, member, false, node.resolvedKey.length);
    }
  }
  return { tree, body };

  function putMember(outer: TomlNode, node: AST.TOMLKeyValue, inline: boolean, depth: number): void {
    let table = outer;
    const [last, ...before] = node.key.keys.toReversed();
    if (!last || !(table.content instanceof Map)) return;
    for (const key of before.toReversed()) table = enter(table, nameOf(key), key.range[0], false, inline);
    const whole = { start: node.range[0], end: node.range[1] };
    const member = locate(node.value, last.range[0], inline, depth + node.key.keys.length);
    if (table.content instanceof Map)
      table.content.set(nameOf(last), { ...member, origin: { ...member.origin, whole } });
  }

  function locate(node: AST.TOMLContentNode, key: number, inline: boolean, depth: number): TomlNode {
    const [start, end] = node.range;
    if (depth > MAX_DEPTH) throw problem(`nested deeper than ${MAX_DEPTH}`, start);
    const origin = { value: { start, end }, whole: { start, end }, inline };
    if (node.type === 'TOMLArray') {
      return { key, origin, content: node.elements.map((item) => locate(item, item.range[0], true, depth + 1)) };
    }
    if (node.type === 'TOMLInlineTable') {
      const table: TomlNode = { key, origin, content: new Map() };
      for (const member of node.body) putMember(table, member, true, depth + 1);
      return table;
    }
    return { key, origin, content: scalarOf(text, node) };
  }
}

type Problem = (message: string, offset: number) => SyntaxProblem;

function parse(text: string, problem: Problem): { readonly body: TomlBody } {
  checkBrackets(text, problem);
  try {
    // The parser knows no byte order mark; a blank keeps every offset.
    const { body } = parseTOML(firstOffset(text) === 0 ? text : ` ${text.slice(1)}`).body[0];
    const deep = body.find(({ key }) => key.keys.length > MAX_DEPTH);
    if (deep) throw problem(`nested deeper than ${MAX_DEPTH}`, deep.range[0]);
    return { body };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    // For a value missing at the end of a line, the parser reports the start of the next line.
    const isMissing = error.message === 'Unspecified values are invalid';
    const at = isMissing ? text.slice(0, error.index).trimEnd().length : error.index;
    throw problem(PROBLEMS[error.message] ?? 'not TOML', at);
  }
}

/** The parser recurses. Brackets in texts count too, hence the margin above the limit. */
function checkBrackets(text: string, problem: Problem): void {
  let open = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > 10 * MAX_DEPTH) throw problem(`nested deeper than ${MAX_DEPTH}`, index);
  }
}

/** The table or list of tables with this name, which may be new. */
function enter({ content }: TomlNode, step: string | number, key: number, isList: boolean, inline = false): TomlNode {
  const made: TomlNode = { key, origin: { inline }, content: isList ? [] : new Map() };
  if (content instanceof Map) {
    const found = content.get(String(step));
    if (!found) content.set(String(step), made);
    return found ?? made;
  }
  if (!Array.isArray(content) || typeof step !== 'number') return made;
  return (content[step] ??= made);
}

export const nameOf = (key: AST.TOMLBare | AST.TOMLQuoted): string => (key.type === 'TOMLBare' ? key.name : key.value);

function scalarOf(text: string, node: AST.TOMLValue): string | number | boolean {
  if (node.kind === 'string' || node.kind === 'boolean') return node.value;
  if ((node.kind === 'integer' || node.kind === 'float') && Number.isFinite(node.value)) return node.value;
  return text.slice(node.range[0], node.range[1]);
}
