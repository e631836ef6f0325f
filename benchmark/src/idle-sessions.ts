import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from './guard.js';
import { inTurn, range } from './in-turn.js';
import type { Processes } from './processes.js';
import { readResidentBytes } from './process-cost.js';
import { openClient, type StdioClient } from './stdio-client.js';

const AT_ONCE = 4;
const SETTLE_MS = 2000;

/** RSS of a fresh daemon, bytes; `undefined` if the system does not report it. */
export interface IdleSessions {
  readonly sessions: number;
  readonly withOne: number | undefined;
  readonly withAll: number | undefined;
}

/** Sessions that shook hands and then wait, as most do most of the time. Their servers are not counted. */
export async function measureIdleSessions(processes: Processes, guard: Guard, sessions: number): Promise<IdleSessions> {
  await guard.stop();
  const clients: StdioClient[] = [];
  const open = async (): Promise<void> =>
    void clients.push(await openClient(processes, 'guard', guard.commandFor('idle')));

  await open();
  const withOne = await weighDaemon(guard);
  const left = range(sessions - 1).values();
  await Promise.all(range(AT_ONCE).map(() => inTurn(left, open)));
  const withAll = await weighDaemon(guard);
  await Promise.all(clients.map((client) => client.close()));
  return { sessions: clients.length, withOne, withAll };
}

async function weighDaemon(guard: Guard): Promise<number | undefined> {
  await sleep(SETTLE_MS);
  const pid = guard.readDaemonPid();
  return pid === undefined ? undefined : readResidentBytes(pid);
}
