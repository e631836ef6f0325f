import { LIVE_STATES, type Approval, type ApprovalReader } from './approval-store.js';

/** Approvals of one prefix that are looked at. */
const MAX_FOUND = 16;

/**
 * Reads approvals of which some have changed since they were stored.
 * @param changed as they are now
 */
export function overlayApprovals(stored: ApprovalReader, changed: () => readonly Approval[]): ApprovalReader {
  const newest = (
    limit: number,
    read: (limit: number) => readonly Approval[],
    isMeant: (approval: Approval) => boolean,
  ): readonly Approval[] => {
    const now = changed();
    if (now.length === 0) return read(limit);
    const byId = new Map(read(limit + now.length).map((approval) => [approval.id, approval]));
    for (const approval of now) {
      if (isMeant(approval)) byId.set(approval.id, approval);
      else byId.delete(approval.id);
    }
    return [...byId.values()].toSorted(byAge).slice(0, limit);
  };
  return {
    list: ({ decided, limit }) =>
      newest(
        limit,
        (most) => stored.list({ decided, limit: most }),
        ({ state }) => decided || LIVE_STATES.includes(state),
      ),
    find: (prefix) =>
      newest(
        MAX_FOUND,
        () => stored.find(prefix),
        ({ id }) => id.startsWith(prefix),
      ),
    past: (approval, limit) =>
      newest(
        limit,
        (most) => stored.past(approval, most),
        ({ actor, server, tool }) => actor === approval.actor && server === approval.server && tool === approval.tool,
      ),
  };
}

const byAge = (a: Approval, b: Approval): number => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1);
