import {
  ForeignChange,
  LIVE_STATES,
  type Approval,
  type ApprovalReader,
  type ApprovalStore,
} from '../approvals/approval-store.js';

/** Forgets everything with its test. */
export function openMemoryApprovalStore(): ApprovalStore & ApprovalReader & { readonly proposals: string[] } {
  const approvals = new Map<string, Approval>();
  const proposals: string[] = [];
  let trusted: string | undefined;
  const newest = (limit: number, isMeant: (approval: Approval) => boolean): readonly Approval[] =>
    [...approvals.values()]
      .filter(isMeant)
      .toSorted((a, b) => b.createdAt - a.createdAt || byId(a, b))
      .slice(0, limit);
  return {
    proposals,
    load: () =>
      [...approvals.values()]
        .filter(({ state }) => LIVE_STATES.includes(state))
        .toSorted((a, b) => a.createdAt - b.createdAt || byId(a, b)),
    forget(before) {
      for (const { id, endedAt } of approvals.values()) if (endedAt !== null && endedAt < before) approvals.delete(id);
    },
    insert(approval) {
      if (approvals.has(approval.id)) throw new Error('this id is taken');
      approvals.set(approval.id, approval);
    },
    update(approval) {
      if (approvals.get(approval.id)?.version !== approval.version - 1) throw new ForeignChange(approval);
      approvals.set(approval.id, approval);
    },
    trustedKey: () => trusted,
    trustKey: (publicKey) => void (trusted = publicKey),
    takeProposals: () => proposals.splice(0),
    list: ({ decided, limit }) => newest(limit, ({ state }) => decided || LIVE_STATES.includes(state)),
    find: (prefix) => newest(16, ({ id }) => id.startsWith(prefix)),
    past: ({ actor, server, tool }, limit) =>
      newest(limit, (each) => each.actor === actor && each.server === server && each.tool === tool),
  };
}

const byId = (a: Approval, b: Approval): number => (a.id < b.id ? -1 : 1);
