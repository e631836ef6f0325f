import { rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, pointerPath, type StopReport } from '@mcp-guard/core';
import { writePrivate } from '@mcp-guard/core/private-file';
import { SYSTEM_FOLDERS } from '@mcp-guard/core/system-program';
import { INTERCEPTORS } from '@mcp-guard/rules';
import { emptyEntry } from '@mcp-guard/store';
import { FORMATS } from './approvals/notify/formats/registry.js';
import { createControl } from './control-parts.js';
import { startControlServer } from './control/control-server.js';
import type { DaemonOptions, SettledOptions } from './daemon-options.js';
import { createListener } from './ends/listener.js';
import { UPSTREAMS } from './ends/registry.js';
import { Closers, layFoundation, type Foundation } from './foundation.js';
import { createClock } from './host/clock.js';
import { listenPrivately } from './host/home.js';
import { watchHome } from './host/home-watch.js';
import { followReloads } from './reloads.js';
import { openRooms, type Rooms } from './rooms.js';
import { TIMINGS } from './timings.js';
import type { Web } from './web/web.js';

export type { DaemonOptions } from './daemon-options.js';

export interface RunningDaemon {
  /** Ends it as `mcp-guard stop` does. */
  stop(): Promise<StopReport>;
  /** Resolves when nothing of it is left. */
  readonly stopped: Promise<void>;
}

/** The parts of a running daemon. */
interface Parts extends Rooms {
  readonly options: SettledOptions;
  readonly foundation: Foundation;
  readonly listener: Server;
  readonly unwatch: () => void;
  readonly closers: Closers;
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
  const closers = new Closers();
  const umask = process.umask(0o077);
  closers.add(() => void process.umask(umask));
  try {
    const foundation = await layFoundation(options, closers);
    const rooms = openRooms(options, foundation, closers);
    const listener = openListener(options, rooms, foundation.key);
    const unwatch = followReloads({ ...foundation, ...rooms, timings: options.timings });
    return await begin({ options, foundation, ...rooms, listener, unwatch, closers });
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

const openListener = ({ timings }: SettledOptions, { identities, sessions }: Rooms, key: string): Server =>
  createListener({
    key,
    identify: (peer, credential) => identities.identify(peer, credential),
    onBridge: (bridge) => sessions.open(bridge),
    onRefused: (error, refused) => sessions.refused(error, refused),
    timings,
  });

/** Listens once the start is in the record, and lets messages pass once the self-test has succeeded. */
async function begin(parts: Parts): Promise<RunningDaemon> {
  const { options, foundation, recorder, approvals, sessions, logins, unwatch, closers } = parts;
  const { binding, socketPath, log } = foundation;
  const { version, config, typed, timings } = options;
  const { promise: stopped, resolve: setStopped } = Promise.withResolvers<void>();
  let stopping: Promise<StopReport> | undefined;
  const stop = (): Promise<StopReport> =>
    (stopping ??= stopWork(parts).finally(() => setImmediate(() => void closers.closeAll().then(setStopped))));
  const detail = JSON.stringify({ version, config, pid: process.pid, agreed: binding.agreed });
  recorder.delivery.record({ ...emptyEntry('daemon', 'start'), detail });
  await approvals.open();
  await recorder.delivery.drain();
  recorder.begin();
  logins.reconfigure();
  const { promise: admitted, resolve: setAdmitted } = Promise.withResolvers<void>();
  // Before any bridge: as soon as one has been refused, somebody may want to stop this daemon.
  let isReady = false;
  const web = await openControl(parts, { stop, admitted, isReady: () => isReady && !stopping });
  await listen(parts);
  closers.add(
    watchHome(foundation.paths.home, timings.configWatch, () => {
      log.error('the home is gone or another one: nothing finds this daemon any more, so it ends');
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
  log.info({ config, socket: socketPath, page: web.url, version }, 'listening');
  return { stop, stopped };
}

/** Lets bridges find and reach the daemon. */
async function listen({ options, foundation, listener, closers }: Parts): Promise<void> {
  const { entrance, paths, socketPath } = foundation;
  await listenPrivately(listener, socketPath);
  closers.add(() => {
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
async function admit(parts: Parts): Promise<void> {
  const { configuration, binding } = parts.foundation;
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
  /** Whether messages pass. */
  readonly isReady: () => boolean;
}

/** Commands and pages reach the daemon from now on; they are answered once messages may pass, and cut off if that never comes. */
async function openControl(parts: Parts, { stop, admitted, isReady }: Lifecycle): Promise<Web> {
  const { foundation, closers } = parts;
  const { paths, key } = foundation;
  const { control: daemon, web } = createControl({ ...parts, stop, isReady });
  await web.listen();
  closers.add(() => web.close());
  const control = await startControlServer({ socketPath: paths.controlSocket, key, daemon, admitted });
  closers.add(async () => {
    await control.close();
    rmSync(paths.controlSocket, { force: true });
  });
  return web;
}

/** Ends all sessions and closes the record. The control server still responds then. */
async function stopWork({
  foundation,
  store,
  recorder,
  approvals,
  sessions,
  listener,
  unwatch,
}: Parts): Promise<StopReport> {
  const { configuration, log } = foundation;
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
