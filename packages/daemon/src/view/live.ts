import type { CallView, NowView } from '@mcp-guard/core';

/**
 * The events while somebody looks. Each `follow…` returns what stops it; nothing is kept for followers that are not
 * there.
 */
export interface Live {
  now(): NowView;
  /** The calls to a server that were refused in the seconds that `now` shows. */
  refusedBy(server: string): number;
  /** New calls and those that got their answers, a turn at a time. */
  followCalls(onCalls: (calls: readonly CallView[]) => void): () => void;
  /** Ids of approvals that have changed. */
  followApprovals(onIds: (ids: readonly string[]) => void): () => void;
}
