import { GuardError, type PruneRequest } from '@mcp-guard/core';
import type { ChainHead, Cut } from './audit-store.js';
import { toRetiredDetail } from './chain.js';
import type { Cuts } from './cuts.js';

/** The person who pruned the record, as far as the system shows. */
export interface PrunedBy {
  readonly uid: number;
  readonly pid: number | null;
  /** `pts/3`; null if there is none. */
  readonly tty: string | null;
  /** Name of the program that started the one that pruned. */
  readonly parent: string | null;
  /** It ran among the processes of a client that was connected to the guard. */
  readonly insideClient: boolean;
}

/** The row of a removal reports this beside its range. */
export interface PruneFacts {
  readonly rows: number;
  /** `<seq>:<hash>` before the row itself. */
  readonly head: string;
  readonly by: PrunedBy;
}

/** The rows that go, and what held the plan back. */
export interface PrunePlan {
  readonly first: Cut;
  readonly cut: Cut;
  readonly rows: number;
  /** Size of the database before. */
  readonly bytes: number;
  /** Since when something is open that needs its rows, so that the plan stops before it; Unix milliseconds. */
  readonly heldBackBy: number | undefined;
}

/** Rows before `before` (Unix milliseconds), or as many as leave `to` bytes. */
export type PruneWish = { readonly before: number } | { readonly to: number };

/** Which rows go; nothing if none does. Throws POLICY_DENIED if all of them are needed. */
export function planPrune(cuts: Cuts, wish: PruneWish): PrunePlan | undefined {
  const ends = cuts.ends();
  if (!ends) return undefined;
  const bytes = cuts.size();
  const wanted =
    'before' in wish ? cuts.before(wish.before) : bytes > wish.to ? cuts.after(bytes - wish.to) : undefined;
  if (!wanted) return undefined;
  const open = cuts.openSince();
  const heldBackBy = open !== undefined && wanted.at >= open ? open : undefined;
  const cut = heldBackBy === undefined ? wanted : cuts.before(heldBackBy);
  if (!cut) throw stillOpen();
  return { first: ends.first, cut, rows: cut.seq - ends.first.seq + 1, bytes, heldBackBy };
}

/** The rows of a request, as they are now. Throws POLICY_DENIED if they have changed or are needed. */
export function checkCut(cuts: Cuts, { through, hash }: PruneRequest): { readonly cut: Cut; readonly rows: number } {
  const cut = cuts.at(through);
  const ends = cuts.ends();
  if (!cut || !ends || cut.hash !== hash) throw refuse('the record is not as it was shown; nothing was removed');
  const open = cuts.openSince();
  if (open !== undefined && cut.at >= open) throw stillOpen();
  return { cut, rows: cut.seq - ends.first.seq + 1 };
}

export const toPrunedDetail = ({ seq, hash }: ChainHead, facts: PruneFacts): string =>
  toRetiredDetail({ through: seq, hash }, facts);

const refuse = (why: string): GuardError => new GuardError('POLICY_DENIED', why);

const stillOpen = (): GuardError =>
  new GuardError(
    'POLICY_DENIED',
    'these rows are still needed: a call waits for a person, or a payment for its response',
    { hint: { command: 'mcp-guard approvals list' } },
  );
