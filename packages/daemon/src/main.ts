import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  ByteBudget,
  configuredPaths,
  Fingerprints,
  guardPaths,
  pointerPath,
  stateFolders,
  type DaemonStatus,
  type StopReport,
} from '@mcp-guard/core';
import { Reaper } from '@mcp-guard/core/launch';
import { readTokens } from '@mcp-guard/core/oauth';
import { readSearchPath, recordSearchPath } from '@mcp-guard/core/search-path';
import { readEnvironment, recordEnvironment } from '@mcp-guard/core/terminal-environment';
import { emptyEntry } from '@mcp-guard/store';
import { type ChargeLimits, selfTest } from '@mcp-guard/rules';
import { pino } from 'pino';
import { openApprovals } from './approvals/index.js';
import { Binding } from './config/binding.js';
import { BoundedLog } from './record/bounded-log.js';
import { Configuration } from './config/configuration.js';
import { startControlServer } from './control/control-server.js';
import { lockHome } from './host/daemon-lock.js';
import { databaseKey } from './host/database-key.js';
import { ensureKey, listenPrivately, prepareHome } from './host/home.js';
import { LargeMessages } from './large/large-messages.js';
import { Identities } from './identity/identities.js';
import { LoginKeeper } from './identity/oauth/login-keeper.js';
import type { AuthSettings } from './identity/settings.js';
import { createListener } from './ends/listener.js';
import { UPSTREAMS, type Upstreams } from './ends/registry.js';
import { Turns } from './ends/turns.js';
import { TIMINGS, type Timings } from './timings.js';
import { Tasks } from './state/tasks.js';
import { logLevel } from './host/log-level.js';
import { Markers } from './state/markers.js';
import { forbidDumps } from './host/native.js';
import { RateLimits } from './state/rate-limits.js';
import { createRecordApi } from './record/record-api.js';
import { Recorder } from './record/recorder.js';
import { logRefusal } from './record/refusal-log.js';
import { followReloads } from './reloads.js';
import { ServerLogs } from './record/server-logs.js';
import { ToolLists } from './state/tool-lists.js';
import { Withheld } from './state/withheld.js';
import { Sessions } from './session/sessions.js';

/**
 * What all sessions together may hold in unfinished lines and in large ones that wait to be inspected, in bytes, beside
 * the first part of each line. Four of the largest messages fit.
 */
const LINE_BUDGET = 128 * 2 ** 20;
const MAX_LOG_BYTES = 10 * 2 ** 20;

export interface DaemonOptions {
  readonly version: string;
  /** Where pointers are left for bridges; the home too, unless the configuration says otherwise. */
  readonly home: string;
  /** Absolute. */
  readonly config: string;
  readonly env: NodeJS.ProcessEnv;
  /** A person started it in a terminal, so its PATH is one to find servers with. */
  readonly typed: boolean;
  /** The compiled programs of its threads. */
  readonly workers: { readonly maintenance: URL; readonly large: URL };
  /** How servers are reached. */
  readonly upstreams?: Upstreams;
  readonly timings?: Timings;
}

export interface RunningDaemon {
  /** Ends it as `mcp-guard stop` does. */
  stop(): Promise<StopReport>;
  /** Resolves when nothing of it is left. */
  readonly stopped: Promise<void>;
}

/** Starts the daemon of a home, or throws why there can be none. Returns once it answers. */
export async function startDaemon({
  version,
  home,
  config,
  env,
  typed,
  workers,
  upstreams = UPSTREAMS,
  timings = TIMINGS,
}: DaemonOptions): Promise<RunningDaemon> {
  process.umask(0o077);
  forbidDumps();
  const entrance = guardPaths(home);
  prepareHome(entrance);
  const { secrets, bases } = entrance;
  const fingerprintKey = ensureKey(entrance.fingerprintKey);
  const fingerprints = new Fingerprints(fingerprintKey);
  const binding = new Binding({
    entrance: home,
    config,
    stateFolders: stateFolders(env),
    onProblem: (problem) => log.warn({ problem }, 'what was agreed on cannot be remembered'),
  });
  const source = { home, path: config, secrets, bases, env };
  const configuration = await Configuration.open(source, { fingerprints }, binding);
  selfTest(configuration.current);
  const { auth, daemon, audit } = configuration.current;
  const paths = configuredPaths(entrance, daemon.home);
  const socketPath = daemon.socket_path === null ? paths.socket : resolve(paths.home, daemon.socket_path);
  prepareHome(paths);
  // A store that cannot be read is told now, not to the first client.
  if (auth.mode === 'oauth' && auth.oauth) readTokens(paths.tokens, auth.oauth.issuer);
  const lock = lockHome(paths.pid);
  binding.insist(configuration.loaded);

  const key = ensureKey(paths.key);
  const log = pino(
    { level: logLevel(env['MCP_GUARD_LOG_LEVEL'], daemon.log_level) },
    new BoundedLog(paths.daemonLog, MAX_LOG_BYTES),
  );
  process.on('uncaughtExceptionMonitor', (error) => log.fatal({ err: error }, 'ends by an unexpected error'));
  const recorder = new Recorder({
    paths,
    audit: { ...audit, jsonl: audit.jsonl === null ? null : resolve(paths.home, audit.jsonl) },
    databaseKey: databaseKey(paths.databaseKey, daemon.encryption.enabled, env),
    worker: workers.maintenance,
    warn: (what, error) => log.error({ err: error }, what),
    onRow: (row) => logRefusal(log, row),
    onExhausted(session, error) {
      const { message, hint } = error;
      log.warn({ session, problem: message, hint }, 'a session ends that has used up its share of the record');
      setImmediate(() => sessions.exhausted(session, error));
    },
  });
  const { delivery } = recorder;
  const limits = new RateLimits(recorder.counters);
  const charge: ChargeLimits = (charges) => limits.charge(charges);
  const tools = new ToolLists(recorder.shownTools);
  const markers = new Markers(recorder.givenMarkers);
  const withheld = new Withheld(recorder.withheldItems);
  for (const companion of [limits, tools, markers, withheld]) delivery.join(companion);
  const office = openApprovals({
    configuration,
    recorder,
    tools,
    fingerprints,
    keyPath: paths.approvalKey,
    typed,
    bridges: () => sessions.bridges,
    log,
  });
  const reaper = new Reaper();
  const logs = new ServerLogs(paths.logs);
  const large = new LargeMessages(workers.large, () => configuration.current, charge, fingerprintKey);
  if (typed && env['PATH']) recordSearchPath(entrance.path, env['PATH']);
  if (typed) recordEnvironment(entrance.environment, env, daemon.pass_env);
  const sessions = new Sessions({
    configuration,
    usualConfig: entrance.config,
    delivery,
    tools,
    markers,
    withheld,
    gate: office.gate,
    charge,
    reaper,
    logs,
    large,
    fingerprints,
    tasks: new Tasks(),
    turns: new Turns({ begin: () => delivery.expectCommit(), commit: () => delivery.commit() }),
    budget: new ByteBudget(LINE_BUDGET),
    upstreams,
    timings,
    path: () => readSearchPath(entrance.path),
    terminal: () => readEnvironment(entrance.environment, configuration.current.daemon.pass_env),
    checkRoom: (server) => recorder.space.checkServer(server),
  });
  const authInForce = (): AuthSettings => configuration.current.auth;
  const logins = new LoginKeeper({
    settings: () => (authInForce().mode === 'oauth' ? authInForce().oauth : null),
    folder: paths.tokens,
    onProblem: ({ message, hint }) => log.warn({ problem: message, hint }, 'the login cannot be used'),
  });
  const identities = new Identities(authInForce, logins);
  const listener = createListener({
    key,
    identify: (peer, credential) => identities.identify(peer, credential),
    onBridge: (bridge) => sessions.open(bridge),
    onRefused: (error, refused) => sessions.refused(error, refused),
    timings,
  });

  const startedAt = Math.floor(Date.now() / 1000);
  const status = (): DaemonStatus => ({
    pid: process.pid,
    version,
    home: paths.home,
    startedAt,
    sessions: sessions.count,
    servers: sessions.perServer,
    config: configuration.status,
    audit: recorder.status,
    ...office.status,
  });
  const unwatch = followReloads({ configuration, logins, office, sessions, delivery, log });

  const { promise: stopped, resolve: setStopped } = Promise.withResolvers<void>();
  let stopping: Promise<StopReport> | undefined;
  const stop = async (): Promise<StopReport> => {
    const open = sessions.count;
    listener.close();
    unwatch();
    office.releaseAll();
    const unanswered = await sessions.stop(daemon.shutdown_timeout * 1000);
    delivery.record({ ...emptyEntry('daemon', 'stop'), detail: `head before ${recorder.head}` });
    office.close();
    await recorder.close();
    log.info({ sessions: open, unanswered }, 'stopped');
    setImmediate(() => void finish());
    return { pid: process.pid, sessions: open, unanswered };
  };
  const finish = async (): Promise<void> => {
    await control.close();
    logins.close();
    reaper.close();
    large.close();
    logs.close();
    for (const socket of [socketPath, paths.controlSocket]) rmSync(socket, { force: true });
    lock.release();
    setStopped();
  };
  const stopOnce = (): Promise<StopReport> => (stopping ??= stop());

  const record = createRecordApi(
    recorder.retirement,
    () => sessions.bridges,
    () => configuration.current.approvals,
  );
  const state = { status, approvals: office.desk, record, stop: stopOnce };
  const control = await startControlServer({ socketPath: paths.controlSocket, key, state });
  const detail = JSON.stringify({ version, config, pid: process.pid, agreed: binding.agreed });
  binding.remember(configuration.loaded, 'first start');
  delivery.record({ ...emptyEntry('daemon', 'start'), detail });
  await office.open();
  await delivery.drain();
  recorder.begin();
  logins.reconfigure();
  await listenPrivately(listener, socketPath);
  // Stays when the daemon ends: `logs` finds the record of a configuration with another home by it.
  writeFileSync(pointerPath(entrance, config), `${JSON.stringify({ home: paths.home, socket: socketPath })}\n`, {
    mode: 0o600,
  });
  log.info({ config, socket: socketPath, version }, 'listening');
  return { stop: stopOnce, stopped };
}
