import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from './guard.js';
import { inTurn, range } from './in-turn.js';
import type { Processes } from './processes.js';
import { readPrivateDirtyBytes, readResidentBytes } from './process-cost.js';
import { bareNodeWithSocket, withListener } from './starts.js';
import { median } from './statistics.js';
import { openClient } from './stdio-client.js';

const INSTANCES = 3;
const SETTLE_MS = 1000;

/** Bytes; `undefined` if the system does not report it. */
export interface Memory {
  /** Private_Dirty of a bare Node with one connected Unix socket: what a bridge weighs at least. */
  readonly bareNode: number | undefined;
  /** Private_Dirty of a bridge after its handshake. */
  readonly bridge: number | undefined;
  /** Private_Dirty of the bridge that carried all calls of this run. */
  readonly bridgeAfterCalls: number | undefined;
  /** RSS of the daemon that carried all calls of this run. */
  readonly daemonAfterCalls: number | undefined;
}

/** `bridgePid` is the bridge that carried the calls and still runs. */
export async function measureMemory(
  processes: Processes,
  guard: Guard | undefined,
  bridgePid: number | undefined,
): Promise<Memory> {
  const daemonPid = guard?.readDaemonPid();
  return {
    bareNode: await weighBareNode(processes),
    bridge: guard && (await weighBridge(processes, guard)),
    bridgeAfterCalls: bridgePid === undefined ? undefined : readPrivateDirtyBytes(bridgePid),
    daemonAfterCalls: daemonPid === undefined ? undefined : readResidentBytes(daemonPid),
  };
}

async function weighBareNode(processes: Processes): Promise<number | undefined> {
  let weight: number | undefined;
  await withListener(async (_home, socket, nextByte) => {
    const children = await inTurn(range(INSTANCES), async () => {
      const arrived = nextByte();
      const child = processes.start(bareNodeWithSocket(socket));
      await arrived;
      return child;
    });
    weight = await weigh(children.map(({ pid }) => pid));
    await Promise.all(children.map((child) => processes.kill(child)));
  });
  return weight;
}

async function weighBridge(processes: Processes, guard: Guard): Promise<number | undefined> {
  const clients = await inTurn(range(INSTANCES), () => openClient(processes, 'guard', guard.commandFor('tiny')));
  const weight = await weigh(clients.map(({ pid }) => pid));
  await Promise.all(clients.map((client) => client.close()));
  return weight;
}

async function weigh(pids: readonly (number | undefined)[]): Promise<number | undefined> {
  await sleep(SETTLE_MS);
  const weights = pids.map((pid) => (pid === undefined ? undefined : readPrivateDirtyBytes(pid)));
  const known = weights.filter((weight) => weight !== undefined);
  return known.length > 0 ? median(known) : undefined;
}
