import type { Hint } from '../hint.js';
import type { AuditFinding } from '../record/audit-finding.js';
import type { CallOutcome } from '../record/outcomes.js';

/** A request with its answer, or a notification: one row of the list of calls. Times are Unix milliseconds. */
export interface CallView {
  /** Audit id of the request; the id of the call. */
  readonly seq: number;
  readonly at: number;
  readonly session: string | null;
  readonly user: string | null;
  readonly server: string | null;
  /** The direction of the request: the client's requests go `toServer`. */
  readonly direction: 'toServer' | 'toClient';
  readonly method: string | null;
  /** The tool, prompt or URI. */
  readonly target: string | null;
  /** The stricter one of the request and its answer. */
  readonly outcome: CallOutcome;
  /** Error code of a refusal. */
  readonly code: string | null;
  /** Place in the configuration of the rule that decided. */
  readonly rule: string | null;
  /** The name that the client of its session claims; `null` if it is not known. */
  readonly client: string | null;
  /** Why it did not simply pass, for a person: in the words of the record, but for a held call, whose words are for its agent. */
  readonly reason: string | null;
  /** The approval that it was held for. */
  readonly approval: string | null;
  /** Findings in both messages. */
  readonly findings: number;
  /** Types of the findings, each once. */
  readonly types: readonly string[];
  /** `null` while no answer was recorded. */
  readonly answer: CallAnswer | null;
}

export interface CallAnswer {
  readonly seq: number;
  readonly at: number;
  /** Milliseconds since the request was sent. */
  readonly waitedMs: number | null;
  /** The server answered with an error, or its tool did (`isError`). */
  readonly isError: boolean;
  readonly outcome: CallOutcome;
  readonly code: string | null;
}

/** `GET /calls` */
export interface CallPage {
  /** The newest first. */
  readonly calls: readonly CallView[];
  /** Pass it as `before` for older ones; `null` if there are none. */
  readonly before: number | null;
  /** Why rows may be missing; `null` if none are. */
  readonly damage: string | null;
}

/** A row of the record as programs are shown it. */
export interface RowView {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly direction: 'toServer' | 'toClient' | null;
  readonly shape: string;
  readonly method: string | null;
  readonly target: string | null;
  readonly rpcId: string | null;
  /** `null` for a row that is no message, and refuses nothing. */
  readonly outcome: CallOutcome | null;
  readonly warn: boolean;
  readonly code: string | null;
  readonly rule: string | null;
  readonly detail: string | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly guardUs: number;
  readonly waitedMs: number | null;
  readonly findings: readonly AuditFinding[];
  readonly hash: string;
}

/** `GET /calls/:id`, all that is known of a call. */
export interface CallDetail {
  readonly call: CallView;
  /** The name that the session's client claims; `null` if it was not recorded. */
  readonly client: string | null;
  /** The raw rows: request, answer, and what people did about it. */
  readonly rows: readonly RowView[];
  /** The command that says more or decides; `null` if there is none. */
  readonly hint: Hint | null;
  /** Audit id of the row with a value that a person can except; `null` if there is none. */
  readonly except: number | null;
}
