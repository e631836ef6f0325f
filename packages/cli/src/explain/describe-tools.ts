import { basename } from 'node:path';
import { safe, type JsonObject } from '@mcp-guard/core';
import { forTerminal, mask } from '@mcp-guard/detectors';
import { count } from '../output/count.js';
import { outputWidth, pad } from '../output/table.js';
import { displayWidth } from '../output/text-width.js';
import type { ToolRow } from './tool-verdicts.js';

/** A longer name has a line of its own; shorter ones share theirs with the other columns. */
const MAX_COLUMN = 26;
/** The other columns get this much of a wider terminal. */
const LEFT = 54;
const MAX_NAME = 200;

const HEADER = ['TOOL', 'DOES', 'VERDICT', 'RULE'] as const;

/** The tools of one server as a table as wide as the terminal, below a line that names it. @param config its path */
export function describeTools(server: string, rows: readonly ToolRow[], config: string): string {
  const width = outputWidth();
  const lines = rows.map((row) => [
    forTerminal(row.tool, MAX_NAME, safe),
    describeKind(row),
    row.verdict,
    describeRule(row, basename(config)),
  ]);
  const cells = [[...HEADER], ...lines];
  const widthOf = (column: number, most: number = Number.POSITIVE_INFINITY): number =>
    Math.max(...cells.map((row) => displayWidth(row[column] ?? '')).filter((each) => each <= most));
  const widths = [widthOf(0, Math.max(MAX_COLUMN, width - LEFT)), widthOf(1), widthOf(2)] as const;
  const table = cells.flatMap(([tool = '', kind = '', verdict = '', rule = '']) => {
    const rest = `  ${pad(kind, widths[1])}  ${pad(verdict, widths[2])}  `;
    const [first = '', ...more] = wrap(rule, width - widths[0] - rest.length);
    const blank = ' '.repeat(widths[0]);
    const start = displayWidth(tool) <= widths[0] ? [pad(tool, widths[0])] : [tool, blank];
    const onto = `${start.at(-1) ?? ''}${rest}${first}`.trimEnd();
    const below = more.map((words) => ' '.repeat(widths[0] + rest.length) + words);
    return start.slice(0, -1).concat(onto, below);
  });
  return [`${safe(server)}: ${count(rows.length, 'tool')}`, ...table].join('\n');
}

/** `?`: only the name says so. */
const describeKind = ({ guessed: { kind, by } }: ToolRow): string => (by === 'name' ? `${kind}?` : kind);

/** The key and its line, without the parts that a table of one server repeats. */
function describeRule({ rule, server }: ToolRow, config: string): string {
  if (rule === null || rule.startsWith('default: ')) return 'default';
  const [, file = '', place = '', path = ''] = /^(\S{1,200}?):(\d+:\d+) (.*)$/.exec(rule) ?? [];
  if (path === '') return safe(rule);
  const own = `servers.${server}.policy.`;
  const inServer = path.startsWith(own) ? path.slice(own.length).replace('permissions.', '') : path;
  return safe(`${file === config ? '' : `${file}:`}${place} ${inServer}`, 300);
}

/** Lines that end behind a space or a dot; a longer word stays whole. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of text.split(/(?<=[ .])/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.trimEnd().length <= width) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}

export const toolToJson = ({ server, tool, said, guessed, verdict, rule }: ToolRow): JsonObject => ({
  server,
  tool: mask(tool),
  says: said,
  does: guessed.kind,
  by: guessed.by,
  verdict,
  rule,
});
