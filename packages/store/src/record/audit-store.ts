import type { StoredOutcome } from '@mcp-guard/core';

/** The subject of the row. `message` rows are the traffic; the others distinguish a gap from silence. */
export type AuditKind = 'message' | 'session' | 'daemon' | 'approval' | 'retention' | 'gap';

/** As it is stored, and covered by the hash of the row; `rowOutcome` has it in the words of all surfaces. */
export type AuditOutcome = StoredOutcome;

/** One fact of the record. Nothing in it is a payload; times are Unix milliseconds. */
export interface AuditEntry {
  readonly at: number;
  readonly kind: AuditKind;
  /** Id of the session, unique over restarts. */
  readonly session: string | null;
  /** The user whose process is at the client's end. */
  readonly actor: string | null;
  readonly server: string | null;
  readonly direction: 'toServer' | 'toClient' | null;
  /** `request`, `notification`, `result`, `tool_error` (a result with `isError`), `failure`, `malformed`; for other kinds what happened (`start`, `open`, `approve`…). */
  readonly shape: string;
  /** On a response: the method of its request. */
  readonly method: string | null;
  /** The tool, prompt or URI that it names. */
  readonly target: string | null;
  /** JSON text of the id. */
  readonly rpcId: string | null;
  readonly outcome: AuditOutcome;
  readonly warn: boolean;
  /** Error code of a refusal. */
  readonly code: string | null;
  /** Place in the configuration of the rule that decided. */
  readonly rule: string | null;
  readonly detail: string | null;
  readonly bytesIn: number;
  /** Bytes that were delivered; 0 if nothing was. */
  readonly bytesOut: number;
  /** Time inside the guard until the decision, in microseconds. */
  readonly guardUs: number;
  /** On a response: milliseconds since its request was delivered. */
  readonly waitedMs: number | null;
  /** JSON: the findings in the message and what was done about them. An array of `AuditFinding`, with a `FindingsTotal` at its end if not each is listed. */
  readonly findings: string | null;
}

/** An entry of this moment with its kind and shape only; spread it and set what is known. */
export const emptyEntry = (kind: AuditKind, shape: string): AuditEntry => ({
  at: Date.now(),
  kind,
  session: null,
  actor: null,
  server: null,
  direction: null,
  shape,
  method: null,
  target: null,
  rpcId: null,
  outcome: 'allow',
  warn: false,
  code: null,
  rule: null,
  detail: null,
  bytesIn: 0,
  bytesOut: 0,
  guardUs: 0,
  waitedMs: null,
  findings: null,
});

/** Stands last if there were too many findings to list each. */
export interface FindingsTotal {
  readonly total: number;
}

export interface AuditRow extends AuditEntry {
  /** The audit id: counts up without gaps, never reused. */
  readonly seq: number;
  /** Hex; covers this row and the hash of the row before. */
  readonly hash: string;
}

export const GENESIS: string = '0'.repeat(64);

/** The end of the chain; `seq` 0 and `GENESIS` before the first row. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** A row, and all before it. */
export interface Cut extends ChainHead {
  /** When the row was written, in Unix milliseconds. */
  readonly at: number;
}

/** Append-only, chained record of what crossed the guard. */
export interface AuditStore {
  readonly head: ChainHead;
  /**
   * Appends all of `entries` in one transaction. Returns once they survive the death of this process, or throws and
   * changes nothing.
   * @param also writes to other parts of the same store, in the same transaction
   */
  append(entries: readonly AuditEntry[], also?: () => void): readonly AuditRow[];
}
