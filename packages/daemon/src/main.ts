import { rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, pointerPath, type StopReport } from '@mcp-guard/core';
import { writePrivate } from '@mcp-guard/core/private-file';
import { SYSTEM_FOLDERS } from '@mcp-guard/core/system-program';
import { INTERCEPTORS } from '@mcp-guard/rules';
import { emptyEntry } from '@mcp-guard/store';
import { openApprovals } from './approvals/index.js';
import { FORMATS } from './approvals/notify/formats/registry.js';
import { startControlServer } from './control/control-server.js';
import { createListener } from './ends/listener.js';
import { UPSTREAMS } from './ends/registry.js';
import { createClock } from './host/clock.js';
import { listenPrivately } from './host/home.js';
import { watchHome } from './host/home-watch.js';
import { openWayOut } from './host/way-out.js';
import type { Sessions } from './session/sessions.js';
import { TIMINGS } from './timings.js';
import type { Web } from './web/web.js';
import { Cleanup } from './wiring/cleanup.js';
import { createControl } from './wiring/control.js';
import { followHalts } from './wiring/halts.js';
import { openHome } from './wiring/home.js';
import { openIdentities } from './wiring/identities.js';
import type { DaemonOptions, SettledOptions } from './wiring/options.js';
import type { Parts } from './wiring/parts.js';
import { openRecord } from './wiring/record.js';
import { followReloads } from './wiring/reloads.js';
import { openSessions } from './wiring/sessions.js';
import { openState } from './wiring/state.js';

export type { DaemonOptions } from './wiring/options.js';
export { loadFamilies } from '@mcp-guard/detectors';

export interface RunningDaemon {
  /** Ends it as `mcp-guard stop` does. */
  stop(): Promise<StopReport>;
  /** Resolves when nothing of it is left. */
  readonly stopped: Promise<void>;
}

interface OpenDaemon extends Parts {
  readonly listener: Server;
  readonly unwatch: () => void;
}

/** Starts the daemon of a home, or throws why none can start. Returns once it responds. */
export async function startDaemon(given: DaemonOptions): Promise<RunningDaemon> {
  const options: SettledOptions = {
    upstreams: UPSTREAMS,
    interceptors: INTERCEPTORS,
    formats: FORMATS,
    systemFolders: SYSTEM_FOLDERS,
    clock: createClock(),
    timings: TIMINGS,
    ...given,
  };
  const cleanup = new Cleanup();
  const umask = process.umask(0o077);
  cleanup.add(() => void process.umask(umask));
  try {
    const parts = await openParts(options, cleanup);
    return await begin({ ...parts, listener: openListener(parts), unwatch: followReloads(parts) });
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

/** Opens the record and all state that is written with it, then the parts that sessions need. */
async function openParts(options: SettledOptions, cleanup: Cleanup): Promise<Parts> {
  const { typed, formats, systemFolders, clock, timings } = options;
  const home = await openHome(options, cleanup);
  const { configuration, entrance, paths, fingerprints, log } = home;
  const wayOut = openWayOut(entrance.environment, () => configuration.current.daemon);
  const { store, recorder } = openRecord(options, home, (...exhausted) => sessions.exhausted(...exhausted));
  const state = openState(options, store, recorder, home);
  const approvals = openApprovals({
    typed,
    formats,
    systemFolders,
    clock,
    timings,
    configuration,
    recorder,
    spending: store.spending,
    tools: state.tools,
    halt: state.halt,
    fingerprints,
    keyPath: paths.approvalKey,
    fetch: wayOut.fetch,
    terminal: wayOut.desktop,
    log,
  });
  const base = { options, cleanup, home, wayOut, store, recorder, state, approvals };
  const sessions: Sessions = openSessions(base);
  return { ...base, sessions, ...openIdentities(base) };
}

const openListener = ({ options, home, identities, sessions }: Parts): Server =>
  createListener({
    key: home.key,
    identify: (peer, credential) => identities.identify(peer, credential),
    onBridge: (bridge) => sessions.open(bridge),
    onRefused: (error, refused, tell) => sessions.refused(error, refused, tell),
    timings: options.timings,
  });

/** Listens once the start is in the record, and lets messages pass once the self-test has succeeded. */
async function begin(parts: OpenDaemon): Promise<RunningDaemon> {
  const { options, home, recorder, approvals, sessions, logins, unwatch, cleanup } = parts;
  const { binding, socketPath, log } = home;
  const { version, config, typed, timings } = options;
  const { promise: stopped, resolve: setStopped } = Promise.withResolvers<void>();
  let stopping: Promise<StopReport> | undefined;
  const stop = (): Promise<StopReport> =>
    (stopping ??= stopWork(parts).finally(() => setImmediate(() => void cleanup.run().then(setStopped))));
  const detail = JSON.stringify({ version, config, pid: process.pid, agreed: binding.agreed });
  recorder.delivery.record({ ...emptyEntry('daemon', 'start'), detail });
  cleanup.add(followHalts(parts));
  await approvals.open();
  await recorder.delivery.drain();
  recorder.begin();
  logins.reconfigure();
  const { promise: admitted, resolve: setAdmitted } = Promise.withResolvers<void>();
  // Before any bridge: as soon as one has been refused, somebody may want to stop this daemon.
  let isReady = false;
  const web = await openControl(parts, { stop, admitted, isReady: () => isReady && !stopping });
  await listen(parts);
  cleanup.add(
    watchHome(home.paths.home, timings.configWatch, () => {
      log.error('the home is gone or was replaced: no client can find this daemon, so it ends');
      // Its sockets are not removed: what stands in their place is another daemon's. The record is gone with the home.
      unwatch();
      void sessions
        .stop(0)
        .catch((error: unknown) => log.error({ err: error }, 'a session could not be ended'))
        .finally(setStopped);
    }),
  );
  // The self-test takes this thread for a while, in which the server of the client that waits for us can start.
  if (!typed) await Promise.race([sessions.opened, delay(timings.firstClient, undefined, { ref: false })]);
  await admit(parts);
  isReady = true;
  setAdmitted();
  if (options.problem !== undefined) log.warn(options.problem);
  log.info({ config, socket: socketPath, page: web.url, version }, 'listening');
  return { stop, stopped };
}

/** Lets bridges find and reach the daemon. */
async function listen({ options, home, listener, cleanup }: OpenDaemon): Promise<void> {
  const { entrance, paths, socketPath } = home;
  await listenPrivately(listener, socketPath);
  cleanup.add(() => {
    listener.close();
    rmSync(socketPath, { force: true });
  });
  // Kept when the daemon ends: with it, `logs` finds the record of a configuration with another home. A command that
  // reads half of it would take the daemon of the default home for this one.
  writePrivate(pointerPath(entrance, options.config), `${JSON.stringify({ home: paths.home, socket: socketPath })}\n`);
}

/**
 * Lets messages pass. Throws if the policies let pass what they must not: every client that has come so far gets that
 * error, and no message of it was read.
 */
async function admit(parts: OpenDaemon): Promise<void> {
  const { configuration, binding } = parts.home;
  try {
    configuration.test();
    binding.remember(configuration.loaded, 'first start');
  } catch (thrown) {
    parts.sessions.turnAway(GuardError.from(thrown));
    await stopWork(parts);
    throw thrown;
  }
  parts.sessions.admit();
}

interface Lifecycle {
  readonly stop: () => Promise<StopReport>;
  readonly admitted: Promise<void>;
  /** Messages pass. */
  readonly isReady: () => boolean;
}

/** Commands and pages reach the daemon from now on; they are answered once messages may pass, and cut off if that never comes. */
async function openControl(parts: OpenDaemon, { stop, admitted, isReady }: Lifecycle): Promise<Web> {
  const { home, cleanup } = parts;
  const { paths, key } = home;
  const { control: daemon, web } = createControl({ ...parts, stop, isReady });
  await web.listen();
  cleanup.add(() => web.close());
  const control = await startControlServer({ socketPath: paths.controlSocket, key, daemon, admitted });
  cleanup.add(async () => {
    await control.close();
    rmSync(paths.controlSocket, { force: true });
  });
  return web;
}

/** Ends all sessions and closes the record. The control server still responds then. */
async function stopWork(parts: OpenDaemon): Promise<StopReport> {
  const { home, store, recorder, approvals, sessions, listener, unwatch } = parts;
  const { configuration, log } = home;
  const open = sessions.count;
  listener.close();
  unwatch();
  approvals.releaseAll();
  const unanswered = await sessions.stop(configuration.started.daemon.shutdown_timeout * 1000);
  recorder.delivery.record({ ...emptyEntry('daemon', 'stop'), detail: `head before ${recorder.head}` });
  approvals.close();
  await recorder.close();
  store.close();
  log.info({ sessions: open, unanswered }, 'stopped');
  return { pid: process.pid, sessions: open, unanswered };
}
