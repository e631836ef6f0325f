import type { DaemonHealth, DaemonStatus, Decider, NowView, PageCode, SessionView, StopReport } from '@mcp-guard/core';
import type { ApprovalApi } from '../approvals/approval-api.js';
import type { EditApi } from '../approvals/edit-api.js';
import type { HaltApi } from '../approvals/halt-api.js';
import type { RecordApi } from '../record/record-api.js';
import type { CallsView } from '../view/calls/open-calls-view.js';
import type { OpenPolicyView } from '../view/policy/open-policy-view.js';
import type { ScanRuns } from '../view/scan/scan-runs.js';
import type { ServersView } from '../view/servers/open-servers-view.js';

/** The codes that open the page. */
export interface PageApi {
  giveCode(opener: { readonly decider: Decider }): PageCode;
  /** A code that was given still opens a page. */
  isOpen(code: string): boolean;
}

/** All that the routes of the control API show and change; each part is the API of its room. */
export interface DaemonControl {
  status(): DaemonStatus;
  health(): DaemonHealth;
  /** Pids of the bridges that are connected. */
  readonly bridges: () => readonly number[];
  now(): NowView;
  sessions(): readonly SessionView[];
  readonly calls: CallsView;
  readonly servers: ServersView;
  readonly policy: OpenPolicyView;
  readonly scans: Pick<ScanRuns, 'view' | 'start'>;
  readonly approvals: Omit<ApprovalApi, 'takeProposals'>;
  readonly halt: HaltApi;
  readonly record: RecordApi;
  readonly edits: EditApi;
  readonly page: PageApi;
  /** Resolves when the sessions have ended; the process ends after that. */
  stop(): Promise<StopReport>;
}
