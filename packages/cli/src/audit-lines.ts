import { safe } from '@mcp-guard/core';
import type { AuditRow } from '@mcp-guard/store';

export const LOG_HEADER: readonly string[] = ['ID', 'TIME', 'SERVER', 'USER', '', 'WHAT', 'OUTCOME', 'DETAIL'];

const ARROWS = { toServer: '→', toClient: '←' } as const;

/** The cells of one row for a person; safe to print. */
export function describeRow(row: AuditRow): string[] {
  const what = [row.method ?? `${row.kind} ${row.shape}`, row.target].filter((part) => part !== null).join(' ');
  const answer = row.direction === 'toClient' && row.waitedMs !== null ? `${row.shape} after ${row.waitedMs} ms` : '';
  const rule = row.rule === null ? '' : `[${row.rule}]`;
  return [
    String(row.seq),
    new Date(row.at).toISOString(),
    safe(row.server ?? '-', 32),
    safe(row.actor ?? '-', 32),
    row.direction === null ? ' ' : ARROWS[row.direction],
    safe(what, 72),
    row.warn ? `${row.outcome}!` : row.outcome,
    safe([row.detail ?? answer, rule].filter((part) => part !== '').join(' '), 300),
  ];
}
