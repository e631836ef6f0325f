import { hintAfter, hintText, safe } from '@mcp-guard/core';
import { toTable } from '../../output/table.js';
import type { FoundIssue } from '../rule.js';
import type { ReportFormat } from './report.js';
import { summarize } from './summary.js';

const HEADER = ['SEVERITY', 'RULE', 'CLIENT', 'SERVER', 'WHERE', 'WHAT', 'FIX'];

/** The Select Graphic Rendition of a terminal (ECMA-48). */
const COLORS: Readonly<Record<string, string>> = { critical: '1;31', high: '31', medium: '33', low: '36' };

/** A table for people. */
export const text: ReportFormat = {
  id: 'text',
  write(result) {
    const { findings, unread, live } = result;
    const table = findings.length === 0 ? [] : [toTable(HEADER, findings.map(toRow), { keep: [0] })];
    const told = unread.map(({ file, line, column, why }) =>
      safe(`not read: ${[file, line, column].filter((part) => part !== undefined).join(':')}: ${why}`, 400),
    );
    const unasked = (live?.unasked ?? []).map(({ file, line, server, why }) =>
      safe(`not asked: ${file}:${line}: ${server} ${why}`, 600),
    );
    const commands = findings.flatMap(({ fix }) =>
      typeof fix === 'string' ? [] : hintText(fix.words === undefined ? hintAfter('to fix it:', fix) : fix),
    );
    // No command stands in a column, which would break it.
    return [...table, ...new Set(commands), ...told, ...unasked, summarize(result)].join('\n');
  },
  paint: (report) =>
    report.replaceAll(/^(critical|high|medium|low)(?= )/gm, (word) => `\u001b[${COLORS[word] ?? 0}m${word}\u001b[0m`),
};

const toRow = ({ severity, rule, client, server, file, line, why, fix }: FoundIssue): readonly string[] => [
  severity,
  rule,
  safe(client, 20),
  server === null ? '-' : safe(server, 32),
  safe(`${file}:${line}`, 120),
  safe(why, 200),
  typeof fix === 'string' ? safe(fix, 200) : 'the command below',
];
