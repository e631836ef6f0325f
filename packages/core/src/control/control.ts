/** What the control API of the daemon answers; shared by daemon and CLI. */

/** What keeps a server from starting, and what helps. */
export interface ServerProblem {
  readonly what: string;
  readonly help: string;
}

export interface ServerStatus {
  readonly name: string;
  readonly sessions: number;
  /** As far as it can be told without starting it; `null` where nothing is known to be wrong. */
  readonly problem: ServerProblem | null;
}

export interface ConfigStatus {
  readonly path: string;
  /** Unix seconds of the last load that succeeded. */
  readonly loadedAt: number;
  /** Why the file that stands there now is not in force; empty when it is. */
  readonly problems: readonly string[];
  /** The last reload that allowed more than before, and what; `null` when there was none in this run. */
  readonly loosened: { readonly at: number; readonly changes: readonly string[] } | null;
}

export interface AuditStatus {
  /** Unix seconds; `null` before the first row of this run. */
  readonly lastWriteAt: number | null;
  readonly rows: number;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Why traffic is refused; `null` while it is recorded. */
  readonly failure: string | null;
  readonly warnings: readonly string[];
}

/** Where people are told of held calls. */
export interface WebhookStatus {
  /** The rest of the URL is often a secret. */
  readonly host: string;
  /** Why the last attempt failed; `null` when it did not. */
  readonly failure: string | null;
  /** What waits to be told. */
  readonly waiting: number;
  /** What was given up. */
  readonly lost: number;
}

export interface ApprovalsStatus {
  readonly pending: number;
  readonly standing: number;
  readonly webhooks: readonly WebhookStatus[];
}

/** A paid call whose daemon died before its answer came: it counts as spent. */
export interface LostPayment {
  /** Unix seconds. */
  readonly at: number;
  readonly actor: string;
  readonly server: string;
  readonly tool: string;
  /** A decimal. */
  readonly amount: string;
  readonly currency: string;
}

export interface SpendStatus {
  /** Paid calls whose answers have not come yet. */
  readonly open: number;
  /** Of the last day. */
  readonly lost: readonly LostPayment[];
}

/** `GET /status` */
export interface DaemonStatus {
  readonly pid: number;
  readonly version: string;
  readonly home: string;
  /** Unix seconds. */
  readonly startedAt: number;
  readonly sessions: number;
  readonly servers: readonly ServerStatus[];
  readonly config: ConfigStatus;
  readonly audit: AuditStatus;
  readonly approvals: ApprovalsStatus;
  readonly spend: SpendStatus;
}

/** `GET /health` */
export interface DaemonHealth {
  readonly healthy: boolean;
  readonly reasons: readonly string[];
}

/** `POST /stop` answers once nothing is in flight any more, just before the daemon exits. */
export interface StopReport {
  readonly pid: number;
  readonly sessions: number;
  /** Requests that had no answer when the time was up. */
  readonly unanswered: number;
}

/** `POST /record/prune` answers once the rows are gone. */
export interface PruneReport {
  readonly rows: number;
  /** Of the record afterwards. */
  readonly bytes: number;
  /** `<seq>:<hash>` of the last row, to be kept elsewhere. */
  readonly head: string;
}
