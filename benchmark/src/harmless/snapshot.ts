/** A node of the accessibility tree, as the debugger of Chromium tells it. */
export interface AxNode {
  readonly nodeId: string;
  readonly role: string;
  readonly name: string;
  readonly level: number | undefined;
  readonly url: string | undefined;
  readonly childIds: readonly string[];
}

/** Layout, and what stands in the name of its parent again. */
const SILENT: ReadonlySet<string> = new Set([
  'none',
  'generic',
  'InlineTextBox',
  'RootWebArea',
  'LineBreak',
  'ListMarker',
]);
const MAX_DEPTH = 60;

/** One line for each thing on a page, as tools for browsers write it. */
export function toSnapshot(nodes: readonly AxNode[]): string {
  const known = new Map(nodes.map((node) => [node.nodeId, node]));
  const root = nodes[0];
  let lines = root ? `- Page Title: ${root.name}\n` : '';
  let number = 0;
  const visit = (node: AxNode, depth: number): void => {
    const isSilent = SILENT.has(node.role) || depth > MAX_DEPTH;
    if (!isSilent) lines += `${'  '.repeat(depth)}- ${toLine(node, ++number)}\n`;
    for (const id of node.childIds) {
      const child = known.get(id);
      if (child && node.role !== 'StaticText') visit(child, isSilent ? depth : depth + 1);
    }
  };
  if (root) visit(root, 0);
  return lines;
}

function toLine({ role, name, level, url }: AxNode, number: number): string {
  if (role === 'StaticText') return `text: ${name}`;
  const parts = [
    role,
    ...(name === '' ? [] : [JSON.stringify(name)]),
    ...(level === undefined ? [] : [`[level=${level}]`]),
    `[ref=e${number}]`,
  ];
  return `${parts.join(' ')}${url === undefined ? '' : `:\n${' '.repeat(4)}- /url: ${url}`}`;
}
