import { GuardError, type PruneRequest } from '@mcp-guard/core';
import type { ChainHead, Cut } from './audit-store.js';
import { toRetiredDetail } from './chain.js';
import type { Cuts } from './cuts.js';

/** Who pruned the record, as far as the system tells. */
export interface PrunedBy {
  readonly uid: number;
  readonly pid: number | null;
  /** `pts/3`; null where there is none. */
  readonly tty: string | null;
  /** Name of the program that started the one that pruned. */
  readonly parent: string | null;
  /** It ran among the processes of a client that was connected to the guard. */
  readonly insideClient: boolean;
}

/** What the row of a removal says beside what was removed. */
export interface PruneFacts {
  readonly rows: number;
  /** `<seq>:<hash>` before the row itself. */
  readonly head: string;
  readonly by: PrunedBy;
}

/** What goes, and where it was held back. */
export interface PrunePlan {
  readonly first: Cut;
  readonly cut: Cut;
  readonly rows: number;
  /** Of the database, before. */
  readonly bytes: number;
  /** It was meant to go further, but something that is open since then needs its rows; Unix milliseconds. */
  readonly heldBackBy: number | undefined;
}

/** Rows of before `before` (Unix milliseconds), or as many as leave `to` bytes. */
export type PruneWish = { readonly before: number } | { readonly to: number };

/** Which rows go; nothing where none does. Throws POLICY_DENIED where all of them are needed. */
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

/** The rows that a plan names, as they are now. Throws POLICY_DENIED where they are others, or needed. */
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
    'what would go is still needed: a call waits for a person, or for the answer to a payment',
    {
      hint: 'see mcp-guard approvals list',
    },
  );
