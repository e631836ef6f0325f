import type { DaemonStatus, StopReport } from '@mcp-guard/core';
import type { ApprovalApi } from '../approvals/approval-api.js';
import type { RecordApi } from '../record/record-api.js';

/** All that the routes of the control API show and change; each part is the API of its room. */
export interface DaemonControl {
  status(): DaemonStatus;
  /** Pids of the bridges that are connected. */
  readonly bridges: () => readonly number[];
  readonly approvals: ApprovalApi;
  readonly record: RecordApi;
  /** Resolves when the sessions have ended; the process ends after that. */
  stop(): Promise<StopReport>;
}
