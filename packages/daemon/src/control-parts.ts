import type { DaemonStatus } from '@mcp-guard/core';
import type { DaemonControl } from './control/daemon-control.js';
import type { SettledOptions } from './daemon-options.js';
import type { Foundation } from './foundation.js';
import { createRecordApi } from './record/record-api.js';
import type { Rooms } from './rooms.js';

export interface ControlParts extends Rooms, Pick<DaemonControl, 'stop'> {
  readonly options: SettledOptions;
  readonly foundation: Foundation;
}

/** Builds what the control API and the page show and change, from the parts of a running daemon. */
export function createControl(parts: ControlParts): DaemonControl {
  const { foundation, recorder, approvals, sessions, stop } = parts;
  const { configuration } = foundation;
  return {
    status: createStatus(parts),
    bridges: () => sessions.bridges,
    approvals: approvals.api,
    record: createRecordApi(recorder.retirement, () => configuration.current.approvals),
    stop,
  };
}

function createStatus({ options, foundation, recorder, approvals, sessions }: ControlParts): () => DaemonStatus {
  const startedAt = Math.floor(Date.now() / 1000);
  return () => ({
    pid: process.pid,
    version: options.version,
    home: foundation.paths.home,
    startedAt,
    sessions: sessions.count,
    servers: sessions.perServer,
    config: foundation.configuration.status,
    audit: recorder.status,
    ...approvals.status,
  });
}
