import { fileURLToPath } from 'node:url';
import { userName, type DaemonHealth, type DaemonStatus } from '@mcp-guard/core';
import { readMovedServers, rolesOfUser, type MovedServer } from '@mcp-guard/policy';
import { createEditApi, type EditApi } from '../approvals/edit-api.js';
import { runPlan } from '../approvals/run-plan.js';
import type { DaemonControl } from '../control/daemon-control.js';
import { databaseKey } from '../host/database-key.js';
import { openMetrics, type Metrics } from '../metrics/metrics.js';
import { createRecordApi } from '../record/record-api.js';
import { ServerLogs } from '../record/server-logs.js';
import { Tracer } from '../state/tracer.js';
import { openTelemetry, type Telemetry } from '../telemetry/telemetry.js';
import { History } from '../view/calls/history.js';
import { openCallsView } from '../view/calls/open-calls-view.js';
import type { Live } from '../view/live.js';
import { openLive } from '../view/open-live.js';
import { openPolicyView, type OpenPolicyView } from '../view/policy/open-policy-view.js';
import { runScan } from '../view/scan/run-scan.js';
import { ScanRuns } from '../view/scan/scan-runs.js';
import { openServersView, type ServersView } from '../view/servers/open-servers-view.js';
import type { Web } from '../web/web.js';
import type { Parts } from './parts.js';
import { openWeb } from './web.js';

export interface ControlParts extends Parts, Pick<DaemonControl, 'stop'> {
  /** Messages pass. */
  readonly isReady: () => boolean;
}

/** Builds what commands and pages see and change, from the parts of a running daemon; and the page, which does not listen yet. */
export function createControl(parts: ControlParts): { readonly control: DaemonControl; readonly web: Web } {
  const { options, home, recorder, approvals, sessions, stop } = parts;
  const { configuration } = home;
  const status = createStatus(parts, () => ({ web, telemetry }));
  const health = (): DaemonHealth => {
    const { audit, config } = status();
    const reasons = [...(audit.failure === null ? [] : [`audit: ${audit.failure}`]), ...config.problems];
    return { healthy: reasons.length === 0, reasons };
  };
  const live = openLive({ version: options.version, feed: recorder.feed, sessions, status });
  const servers = openServers(parts, live);
  const metrics = openMetrics({
    feed: recorder.feed,
    inForce: configuration.inForce,
    status,
    servers: () => servers.list(),
    viewers: () => web.viewers.count,
    recordLag: () => recorder.lag,
  });
  const telemetry = openSending(parts, metrics);
  const web: Web = openWeb({ ...parts, live, metrics, control: () => control, health });
  const policy = openPolicyView({ configuration, delivery: recorder.delivery });
  const control: DaemonControl = {
    status,
    health,
    bridges: () => sessions.bridges,
    now: () => live.now(),
    sessions: () => sessions.list(),
    calls: openCallsView(openHistory(parts)),
    servers,
    policy,
    scans: new ScanRuns(() => runScan(fileURLToPath(options.commands), options.env)),
    approvals: approvals.api,
    halt: approvals.haltApi,
    record: createRecordApi(recorder.retirement, () => configuration.current.approvals),
    edits: openEdits(parts, policy),
    page: web,
    stop,
  };
  return { control, web };
}

const openEdits = ({ options, home, approvals }: ControlParts, policy: OpenPolicyView): EditApi =>
  createEditApi({
    rules: approvals.rules,
    plan: (wish) =>
      runPlan(wish, {
        program: fileURLToPath(options.commands),
        env: options.env,
        home: home.entrance.home,
        config: home.configuration.path,
      }),
    inForce: () => home.configuration.status.hash,
    confirm: (changes, decider) => policy.confirm(changes, decider),
  });

function openSending(parts: ControlParts, metrics: Metrics): Telemetry {
  const { options, home, recorder, state, wayOut, cleanup } = parts;
  const { configuration, log } = home;
  const telemetry = openTelemetry({
    settings: configuration.started.telemetry,
    version: options.version,
    feed: recorder.feed,
    metrics,
    tracer: state.tracer ?? new Tracer(),
    fetch: wayOut.fetch,
    onProblem: (error) => log.error({ err: error }, 'telemetry could not be sent'),
  });
  cleanup.add(() => telemetry.close());
  return telemetry;
}

const openServers = ({ home, sessions, state, approvals }: ControlParts, live: Live): ServersView =>
  openServersView({
    configuration: home.configuration,
    tools: state.tools,
    limits: state.limits,
    ledger: approvals.ledger,
    perServer: () => sessions.perServer,
    refusedBy: (server) => live.refusedBy(server),
    logOf: (server) => ServerLogs.pathOf(home.paths.logs, server),
    ownRoles: () => rolesOfUser(home.configuration.current.auth, userName()),
    moved: () => readMoved(home.entrance.moves),
  });

/** A journal that is damaged is no reason to show nothing. */
function readMoved(journal: string): readonly MovedServer[] {
  try {
    return readMovedServers(journal);
  } catch {
    return [];
  }
}

function openHistory({ options, home, cleanup }: ControlParts): History {
  const { configuration, paths, log } = home;
  const { enabled } = configuration.started.daemon.encryption;
  const key = databaseKey(paths.databaseKey, enabled, options.env);
  const history = new History(options.workers.history, { path: paths.database, key }, (problem) =>
    log.warn({ problem }, 'the record could not be searched'),
  );
  cleanup.add(() => history.close());
  return history;
}

function createStatus(
  { options, home, recorder, state, approvals, sessions }: ControlParts,
  others: () => { readonly web: Web; readonly telemetry: Telemetry },
): () => DaemonStatus {
  const startedAt = Math.floor(Date.now() / 1000);
  return () => ({
    pid: process.pid,
    version: options.version,
    home: home.paths.home,
    startedAt,
    dashboard: others().web.url,
    dashboardProblem: others().web.problem,
    halt: state.halt.status,
    sessions: sessions.count,
    servers: sessions.perServer,
    config: home.configuration.status,
    audit: recorder.status,
    ...approvals.status,
    telemetry: others().telemetry.status,
  });
}
