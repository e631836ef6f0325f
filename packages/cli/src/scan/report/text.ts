import { safe } from '@mcp-guard/core';
import { count } from '../../count.js';
import { toTable } from '../../table.js';
import { SEVERITIES, type Finding, type Severity } from '../rule.js';
import type { ReportFormat, ScanResult } from './report.js';

const HEADER = ['SEVERITY', 'RULE', 'CLIENT', 'SERVER', 'WHERE', 'WHAT', 'FIX'];

/** The Select Graphic Rendition of a terminal (ECMA-48). */
const COLORS: Readonly<Record<string, string>> = { critical: '1;31', high: '31', medium: '33', low: '36' };

/** A table for people. */
export const text: ReportFormat = {
  id: 'text',
  write(result) {
    const { findings, unread, live } = result;
    const table = findings.length === 0 ? [] : [toTable(HEADER, findings.map(toRow))];
    const told = unread.map(({ file, line, column, why }) =>
      safe(`not read: ${[file, line, column].filter((part) => part !== undefined).join(':')}: ${why}`, 400),
    );
    const unasked = (live?.unasked ?? []).map(({ file, line, server, why }) =>
      safe(`not asked: ${file}:${line}: ${server} ${why}`, 600),
    );
    return [...table, ...told, ...unasked, summarize(result)].join('\n');
  },
  paint: (report) =>
    report.replaceAll(/^(critical|high|medium|low)(?= )/gm, (word) => `\u001b[${COLORS[word] ?? 0}m${word}\u001b[0m`),
};

const toRow = ({ severity, rule, client, server, file, line, why, fix }: Finding): readonly string[] => [
  severity,
  rule,
  safe(client, 20),
  server === null ? '-' : safe(server, 32),
  safe(`${file}:${line}`, 120),
  safe(why, 200),
  safe(fix, 200),
];

function summarize({ findings, unread, files, servers, live }: ScanResult): string {
  const asked = live ? `, ${live.asked} of them asked` : '';
  const seen = `${count(servers, 'server')} in ${count(files, 'file')}${asked}`;
  if (files === 0) return unread.length > 0 ? 'nothing could be read' : 'no configuration of a client was found';
  if (findings.length === 0) return `${seen}: nothing found`;
  const countOf = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const counts = SEVERITIES.filter((severity) => countOf(severity) > 0).map(
    (severity) => `${countOf(severity)} ${severity}`,
  );
  return `${seen}: ${counts.join(', ')}`;
}
