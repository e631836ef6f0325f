import type { DaemonStatus, StopReport } from '@mcp-guard/core';

/** What the control API may see and do. */
export interface DaemonState {
  status(): DaemonStatus;
  /** Resolves when the sessions have ended; the process ends after that. */
  stop(): Promise<StopReport>;
}
