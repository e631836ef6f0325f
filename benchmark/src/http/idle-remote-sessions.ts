import { toHelloLine } from '@mcp-guard/core';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDeadline } from '../deadline.js';
import type { IdleSessions } from '../idle-sessions.js';
import { inTurn, range } from '../in-turn.js';
import { readResidentBytes } from '../process-cost.js';
import { INITIALIZE } from '../stdio-client.js';
import type { HttpGuard } from './http-guard.js';

const AT_ONCE = 4;
/** The daemon gives memory back in the first idle seconds. */
const SETTLE_MS = 10_000;
const OPEN_MS = 30_000;

/**
 * RSS of a fresh daemon with one session and with so many more, all of them initialised and listening. The benchmark stands in
 * for their bridges: a thousand processes would not fit into many machines.
 */
export async function measureIdleRemoteSessions(guard: HttpGuard, sessions: number): Promise<IdleSessions> {
  await guard.restart();
  const sockets: Socket[] = [];
  const open = async (): Promise<void> => void sockets.push(await openSession(guard));
  await open();
  const withOne = await weighDaemon(guard);
  const left = range(sessions).values();
  await Promise.all(range(AT_ONCE).map(() => inTurn(left, open)));
  const withAll = await weighDaemon(guard);
  for (const socket of sockets) socket.destroy();
  return { sessions: sockets.length - 1, withOne, withAll };
}

async function openSession({ paths, server }: HttpGuard): Promise<Socket> {
  const socket = connect(paths.socket);
  const lines = createInterface({ input: socket });
  const next = async (): Promise<string> => {
    const heard: readonly unknown[] = await withDeadline(once(lines, 'line'), OPEN_MS, 'a session does not open');
    return String(heard[0]);
  };
  const key = readFileSync(paths.key, 'utf8').trim();
  const hello = { server, key, cwd: tmpdir(), config: undefined, credential: undefined, forward: new Map() };
  socket.write(toHelloLine(hello));
  await next();
  const answered = next();
  socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: INITIALIZE })}\n`);
  const answer = await answered;
  if (!answer.includes('"result"')) throw new Error(`a session was refused: ${answer}`);
  socket.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  return socket;
}

async function weighDaemon(guard: HttpGuard): Promise<number | undefined> {
  await sleep(SETTLE_MS);
  const pid = guard.readDaemonPid();
  return pid === undefined ? undefined : readResidentBytes(pid);
}
