/** The values of a JSON text with comments, and their places. */
import { parseTree, printParseErrorCode, visit, type Node } from 'jsonc-parser';
import { firstOffset, placeAt } from './edit-text.js';
import type { Located } from './located.js';
import { SyntaxProblem, type TextSpan } from './syntax.js';

/** No client nests its configuration nearly as deep; the parser recurses. */
const MAX_DEPTH = 100;

const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word that JSON does not know',
  InvalidNumberFormat: 'not a number as JSON writes them',
  PropertyNameExpected: 'the name of a property in double quotes is missing here',
  ValueExpected: 'a value is missing here',
  ColonExpected: 'a colon is missing here',
  CommaExpected: 'a comma is missing here',
  CloseBraceExpected: 'a closing brace is missing here',
  CloseBracketExpected: 'a closing bracket is missing here',
  EndOfFileExpected: 'the file should end here',
  UnexpectedEndOfComment: 'a comment that does not end',
  UnexpectedEndOfString: 'a string that does not end',
  UnexpectedEndOfNumber: 'a number that does not end',
  InvalidUnicode: 'not an escape as JSON writes them',
  InvalidEscapeCharacter: 'not an escape as JSON writes them',
  InvalidCharacter: 'a character that must be escaped',
};

export type JsonNode = Located<TextSpan>;

/** Throws a `SyntaxProblem`. */
export function readTree(text: string): JsonNode {
  // The parser rejects a byte order mark; a blank keeps every offset.
  const source = firstOffset(text) === 0 ? text : ` ${text.slice(1)}`;
  const problem = (message: string, offset: number): SyntaxProblem =>
    new SyntaxProblem(message, placeAt(text, Math.max(offset, firstOffset(text))));

  let depth = 0;
  const enter = (offset: number): void => {
    depth += 1;
    if (depth > MAX_DEPTH) throw problem(`nested deeper than ${MAX_DEPTH}`, offset);
  };
  const leave = (): void => {
    depth -= 1;
  };
  visit(
    source,
    {
      onObjectBegin: enter,
      onArrayBegin: enter,
      onObjectEnd: leave,
      onArrayEnd: leave,
      onError(code, offset) {
        throw problem(PROBLEMS[printParseErrorCode(code)] ?? 'not JSON', offset);
      },
    },
    { allowTrailingComma: true },
  );

  function locate(node: Node, key: number): JsonNode {
    const origin = { start: node.offset, end: node.offset + node.length };
    const { type, children = [] } = node;
    if (type === 'array') return { key, origin, content: children.map((child) => locate(child, child.offset)) };
    if (type !== 'object') return { key, origin, content: scalarOf(node.value) };
    const members = new Map<string, JsonNode>();
    for (const { children: [name, member] = [] } of children) {
      if (!name || !member) throw problem('a value is missing here', node.offset);
      const called = String(name.value);
      if (members.has(called)) throw problem('this name stands twice in one object', name.offset);
      members.set(called, locate(member, name.offset));
    }
    return { key, origin, content: members };
  }

  const tree = parseTree(source, [], { allowTrailingComma: true });
  if (!tree) throw problem('a value is missing here', 0);
  return locate(tree, tree.offset);
}

function scalarOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

export const childrenOf = ({ content }: JsonNode): readonly JsonNode[] =>
  typeof content === 'object' && content !== null ? [...content.values()] : [];
