import type { DaemonStatus } from '../../src/index.js';

/** A daemon that runs, and of which there is nothing to tell. */
export const RUNNING: DaemonStatus = {
  pid: 1,
  version: '1',
  home: '/h',
  startedAt: 1,
  dashboard: null,
  dashboardProblem: null,
  halt: null,
  sessions: 0,
  servers: [],
  config: { path: '/c', hash: '', bases: [], loadedAt: 1, problems: [], loosened: null, acknowledged: null },
  audit: { lastWriteAt: null, rows: 0, bytes: 0, maxBytes: 1, failure: null, warnings: [] },
  approvals: { pending: 0, standing: 0, needsPassphrase: false, webhooks: [] },
  spend: { open: 0, lost: [] },
  telemetry: null,
};
