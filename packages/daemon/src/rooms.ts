import { resolve } from 'node:path';
import { ByteBudget } from '@mcp-guard/core';
import { Reaper } from '@mcp-guard/core/launch';
import { readSearchPath } from '@mcp-guard/core/search-path';
import { openSqliteStore, type Store } from '@mcp-guard/store';
import { openApprovals, type ApprovalRuntime } from './approvals/index.js';
import type { SettledOptions } from './daemon-options.js';
import type { UpstreamHost } from './ends/open-upstream.js';
import { RemoteLinks } from './ends/remote/link/links.js';
import { openWayOut, type WayOut } from './host/way-out.js';
import { Turns } from './ends/turns.js';
import type { Closers, Foundation } from './foundation.js';
import { databaseKey } from './host/database-key.js';
import { Identities } from './identity/identities.js';
import { LoginKeeper } from './identity/oauth/login-keeper.js';
import { LargeMessages } from './large/large-messages.js';
import { Recorder } from './record/recorder.js';
import { refusalLogger } from './record/refusal-log.js';
import { ServerLogs } from './record/server-logs.js';
import { Sessions } from './session/sessions.js';
import type { SessionDeps } from './session/session-parts.js';
import { Markers } from './state/markers.js';
import { RateLimits } from './state/rate-limits.js';
import { Tasks } from './state/tasks.js';
import { ToolLists } from './state/tool-lists.js';
import { openTracer, type Tracer } from './state/tracer.js';
import { Withheld } from './state/withheld.js';

/**
 * Bytes that all sessions together may hold in unfinished lines and in large ones that wait to be inspected, besides the
 * first part of each line. Four of the largest messages fit.
 */
const LINE_BUDGET = 128 * 2 ** 20;

/** The working parts of a daemon. */
export interface Rooms {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly approvals: ApprovalRuntime;
  readonly sessions: Sessions;
  readonly tools: ToolLists;
  readonly limits: RateLimits;
  /** Present where traces are sent. */
  readonly tracer: Tracer | undefined;
  readonly wayOut: WayOut;
  readonly logins: LoginKeeper;
  readonly identities: Identities;
}

/** Opens the record and all state that is written with it, then the parts that sessions need. */
export function openRooms(options: SettledOptions, foundation: Foundation, closers: Closers): Rooms {
  const { configuration, log } = foundation;
  const wayOut = openWayOut(foundation);
  const store = openStore(options, foundation);
  const recorder = openRecorder(options, foundation, store, (...exhausted) => sessions.exhausted(...exhausted));
  recorder.feed.follow((rows) => rows.forEach(refusalLogger(log)));
  const state = openState(store, recorder, foundation);
  const approvals = openApprovals({
    configuration,
    recorder,
    spending: store.spending,
    tools: state.tools,
    fingerprints: foundation.fingerprints,
    keyPath: foundation.paths.approvalKey,
    typed: options.typed,
    formats: options.formats,
    fetch: wayOut.fetch,
    systemFolders: options.systemFolders,
    terminal: wayOut.desktop,
    clock: options.clock,
    timings: options.timings,
    log,
  });
  const sessions = new Sessions({
    ...state,
    ...openWorkplace(options, foundation, recorder, wayOut, closers),
    gate: approvals.gate,
  });
  const { tools, limits, tracer } = state;
  return {
    store,
    recorder,
    approvals,
    sessions,
    tools,
    limits,
    tracer,
    wayOut,
    ...openIdentities(options, foundation, wayOut, closers),
  };
}

const openStore = ({ env }: SettledOptions, { configuration, paths }: Foundation): Store =>
  openSqliteStore({
    path: paths.database,
    key: databaseKey(paths.databaseKey, configuration.current.daemon.encryption.enabled, env),
    survivesPowerCut: configuration.current.audit.durability === 'full',
  });

function openRecorder(
  { workers, clock, timings }: SettledOptions,
  { configuration, paths, log }: Foundation,
  store: Store,
  exhausted: Sessions['exhausted'],
): Recorder {
  const { audit } = configuration.current;
  return new Recorder({
    store,
    audit: { ...audit, jsonl: audit.jsonl === null ? null : resolve(paths.home, audit.jsonl) },
    worker: workers.takeover,
    clock,
    timings,
    warn: (what, error) => log.error({ err: error }, what),
    onExhausted(session, error) {
      const { message, hint } = error;
      log.warn({ session, problem: message, hint }, 'a session ends that has used up its share of the record');
      setImmediate(() => exhausted(session, error));
    },
  });
}

type State = Pick<SessionDeps, 'delivery' | 'charge' | 'tools' | 'markers' | 'withheld' | 'tasks'> &
  Pick<Rooms, 'limits' | 'tracer'>;

/** State that survives restarts besides the record, and is written with its rows. */
function openState(store: Store, { delivery, unwritten }: Recorder, { configuration }: Foundation): State {
  const limits = new RateLimits(store.counters, unwritten);
  const tools = new ToolLists(store.shownTools, unwritten);
  const markers = new Markers(store.givenMarkers, unwritten);
  const withheld = new Withheld(store.withheldItems, unwritten);
  const tracer = openTracer(configuration.started.telemetry);
  return { delivery, limits, tracer, charge: limits.charge, tools, markers, withheld, tasks: new Tasks() };
}

type Workplace = Omit<SessionDeps, keyof State | 'gate'>;

/** The parts that start servers, read their messages and inspect the large ones. */
function openWorkplace(
  { workers, upstreams, timings }: SettledOptions,
  { configuration, entrance, paths, fingerprints, fingerprintKey, log }: Foundation,
  { delivery, space }: Recorder,
  { terminal }: WayOut,
  closers: Closers,
): Workplace {
  const logs = new ServerLogs(paths.logs);
  closers.add(() => logs.close());
  const large = new LargeMessages(workers.large, () => configuration.current, fingerprintKey);
  closers.add(() => large.close());
  const reaper = new Reaper();
  closers.add(() => reaper.close());
  const links = new RemoteLinks({
    proxy: configuration.started.daemon.proxy,
    terminal,
    tokens: paths.tokens,
    onProblem: (server, problem, hint) =>
      log.warn({ server, problem, hint }, 'a remote server cannot be used as it is'),
  });
  closers.add(() => links.close());
  const host: UpstreamHost = {
    path: () => readSearchPath(entrance.path),
    terminal,
    links,
    secrets: () => configuration.secrets,
    reaper,
    timings,
  };
  return {
    configuration,
    usualConfig: entrance.config,
    large,
    fingerprints,
    upstreams,
    host,
    logs,
    turns: new Turns({ delivery }),
    budget: new ByteBudget(LINE_BUDGET),
    checkRoom: (server) => space.checkServer(server),
    timings,
  };
}

function openIdentities(
  { timings }: SettledOptions,
  { configuration, paths, log }: Foundation,
  { fetch }: WayOut,
  closers: Closers,
): Pick<Rooms, 'logins' | 'identities'> {
  const logins = new LoginKeeper({
    settings() {
      const { mode, oauth } = configuration.current.auth;
      return mode === 'oauth' ? oauth : null;
    },
    folder: paths.tokens,
    watchEvery: timings.configWatch,
    fetch,
    onProblem: ({ message, hint }) => log.warn({ problem: message, hint }, 'the login cannot be used'),
  });
  closers.add(() => logins.close());
  return { logins, identities: new Identities(configuration, logins) };
}
