import { hintText, safe } from '@mcp-guard/core';
import { count } from '../../output/count.js';
import type { ReportFormat } from './report.js';
import { summarize } from './summary.js';

/** Marks the report, so that a workflow finds its own comment again. */
const MARK = '<!-- mcp-guard scan -->';

/** A comment on GitHub has 65,536 characters. */
const MAX_LENGTH = 60_000;

const HEAD = ['Severity', 'Rule', 'Server', 'Where', 'What', 'Fix'];

/** For comments and job summaries. Text of a configuration is shown as code: it can mention no person and link nowhere. */
export const markdown: ReportFormat = {
  id: 'markdown',
  write(result) {
    const { findings, unread, live } = result;
    const rows = findings.map(({ severity, rule, client, server, file, line, why, fix }) =>
      toRow([severity, rule, ...[server ?? client, `${file}:${line}`, why, hintText(fix)].map(toCode)]),
    );
    const told = [
      ...unread.map(
        ({ file, line, why }) => `- not read: ${toCode([file, line].filter(Boolean).join(':'))} ${toCode(why)}`,
      ),
      ...(live?.unasked ?? []).map(
        ({ file, line, server, why }) => `- not asked: ${toCode(`${file}:${line}`)} ${toCode(`${server} ${why}`)}`,
      ),
    ];
    const table = rows.length === 0 ? [] : [toRow(HEAD), toRow(HEAD.map(() => '---')), ...rows];
    return [MARK, `**mcp-guard scan**: ${summarize(result)}`, '', ...fit([...table, '', ...told])].join('\n').trimEnd();
  },
};

const toRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Every sign as its number: none can be taken for markup, by whatever reads it first. https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references */
const toCode = (text: string): string =>
  `<code>${safe(text, 200).replaceAll(/[^\p{L}\p{N} ]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`)}</code>`;

/** As many lines as fit, and how many are left out. */
function fit(lines: readonly string[]): readonly string[] {
  let length = 0;
  const kept = lines.findIndex((line) => (length += line.length + 1) > MAX_LENGTH);
  return kept < 0 ? lines : [...lines.slice(0, kept), '', `and ${count(lines.length - kept, 'line')} more`];
}
