import type { ApprovalsStatus } from './approvals-status.js';
import type { AuditStatus } from './audit-status.js';
import type { ConfigStatus } from './config-status.js';
import type { HaltStatus } from './halt.js';
import type { ServerStatus } from './server-status.js';
import type { SpendStatus } from './spend-status.js';
import type { TelemetryStatus } from './telemetry-status.js';

/** `GET /status` */
export interface DaemonStatus {
  readonly pid: number;
  readonly version: string;
  readonly home: string;
  /** Unix seconds. */
  readonly startedAt: number;
  /** Address of the page: `http://127.0.0.1:9777`; `null` if there is none. */
  readonly dashboard: string | null;
  /** Why there is no page, or why it is not where it was configured; `null` if nothing is wrong with it. */
  readonly dashboardProblem: string | null;
  /** `null` while calls pass. */
  readonly halt: HaltStatus | null;
  readonly sessions: number;
  readonly servers: readonly ServerStatus[];
  readonly config: ConfigStatus;
  readonly audit: AuditStatus;
  readonly approvals: ApprovalsStatus;
  readonly spend: SpendStatus;
  /** `null` if nothing is sent to a collector. */
  readonly telemetry: TelemetryStatus | null;
}
