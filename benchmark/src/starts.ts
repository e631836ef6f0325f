import { guardPaths } from '@mcp-guard/core';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, type Contender } from './contender.js';
import { withDeadline } from './deadline.js';
import type { Guard } from './guard.js';
import { bridgeTo } from './guard-home.js';
import { inTurn, range } from './in-turn.js';
import type { Command, Processes } from './processes.js';
import { openClient } from './stdio-client.js';

const START_MS = 30_000;

/** All in ms, one figure per start. */
export interface Starts {
  /** `node -e ''`, until it is gone. */
  readonly bareNode: readonly number[];
  /** A bare Node, until its first byte is at the other end of a Unix socket. */
  readonly bareNodeFirstByte: readonly number[];
  /** A bridge, until the daemon has its first byte. */
  readonly bridgeFirstByte: readonly number[] | undefined;
  /** Until `initialize` is answered, by contender; the daemon is running. */
  readonly warm: Readonly<Record<string, readonly number[]>>;
  /** The same through the guard when no daemon is running. */
  readonly cold: readonly number[] | undefined;
}

/** A program that connects to a Unix socket and does nothing else: what a bridge costs at least. */
export const bareNodeWithSocket = (path: string): Command =>
  runNode('-e', 'require("node:net").connect(process.argv[1]).write("x")', path);

export async function measureStarts(
  processes: Processes,
  contenders: readonly Contender[],
  guard: Guard | undefined,
  times: { readonly short: number; readonly long: number },
): Promise<Starts> {
  const bareNode: number[] = [];
  const bareNodeFirstByte: number[] = [];
  const bridgeFirstByte: number[] = [];
  await withListener(async (home, socket, nextByte) => {
    const firstByteOf = (command: Command): Promise<number> => timeFirstByte(processes, command, nextByte);
    await inTurn(range(times.short), async () => {
      bareNode.push(await time(() => processes.run(runNode('-e', ''))));
      bareNodeFirstByte.push(await firstByteOf(bareNodeWithSocket(socket)));
      if (guard) bridgeFirstByte.push(await firstByteOf(bridgeTo(home, 'everything')));
    });
  });

  const warm = Object.fromEntries(contenders.map(({ name }): [string, number[]] => [name, []]));
  await inTurn(range(times.long), () =>
    inTurn(contenders, async ({ name, command }) => warm[name]?.push(await timeInitialize(processes, name, command))),
  );
  const cold = guard && (await inTurn(range(times.long), () => timeColdStart(processes, guard)));
  return { bareNode, bareNodeFirstByte, bridgeFirstByte: guard && bridgeFirstByte, warm, cold };
}

/** The same through the guard, without a daemon. */
export async function timeColdStart(processes: Processes, guard: Guard): Promise<number> {
  await guard.stop();
  return timeInitialize(processes, 'guard', guard.commandFor('everything'));
}

/** Starts a client's command, and ends it once `initialize` is answered. In ms. */
export async function timeInitialize(processes: Processes, name: string, command: Command): Promise<number> {
  const startedAt = performance.now();
  const client = await openClient(processes, name, command);
  const elapsed = performance.now() - startedAt;
  await client.close();
  return elapsed;
}

async function timeFirstByte(
  processes: Processes,
  command: Command,
  nextByte: () => Promise<unknown>,
): Promise<number> {
  const arrived = withDeadline(nextByte(), START_MS, `nothing on the socket after ${START_MS / 1000} s`);
  const startedAt = performance.now();
  const child = processes.start(command);
  try {
    await arrived;
    return performance.now() - startedAt;
  } finally {
    await processes.kill(child); // Before its connection ends: a bridge without a daemon would start one.
  }
}

async function time(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** A home in which the benchmark itself is the daemon, so that a bridge is measured and nothing behind it. */
export async function withListener(
  work: (home: string, socket: string, nextByte: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'mcp-guard-bench-'));
  const { key, socket } = guardPaths(home);
  writeFileSync(key, '0'.repeat(64), { mode: 0o600 });
  const open = new Set<Socket>();
  const server = createServer((connection) => {
    open.add(connection);
    connection.on('data', () => server.emit('byte'));
    connection.on('error', () => {}); // Its process was killed.
    connection.on('close', () => open.delete(connection));
  });
  try {
    server.listen(socket);
    await once(server, 'listening');
    chmodSync(socket, 0o600);
    await work(home, socket, () => once(server, 'byte'));
  } finally {
    for (const connection of open) connection.destroy();
    server.close();
    rmSync(home, { recursive: true, force: true });
  }
}
