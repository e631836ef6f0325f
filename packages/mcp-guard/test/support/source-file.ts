import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'rolldown/utils';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));

/** A source file of a package. */
export interface SourceFile {
  /** From the folder of the packages. */
  readonly path: string;
  readonly source: string;
}

export interface SourceFunction {
  readonly name: string;
  /** The line of its head. */
  readonly line: number;
  /** From its head to its end; closures inside count. */
  readonly lines: number;
}

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
/** What a function is named by, and begins with. */
const HEADS = new Set(['MethodDefinition', 'PropertyDefinition', 'Property', 'VariableDeclarator']);

const NAME = /^(?:(?:async|static|function|readonly|override|private|get|set)\s+)*([#\w$]+)/;

export function sourceFiles(name: string): readonly SourceFile[] {
  const folder = join(PACKAGES, name, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  return files.map((file) => ({
    path: `${name}/src/${file}`,
    source: readFileSync(join(folder, file), 'utf8'),
  }));
}

export const countLines = (source: string): number => source.split('\n').length - (source.endsWith('\n') ? 1 : 0);

export function functionsOf({ path, source }: SourceFile): readonly SourceFunction[] {
  const functions: SourceFunction[] = [];
  const lineAt = (at: number): number => source.slice(0, at).split('\n').length;
  walk(parse(path, source).program, (node, parent) => {
    if (!FUNCTIONS.has(node.type)) return;
    const head = parent && HEADS.has(parent.type) ? parent : node;
    const line = lineAt(head.start);
    const isNamed = head !== node || node.type === 'FunctionDeclaration';
    const [name = ''] = isNamed ? (NAME.exec(source.slice(head.start))?.slice(1) ?? []) : [];
    functions.push({ name, line, lines: lineAt(node.end) - line + 1 });
  });
  return functions;
}

/** Comments without their marks. Lines that continue each other are one comment. */
export function commentsOf({ path, source }: SourceFile): readonly string[] {
  const texts: string[] = [];
  let end: number | undefined;
  for (const { type, value, start, end: to } of parse(path, source).comments) {
    const isNext = type === 'Line' && end !== undefined && /^\s*$/.test(source.slice(end + 1, start));
    const continues = isNext && source.slice(end, start).split('\n').length === 2;
    if (continues) texts.push(`${texts.pop() ?? ''}\n${value}`);
    else texts.push(value);
    end = type === 'Line' ? to : undefined;
  }
  return texts;
}

/** What people read: comments, and texts outside of regular expressions. Between tags, too. */
export function wordsOf({ path, source }: SourceFile): readonly string[] {
  const { program, comments } = parse(path, source);
  const texts = comments.map(({ value }) => value);
  walk(program, (node) => {
    if (node.type === 'Literal' && 'value' in node && typeof node.value === 'string') texts.push(node.value);
    if (node.type === 'JSXText') texts.push(source.slice(node.start, node.end));
    if (node.type === 'TemplateElement')
      texts.push(source.slice(node.start, node.end).replaceAll(/^[`}]|(?:\$\{|`)$/g, ''));
  });
  return texts;
}

export function parse(path: string, source: string) {
  const parsed = parseSync(path, source);
  if (parsed.errors.length > 0) throw new Error(`${path} cannot be parsed`);
  return parsed;
}

/** @param visit `false`: what stands in the node is passed over */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => false | void, parent?: Node): void {
  if (visit(node, parent) === false) return;
  for (const value of Object.values(node).flat()) if (isNode(value)) walk(value, visit, node);
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
