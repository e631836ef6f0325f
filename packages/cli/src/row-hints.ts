import type { AuditRow } from '@mcp-guard/store';
import { safe } from './safe.js';

/** Words that a shell takes as they are. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** The command that says more about the last refusal among some rows; for people, never for a model. */
export function hintFor(rows: readonly AuditRow[]): string | undefined {
  const row = rows.findLast(({ outcome }) => outcome === 'block');
  if (row?.code === 'UNAUTHENTICATED' && row.detail?.includes('log in')) return 'to log in again: mcp-guard auth login';
  if (row?.code !== 'POLICY_DENIED' || row.method !== 'tools/call' || row.server === null || row.target === null) {
    return undefined;
  }
  return `which rules have a say: mcp-guard explain ${quote(row.server)} ${quote(row.target)}`;
}

const quote = (text: string): string => (PLAIN.test(text) ? text : `'${safe(text).replaceAll("'", `'\\''`)}'`);
