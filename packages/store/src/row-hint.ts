import { approvalOf } from './approval-of.js';
import type { AuditRow } from './audit-store.js';

/** Words that a shell does not change. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** What a remote server is said to need of the user. */
const WANTS_LOGIN = /^the server .{1,200} needs (?:the user to log in|more access)/;

const MAKE_ROOM = 'mcp-guard logs --prune --before 30d, or raise audit.max_bytes';

/** The command that says more about a refusal, or the exception for it; for people, never for a model. */
export function hintFor(row: AuditRow): string | undefined {
  if (row.outcome === 'hold') return decide(row);
  if (row.outcome !== 'block') return undefined;
  if (row.code === 'UNAUTHENTICATED' && row.detail?.includes('log in')) return 'mcp-guard auth login';
  const { code, method, server, target } = row;
  if (code === 'UPSTREAM_UNAVAILABLE' && server !== null && WANTS_LOGIN.test(row.detail ?? '')) {
    return `mcp-guard auth login ${shellWord(server)}`;
  }
  if (row.rule === 'audit.max_bytes') return code === 'INTERNAL' ? MAKE_ROOM : 'mcp-guard status';
  if (code === 'CONTENT_BLOCKED') return refusedValue(row) && `a false alarm? mcp-guard except ${row.seq}`;
  if (code !== 'POLICY_DENIED' || method !== 'tools/call' || server === null || target === null) return undefined;
  return `mcp-guard explain ${shellWord(server)} ${shellWord(target)}`;
}

/** The command that decides about a held call. */
function decide(row: AuditRow): string | undefined {
  const id = approvalOf(row);
  return id === undefined ? undefined : `mcp-guard approvals approve ${id.slice(0, 8)}`;
}

/** A value that a message was refused for, as an exception names it. */
export interface RefusedValue {
  readonly type: string;
  readonly fingerprint: string;
}

/** The value that the row's message was refused for; nothing if it was not refused for its content. */
export function refusedValue({ outcome, code, detail }: AuditRow): RefusedValue | undefined {
  if (outcome !== 'block' || code !== 'CONTENT_BLOCKED') return undefined;
  const [, type, fingerprint] = /\(([\w-]+)\) at .* fingerprint is ([0-9a-f]{16})$/.exec(detail ?? '') ?? [];
  return type === undefined || fingerprint === undefined ? undefined : { type, fingerprint };
}

/** A word of a command line that a shell leaves as it is. */
export const shellWord = (text: string): string => (PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
