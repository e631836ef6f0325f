import {
  GuardError,
  type ApprovalReason,
  type ApprovalState,
  type CallFingerprint,
  type Decided,
  type Decider,
  type Standing,
} from '@mcp-guard/core';

/** A call that a person was asked about. The record is the authority. Times are Unix milliseconds. */
export interface Approval extends CallFingerprint {
  /** 16 hex digits. */
  readonly id: string;
  readonly state: ApprovalState;
  /** Whose call it is. */
  readonly actor: string;
  readonly server: string;
  readonly tool: string;
  /** JSON text of what is sent, for people: secrets are masked, long texts cut with their length. */
  readonly shown: string;
  /** Hash of the rules that it was asked under. */
  readonly policy: string;
  /** Hash of the tool's definition as the server last showed it; `null` where it never did. */
  readonly definition: string | null;
  /** A decimal: `12.50`. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly reasons: readonly ApprovalReason[];
  readonly createdAt: number;
  /** Until when it means something in its state. */
  readonly expiresAt: number;
  readonly decidedAt: number | null;
  /** The name that whoever decided gave. */
  readonly decidedBy: string | null;
  readonly decider: Decider | null;
  /** In the words of whoever decided, or why it ended without anybody. */
  readonly why: string | null;
  readonly endedAt: number | null;
  readonly standing: Standing | null;
  /** The last decision as it was made, so that its signature can be checked again. */
  readonly decision: Decided | null;
  /** Counts the changes: whoever changes it says which one he has seen. */
  readonly version: number;
}

/** What nobody has decided yet. */
export const UNDECIDED: Pick<Approval, Undecided> = {
  decidedAt: null,
  decidedBy: null,
  decider: null,
  why: null,
  endedAt: null,
  standing: null,
  decision: null,
};

type Undecided = 'decidedAt' | 'decidedBy' | 'decider' | 'why' | 'endedAt' | 'standing' | 'decision';

/** A decision that was written down while no daemon ran. */
export interface Proposal extends Decided {
  readonly decider: Decider;
}

/** Those whose states still mean something. */
export const LIVE_STATES: readonly ApprovalState[] = ['pending', 'approved', 'standing', 'denied'];

/** What is written about an approval is not what the daemon wrote last. */
export class ForeignChange extends GuardError {
  constructor({ id }: Pick<Approval, 'id'>) {
    super('INTERNAL', `the record of approval ${id} was changed by others`);
  }
}

/** The record of what people were asked. Written by the daemon alone, in the transaction of the rows that tell of it. */
export interface ApprovalStore {
  /** Those in `LIVE_STATES`, the oldest first. */
  load(): readonly Approval[];
  /** What ended before `before` (Unix milliseconds). */
  forget(before: number): void;
  insert(approval: Approval): void;
  /** Replaces the version before; throws `ForeignChange` when that is not the one that is there. */
  update(approval: Approval): void;
  /** Of the passphrase that decisions are signed with, once one was set. */
  trustedKey(): string | undefined;
  /** @param publicKey `undefined` trusts none, so that another one can be set */
  trustKey(publicKey: string | undefined): void;
  /** What was proposed, oldest first, and is thereby taken away: JSON texts of whoever could write the file. */
  takeProposals(): readonly string[];
}

/** What everybody who may read the record can ask. */
export interface ApprovalReader {
  /** The newest first. */
  list(options: { readonly decided: boolean; readonly limit: number }): readonly Approval[];
  /** Those whose ids begin with `prefix`; at most a few. */
  find(prefix: string): readonly Approval[];
  /** Calls of the same actor, server and tool that people were asked about, the newest first. */
  past(approval: Approval, limit: number): readonly Approval[];
}
