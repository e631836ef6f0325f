import { setTimeout as sleep } from 'node:timers/promises';
import { describeAims, type Aim } from './aims.js';
import type { Benchmark } from './benchmark.js';
import type { Guard, GuardedServer } from './guard.js';
import { inTurn, range } from './in-turn.js';
import { runBatch } from './load.js';
import { readPrivateDirtyBytes, readProportionalBytes, readResidentBytes } from './process-cost.js';
import type { Processes } from './processes.js';
import { median } from './statistics.js';
import { openClient, type StdioClient } from './stdio-client.js';
import { toMegabytes, toNumber, toTable } from './table.js';
import { withGuard } from './with-guard.js';

const FULL = { sessions: 200, calls: 20_000 };
const QUICK = { sessions: 20, calls: 2000 };

/** The daemon gives memory back in the first idle seconds, so this is what it keeps. */
const SETTLE_MS = 10_000;
const AT_ONCE = 4;
const IN_FLIGHT = 16;
const BYTES = [200, 10_000];

/** RSS of the daemon, MB. */
const WITH_ONE = 90;
const WITH_ALL = 110;

/** Bytes; `undefined` if the system does not report it. */
interface Weight {
  readonly resident: number | undefined;
  readonly proportional: number | undefined;
  readonly private: number | undefined;
}

/** What the processes of the guard have in memory at one time. */
interface Footprint {
  readonly when: string;
  readonly daemon: Weight;
  /** The median of all bridges. */
  readonly bridge: Weight;
}

/** What stays in memory while nothing happens, and after much has happened. */
export const footprint: Benchmark = {
  name: 'memory',
  summary: 'memory of the daemon and of its bridges, with one session and with 200, and after load',

  run: (args) =>
    withGuard(args, async (processes, guard, isQuick) => {
      const extent = isQuick ? QUICK : FULL;
      const idle = await measureIdle(processes, guard, extent.sessions);
      const loaded = await measureLoaded(processes, guard, extent.calls);
      process.stdout.write(`\n${describe([...idle, ...loaded])}\n${describeAims(toAims(idle, extent.sessions))}`);
    }),
};

/** Of a fresh daemon with sessions that shook hands and then wait, as most do most of the time. */
async function measureIdle(processes: Processes, guard: Guard, sessions: number): Promise<readonly Footprint[]> {
  await guard.stop();
  const clients: StdioClient[] = [];
  const open = async (): Promise<void> => void clients.push(await openTo(processes, guard, 'idle'));
  await open();
  await sleep(SETTLE_MS);
  const one = weigh('1 session, idle', guard, clients);
  const left = range(sessions - 1).values();
  await Promise.all(range(AT_ONCE).map(() => inTurn(left, open)));
  await sleep(SETTLE_MS);
  const all = weigh(`${sessions} sessions, idle`, guard, clients);
  await Promise.all(clients.map((client) => client.close()));
  return [one, all];
}

/** Of a fresh daemon with one session that was busy. */
async function measureLoaded(processes: Processes, guard: Guard, calls: number): Promise<readonly Footprint[]> {
  await guard.stop();
  const client = await openTo(processes, guard, 'everything');
  await inTurn(BYTES, (bytes) => runBatch(client, { bytes, inFlight: IN_FLIGHT, idleMs: 0 }, calls / BYTES.length));
  const after = weigh(`after ${toNumber(calls)} calls`, guard, [client]);
  await sleep(SETTLE_MS);
  const later = weigh(`${SETTLE_MS / 1000} s later`, guard, [client]);
  await client.close();
  return [after, later];
}

const openTo = (processes: Processes, guard: Guard, server: GuardedServer): Promise<StdioClient> =>
  openClient(processes, 'guard', guard.commandFor(server));

function weigh(when: string, guard: Guard, clients: readonly StdioClient[]): Footprint {
  const bridges = clients.map(({ pid }) => weighProcess(pid));
  return {
    when,
    daemon: weighProcess(guard.readDaemonPid()),
    bridge: {
      resident: medianOf(bridges.map(({ resident }) => resident)),
      proportional: medianOf(bridges.map(({ proportional }) => proportional)),
      private: medianOf(bridges.map((bridge) => bridge.private)),
    },
  };
}

const weighProcess = (pid: number | undefined): Weight =>
  pid === undefined
    ? { resident: undefined, proportional: undefined, private: undefined }
    : {
        resident: readResidentBytes(pid),
        proportional: readProportionalBytes(pid),
        private: readPrivateDirtyBytes(pid),
      };

function medianOf(weights: readonly (number | undefined)[]): number | undefined {
  const known = weights.filter((weight) => weight !== undefined);
  return known.length > 0 ? median(known) : undefined;
}

const cells = (weight: Weight): string[] => [weight.resident, weight.proportional, weight.private].map(toMegabytes);

function describe(footprints: readonly Footprint[]): string {
  const head = ['', 'daemon RSS', 'PSS', 'private', 'bridge RSS', 'PSS', 'private'];
  return toTable([head, ...footprints.map(({ when, daemon, bridge }) => [when, ...cells(daemon), ...cells(bridge)])]);
}

function toAims(idle: readonly Footprint[], sessions: number): readonly Aim[] {
  const limits = [WITH_ONE, ...(sessions === FULL.sessions ? [WITH_ALL] : [])];
  return limits.map((limit, index) => ({
    what: `RSS of the daemon, ${idle[index]?.when}`,
    measured: (idle[index]?.daemon.resident ?? NaN) / 1e6,
    bound: 'at most',
    limit,
    unit: 'MB',
  }));
}
