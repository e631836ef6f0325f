import type { AuditRow } from './audit-store.js';

/** Words that a shell does not change. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** What a remote server is said to need of the user. */
const WANTS_LOGIN = /^the server .{1,200} needs (?:the user to log in|more access)/;

const MAKE_ROOM = 'mcp-guard logs --prune --before 30d, or raise audit.max_bytes';

/** The command that says more about a refusal, or the exception for it; for people, never for a model. */
export function hintFor(row: AuditRow): string | undefined {
  if (row.outcome === 'hold') return decide(row.detail ?? '');
  if (row.outcome !== 'block') return undefined;
  if (row.code === 'UNAUTHENTICATED' && row.detail?.includes('log in')) return 'mcp-guard auth login';
  const { code, method, server, target } = row;
  if (code === 'UPSTREAM_UNAVAILABLE' && server !== null && WANTS_LOGIN.test(row.detail ?? '')) {
    return `mcp-guard auth login ${quote(server)}`;
  }
  if (row.rule === 'audit.max_bytes') return code === 'INTERNAL' ? MAKE_ROOM : 'mcp-guard status';
  if (code === 'CONTENT_BLOCKED') return excuse(row.detail ?? '');
  if (code !== 'POLICY_DENIED' || method !== 'tools/call' || server === null || target === null) return undefined;
  return `mcp-guard explain ${quote(server)} ${quote(target)}`;
}

/** The command that decides about a held call. */
function decide(detail: string): string | undefined {
  const [, id] = /approval ([0-9a-f]{16}) waits/.exec(detail) ?? [];
  return id === undefined ? undefined : `mcp-guard approvals approve ${id.slice(0, 8)}`;
}

/** The line of the configuration that makes an exception for a false alarm. */
function excuse(detail: string): string | undefined {
  const [, type, fingerprint] = /\(([\w-]+)\) at .* fingerprint is ([0-9a-f]{16})$/.exec(detail) ?? [];
  if (type === undefined) return undefined;
  return `a false alarm? pii.exceptions: [{ type: ${type}, fingerprint: "${fingerprint}" }]`;
}

const quote = (text: string): string => (PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
