import { parseAst } from 'rolldown/parseAst';

/** A node of the syntax tree. Offsets count UTF-16 units. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A function of a module, by the place of its body. */
export interface FunctionBody {
  /** As it is declared or assigned: `receive`, `#relay`, or of what it is given to. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** An arrow function whose body is an expression. */
  readonly isExpression: boolean;
}

/** All functions of a module of JavaScript, in the order of their bodies. */
export function functionsOf(code: string): readonly FunctionBody[] {
  const functions: FunctionBody[] = [];
  const visit = (node: Node, name: string): void => {
    const body = member(node, 'body');
    if (FUNCTIONS.has(node.type) && isNode(body))
      functions.push({
        name: nameOf(node) ?? name,
        start: body.start,
        end: body.end,
        isExpression: body.type !== 'BlockStatement',
      });
    const inner = nameOf(node) ?? name;
    for (const value of Object.values(node).flat()) if (isNode(value)) visit(value, inner);
  };
  visit(parseAst(code), '(module)');
  return functions.toSorted((a, b) => a.start - b.start);
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

const isNode = (value: unknown): value is Node => typeof member(value, 'type') === 'string';

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;

/** What a declaration, a member or an assignment names. */
function nameOf(node: Node): string | undefined {
  const named = ['id', 'key', 'left'].map((key) => member(node, key)).find(isNode);
  const name = member(named, 'name') ?? member(member(named, 'property'), 'name');
  return typeof name !== 'string' ? undefined : named?.type === 'PrivateIdentifier' ? `#${name}` : name;
}
