import type { CallView } from '@mcp-guard/core';
import { approvalOf, isAnswer, isEndOf, isOpen, isRequest, pairKey, type AuditRow } from '@mcp-guard/store';
import type { Feed } from '../../record/feed.js';
import { toCallView } from './to-call-view.js';

/** Requests that wait for their answers; the oldest are forgotten, and shown again by the history. */
const MAX_OPEN = 20_000;

/**
 * Pairs rows into calls as they come. Returns what stops it.
 * @param clientsOf the names that clients claim, by session
 */
export function followCalls(
  feed: Pick<Feed, 'follow'>,
  clientsOf: () => ReadonlyMap<string, string>,
  onCalls: (calls: readonly CallView[]) => void,
): () => void {
  const open = new Map<string, AuditRow>();
  return feed.follow((rows) => {
    const clients = clientsOf();
    const clientOf = ({ session }: AuditRow): string | null => clients.get(session ?? '') ?? null;
    const calls = rows.flatMap((row) => {
      if (row.kind === 'session' && row.shape === 'close') forget(open, row.session ?? '');
      if (isRequest(row)) {
        const request = startOf(open, row);
        if (isOpen(row)) open.set(pairKey(row, false), request);
        const [oldest] = open.keys();
        if (open.size > MAX_OPEN && oldest !== undefined) open.delete(oldest);
        return toCallView(request, undefined, clientOf(row));
      }
      const key = isAnswer(row) ? pairKey(row, true) : undefined;
      const request = key === undefined ? undefined : open.get(key);
      if (!request || key === undefined) return [];
      open.delete(key);
      return toCallView(request, row, clientOf(request));
    });
    if (calls.length > 0) onCalls(calls);
  });
}

/** The row of a call: one that was kept open keeps the id that it was shown by. */
function startOf(open: Map<string, AuditRow>, row: AuditRow): AuditRow {
  const key = pairKey(row, false);
  const before = open.get(key);
  if (!before || !isEndOf(row, before)) return row;
  open.delete(key);
  return { ...row, seq: before.seq };
}

/** Its session has ended: none of its requests is answered any more. */
function forget(open: Map<string, AuditRow>, session: string): void {
  for (const [key, row] of open) if (row.session === session) open.delete(key);
}

const APPROVAL = /^([0-9a-f]{16}): /;

/** Ids of approvals that rows speak of. Returns what stops it. */
export const followApprovals = (feed: Pick<Feed, 'follow'>, onIds: (ids: readonly string[]) => void): (() => void) =>
  feed.follow((rows) => {
    const ids = rows.flatMap(
      (row) => (row.kind === 'approval' ? APPROVAL.exec(row.detail ?? '')?.[1] : approvalOf(row)) ?? [],
    );
    if (ids.length > 0) onIds(ids);
  });
