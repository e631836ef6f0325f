import type { OpenCall } from '@mcp-guard/core';
import type { AuditReader } from '../record/audit-reader.js';

/** Rows that are looked through, of all sessions: a call that is older is not found. */
const MAX_ROWS = 20_000;

const ANSWERS: ReadonlySet<string> = new Set(['result', 'tool_error', 'failure', 'malformed']);

/** Ids that the record has as they came. */
const PLAIN = /^(?:-?\d{1,16}|"[\w .:@/+-]{0,128}")$/;

/** The requests of a session's client that were delivered and not answered, the oldest first. */
export function findOpenCalls(audit: Pick<AuditReader, 'newest'>, session: string): readonly OpenCall[] {
  const [newest] = audit.newest({}, 1);
  const open = new Map<string, OpenCall>();
  for (const row of audit.newest({ session, afterSeq: (newest?.seq ?? 0) - MAX_ROWS }, MAX_ROWS)) {
    const { kind, direction, shape, outcome, rpcId: id, seq } = row;
    if (kind !== 'message' || id === null || !PLAIN.test(id)) continue;
    const isSent = outcome === 'allow' || outcome === 'redact';
    if (direction === 'toServer' && shape === 'request' && isSent) open.set(id, { id, auditId: String(seq) });
    if (direction === 'toClient' && ANSWERS.has(shape)) open.delete(id);
  }
  return [...open.values()];
}
