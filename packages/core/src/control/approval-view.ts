import type { ApprovalReason, ApprovalState, Decider, Standing } from './approval.js';

/** An approval as people and programs are shown it: `GET /approvals`, `approvals list --json`. Times are Unix seconds. */
export interface ApprovalView {
  /** 16 hex digits. */
  readonly id: string;
  /** A decision about it must name this. */
  readonly print: string;
  readonly state: ApprovalState;
  /** The user that the call belongs to. */
  readonly actor: string;
  readonly server: string;
  readonly tool: string;
  /** JSON text; secrets are masked with their length. */
  readonly call: string;
  /** A decimal: `12.50`. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly reasons: readonly ApprovalReason[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly decidedAt: number | null;
  /** The name that was given with the decision. */
  readonly decidedBy: string | null;
  readonly decider: Decider | null;
  /** The reason given with the decision, or why the approval ended without one. */
  readonly why: string | null;
  readonly standing: Standing | null;
  /** How many times the call came while no person had decided about it. */
  readonly asked: number;
}

/** An approval after a decision about it: `POST /approvals/decide`. */
export interface DecidedView extends ApprovalView {
  /** A client waited for the decision, and goes on by itself: an approved call is sent at once. */
  readonly waits: boolean;
}
