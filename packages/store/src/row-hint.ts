import type { AuditRow } from './audit-store.js';

/** Words that a shell takes as they are. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** The command that says more about a refusal; for people, never for a model. */
export function hintFor(row: AuditRow): string | undefined {
  if (row.outcome !== 'block') return undefined;
  if (row.code === 'UNAUTHENTICATED' && row.detail?.includes('log in')) return 'mcp-guard auth login';
  const { code, method, server, target } = row;
  if (code !== 'POLICY_DENIED' || method !== 'tools/call' || server === null || target === null) return undefined;
  return `mcp-guard explain ${quote(server)} ${quote(target)}`;
}

const quote = (text: string): string => (PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
