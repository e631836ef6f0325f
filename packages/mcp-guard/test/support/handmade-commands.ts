import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isNode, parse, walk, type Node, type SourceFile } from './source-file.ts';

const COMMANDS = fileURLToPath(new URL('../../../cli/src/commands/', import.meta.url));
const NAMES = readdirSync(COMMANDS).map((file) => file.replace(/\.ts$/, ''));

/** What a command line that a person is told begins with. */
const PROGRAM = String.raw`(?:mcp-guard(?: (?=\$|$)| (?:${NAMES.join('|')})\b)|(?:rm|mv|cp|ls|cat|kill|chmod|chown|sudo|npm|npx|journalctl) |env (?=[A-Z-]))`;
/** A command line that ends where something else is put in. */
const BEFORE_VALUE = new RegExp(String.raw`(?:^|[^\w./-])${PROGRAM}(?:[ \w=+.@/-]*)["']?$`);
const WHOLE = new RegExp(`^${PROGRAM}`);

/** What people are shown as a help. */
const HINTS = /^(?:hint|help|fix)$/;
const WITH_HINTS = /^(?:warn|fail|wrong|look|unusable|refuse)$/;

/** Each place where a command line is put together from words, or where one is not marked as such. */
export function handmadeCommands({ path, source }: SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): false | void => {
    const callee = calleeOf(node);
    if (callee === 'addHelpText') return false; // examples of our own
    if (callee === 'commandLine') {
      for (const given of listOf(node, 'arguments').slice(1)) walk(given, visit); // the first one is constant by its type
      return false;
    }
    if (isHandmade(node) || isUnmarked(node)) found.push(source.slice(node.start, node.end).slice(0, 120));
  };
  walk(parse(path, source).program, visit);
  return found;
}

const isHandmade = (node: Node): boolean =>
  pairsOf(node).some(([before, after]) => BEFORE_VALUE.test(before) && textOf(after) === undefined);

/** What is put behind a text. */
function pairsOf(node: Node): readonly (readonly [before: string, after: Node])[] {
  switch (node.type) {
    case 'TemplateLiteral': {
      const texts = listOf(node, 'quasis').map((quasi) => textOf(quasi) ?? '');
      return listOf(node, 'expressions').map((value, at) => [texts[at] ?? '', value] as const);
    }
    case 'BinaryExpression': {
      const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
      return left && right ? [[lastText(left), right]] : [];
    }
    case 'CallExpression': {
      const [object, [value]] = [objectOf(node), listOf(node, 'arguments')];
      if (calleeOf(node) === 'concat' && object && value) return [[textOf(object) ?? '', value]];
      return calleeOf(node) === 'join' && object ? beside(listOf(object, 'elements')) : [];
    }
    case 'JSXElement':
    case 'JSXFragment':
      return beside(listOf(node, 'children').map((child) => childOf(child, 'expression') ?? child));
    default:
      return [];
  }
}

/** Each value with all texts before it. */
function beside(nodes: readonly Node[]): readonly (readonly [before: string, after: Node])[] {
  return nodes.map((node, at) => {
    const before = nodes.slice(0, at).map((each) => textOf(each)?.trim() ?? '');
    return [`${before.join(' ')} `, node] as const;
  });
}

/** A text that is shown as words and begins as a command. */
function isUnmarked(node: Node): boolean {
  const isHint = node.type === 'Property' && HINTS.test(nameOf(childOf(node, 'key')));
  const values = isHint
    ? [childOf(node, 'value')]
    : WITH_HINTS.test(calleeOf(node))
      ? listOf(node, 'arguments').slice(1)
      : [];
  return values.some((value) => value !== undefined && choicesOf(value).some((text) => WHOLE.test(text)));
}

/** The texts that an expression can be, as far as they stand there. */
function choicesOf(node: Node): readonly string[] {
  const branches = ['consequent', 'alternate', 'left', 'right'].flatMap((name) => childOf(node, name) ?? []);
  const isChoice = node.type === 'ConditionalExpression' || node.type === 'LogicalExpression';
  return isChoice ? branches.flatMap(choicesOf) : [textOf(node) ?? ''];
}

function textOf(node: Node): string | undefined {
  if ((node.type === 'Literal' || node.type === 'JSXText') && 'value' in node) return String(node.value);
  if (node.type === 'TemplateElement' && 'value' in node) return cookedOf(node.value);
  const [only, ...more] = listOf(node, 'quasis');
  return node.type === 'TemplateLiteral' && only && more.length === 0 ? textOf(only) : undefined;
}

const cookedOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';

const lastText = (node: Node): string => {
  const right = node.type === 'BinaryExpression' ? childOf(node, 'right') : node;
  return right ? (textOf(right) ?? '') : '';
};

const memberOf = (node: Node, name: string): unknown => Object.getOwnPropertyDescriptor(node, name)?.value;

function childOf(node: Node, name: string): Node | undefined {
  const child = memberOf(node, name);
  return isNode(child) ? child : undefined;
}

function listOf(node: Node, name: string): readonly Node[] {
  const list = memberOf(node, name);
  return Array.isArray(list) ? list.filter((each) => isNode(each)) : [];
}

function nameOf(node: Node | undefined): string {
  const name = node && memberOf(node, 'name');
  return typeof name === 'string' ? name : '';
}

/** The name of the function that is called. */
function calleeOf(node: Node): string {
  const callee = node.type === 'CallExpression' ? childOf(node, 'callee') : undefined;
  return callee ? nameOf(childOf(callee, 'property') ?? callee) : '';
}

const objectOf = (node: Node): Node | undefined => {
  const callee = childOf(node, 'callee');
  return callee && childOf(callee, 'object');
};
