import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ERRORS, type Farewell } from '@mcp-guard/core';
import { TIMINGS, type RunningDaemon } from '@mcp-guard/daemon';
import manifest from '../../package.json' with { type: 'json' };
import { createGuard, type TestConfig } from './guard.ts';
import { BridgeRefused, FAST, greet, playedBy, startHere, toSession } from './in-process.ts';
import { openHttpFront, type HttpFront } from './http/http-front.ts';
import { drawUpstream } from './upstream-kind.ts';
import { toWireConfig, type WireOptions } from './wire-config.ts';
import { BridgeRefusal, type Exit, type Wire, type WireSession } from './wire.ts';

export type { Wire, WireOptions, WireSession } from './wire.ts';

/** A webhook is tried again as late as it really is, so that tests can look at what waits. */
const OPTIONS = { version: manifest.version, timings: { ...FAST, webhookRetry: TIMINGS.webhookRetry } };

/**
 * The same as `createWire` of `wire.ts`, with the daemon in the process of the test and no bridge and no server's
 * process: for what is true of messages, whichever process carries them. Commands are processes all the same.
 */
export async function createWire(options: WireOptions = {}): Promise<Wire> {
  const front = (options.upstream ?? drawUpstream()) === 'http' ? await openHttpFront() : undefined;
  const guard = await createGuard(toConfig(options, front));
  const { home } = guard;
  const root = dirname(home);
  /** Servers that were opened and that no session was handed yet. */
  const servers: Duplex[] = [];
  let daemon: Promise<RunningDaemon> | undefined;

  const run = async (starting: Promise<RunningDaemon>): Promise<void> => {
    try {
      const { stopped } = await starting;
      await stopped;
    } finally {
      if (daemon === starting) daemon = undefined;
    }
  };
  /** As a bridge does, where none runs. */
  const start = async (): Promise<void> => {
    if (!daemon) run((daemon = startHere({ root, home }, OPTIONS, playedBy(servers, front)))).catch(() => undefined);
    await daemon;
  };
  let last: Promise<unknown> = Promise.resolve();
  const open = async (name: string): Promise<WireSession> => {
    await start();
    const client = await greet(home, { server: name, cwd: root }).catch((error: unknown) => {
      throw error instanceof BridgeRefused ? new BridgeRefusal(toExit(error.farewell)) : error;
    });
    const otherSide = servers.shift();
    if (!otherSide) throw new Error('a session was opened without a server');
    otherSide.once('finish', () => otherSide.destroy()); // a server that ends its output is gone, as `wire.ts` has it
    const session = toSession(client, otherSide);
    const exit = session.farewell.then(toExit);
    const close = (): Promise<Exit> => {
      void session.close();
      return exit;
    };
    return { ...session, exit, close };
  };
  const close = async (): Promise<void> => {
    const running = await daemon?.catch(() => undefined);
    await running?.stop();
    await running?.stopped;
    await front?.close();
    await guard.close();
  };

  return {
    guard,
    connect(name = 'raw') {
      const session = last.then(() => open(name));
      last = session.catch(() => servers.splice(0));
      return session;
    },
    configure: (next) => guard.configure(toConfig(next, front)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Tests leave calls without an answer. */
const MANY = 1000;

/** How a bridge ends that was given this. */
const toExit = (farewell: Farewell | undefined): Exit =>
  farewell === undefined
    ? { code: 0, stderr: '' }
    : { code: ERRORS[farewell.code].exit, stderr: `mcp-guard: ${farewell.message}\n` };

/** No process is started, so any program that exists will do as the command. */
const toConfig = (options: WireOptions, front: HttpFront | undefined): TestConfig =>
  toWireConfig(
    options,
    front
      ? { url: front.url, max_concurrent: MANY }
      : { command: process.execPath, args: [fileURLToPath(import.meta.url)] },
  );
