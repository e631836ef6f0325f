import { safe } from '@mcp-guard/core';
import { rowOutcome, type AuditRow } from '@mcp-guard/store';
import { formatSecond } from '../output/moment.js';
import type { LogColumn } from './row-lines.js';

export const ROW_COLUMNS: readonly LogColumn[] = [
  { title: 'ID', usual: 5, keep: true },
  { title: 'TIME', usual: 8, keep: true },
  { title: 'SERVER', usual: 12 },
  { title: 'USER', usual: 8, mayGo: true },
  { title: '', usual: 1, keep: true },
  { title: 'WHAT', usual: 28, least: 22 },
  { title: 'OUTCOME', usual: 8, keep: true },
  { title: 'DETAIL', usual: 40, least: 10, below: true },
];

const ARROWS = { toServer: '→', toClient: '←' } as const;

/** The cells of one row for a person; safe to print. @param now Unix milliseconds */
export function describeRow(row: AuditRow, now: number): readonly string[] {
  const what = [row.method ?? `${row.kind} ${row.shape}`, row.target].filter((part) => part !== null).join(' ');
  const answer = row.direction === 'toClient' && row.waitedMs !== null ? `${row.shape} after ${row.waitedMs} ms` : '';
  const rule = row.rule === null ? '' : `[${row.rule}]`;
  return [
    String(row.seq),
    formatSecond(row.at, now),
    safe(row.server ?? '-', 32),
    safe(row.actor ?? '-', 32),
    row.direction === null ? ' ' : ARROWS[row.direction],
    safe(what, 72),
    rowOutcome(row) ?? '-',
    safe([row.detail ?? answer, rule].filter((part) => part !== '').join(' '), 300),
  ];
}
