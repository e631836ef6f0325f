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
  /** The user that the call belongs to. */
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
  /** Until when its state applies. */
  readonly expiresAt: number;
  readonly decidedAt: number | null;
  /** The name that was given with the decision. */
  readonly decidedBy: string | null;
  readonly decider: Decider | null;
  /** The reason given with the decision, or why the approval ended without one. */
  readonly why: string | null;
  readonly endedAt: number | null;
  readonly standing: Standing | null;
  /** The last decision as it was made, so that its signature can be checked again. */
  readonly decision: Decided | null;
  /** How many times the call came while no person had decided about it. */
  readonly asked: number;
  /** Counts the changes: each change names the version that it replaces. */
  readonly version: number;
}

/** The fields of a decision, before there is one. */
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

/** States that still apply to calls to come. */
export const LIVE_STATES: readonly ApprovalState[] = ['pending', 'approved', 'standing', 'denied'];

/** The stored approval is not the one that the daemon wrote last. */
export class ForeignChange extends GuardError {
  constructor({ id }: Pick<Approval, 'id'>) {
    super('INTERNAL', `the record of approval ${id} was changed by others`);
  }
}

/** The record of held calls. Written by the daemon alone, in the transaction of the rows that report them. */
export interface ApprovalStore {
  /** Approvals in `LIVE_STATES`, the oldest first. */
  load(): readonly Approval[];
  /** Forgets what ended before `before` (Unix milliseconds). */
  forget(before: number): void;
  insert(approval: Approval): void;
  /** Replaces the version before; throws `ForeignChange` if another version is stored. */
  update(approval: Approval): void;
  /** Public key of the passphrase that decisions are signed with, once one was set. */
  trustedKey(): string | undefined;
  /** @param publicKey `undefined` forgets the key, so that another one can be set */
  trustKey(publicKey: string | undefined): void;
  /**
   * The proposals, oldest first: JSON texts by any program that could write the file. Each is gone with the next commit
   * after it was given out, so that what becomes of it and its removal are one.
   */
  takeProposals(): Iterable<string>;
}

/** Reads the record of held calls. */
export interface ApprovalReader {
  /** The newest first. */
  list(options: { readonly decided: boolean; readonly limit: number }): readonly Approval[];
  /** Approvals whose ids begin with `prefix`; at most a few. */
  find(prefix: string): readonly Approval[];
  /** Held calls of the same actor, server and tool, the newest first. */
  past(approval: Approval, limit: number): readonly Approval[];
}
