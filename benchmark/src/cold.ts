import { setTimeout as sleep } from 'node:timers/promises';
import { describeAims, type Aim } from './aims.js';
import type { Benchmark } from './benchmark.js';
import { twoRelays } from './byte-relays.js';
import { direct, type Contender } from './contender.js';
import { toContender, type Guard } from './guard.js';
import { inTurn, range } from './in-turn.js';
import { runBatch } from './load.js';
import type { Processes } from './processes.js';
import { timeColdStart, timeInitialize } from './starts.js';
import { median, percentile, ratioOfRounds } from './statistics.js';
import { openClient, type StdioClient } from './stdio-client.js';
import { toNumber, toRatio, toTable } from './table.js';
import { withGuard } from './with-guard.js';

const FULL = { starts: 15, calls: { 3: 300, 1000: 30 } };
const QUICK = { starts: 3, calls: { 3: 50, 1000: 3 } };

/** Calls of a session that count as its first ones, with a pause before each. */
const FIRST_CALLS = 5;
const FIRST_PAUSE_MS = 50;
const PAUSES_MS = [3, 1000] as const;
const SIZES = [200, 10_000];

/** ms above `direct` until `initialize` is answered, without a daemon. */
const LATER_AT_START = 250;
/** Paced calls, times two byte relays. */
const SLOWER_PACED = 1.3;

/** By contender, in the order of the rounds. */
type Times = ReadonlyMap<string, number[]>;

/** What people feel: starts, the first calls, and calls with a pause before each. */
export const cold: Benchmark = {
  name: 'cold',
  summary: 'a start without a daemon, the first calls of a session, and calls after a pause',

  run: (args) =>
    withGuard(args, async (processes, guard, isQuick) => {
      const extent = isQuick ? QUICK : FULL;
      const contenders = [direct, twoRelays, toContender(guard)];
      const starts = await measureStarts(processes, guard, contenders, extent.starts);
      print('initialize answered, no daemon running, ms', starts, 0);
      const first = await measureFirstCalls(processes, guard, contenders, extent.starts);
      first.forEach((times, index) => print(`call ${index + 1} of a session of a fresh daemon, 200 B, ms`, times, 2));
      const paced = await measurePaced(processes, contenders, extent.calls);
      process.stdout.write(`\n${describeAims([startAim(starts), ...paced])}`);
    }),
};

const emptyTimes = (contenders: readonly Contender[]): Times =>
  new Map(contenders.map(({ name }): [string, number[]] => [name, []]));

/** One start of each contender per round. */
async function measureStarts(
  processes: Processes,
  guard: Guard,
  contenders: readonly Contender[],
  rounds: number,
): Promise<Times> {
  const times = emptyTimes(contenders);
  await inTurn(range(rounds), () =>
    inTurn(contenders, async ({ name, command }) => {
      const isGuard = name !== direct.name && name !== twoRelays.name;
      const time = isGuard ? timeColdStart(processes, guard) : timeInitialize(processes, name, command);
      times.get(name)?.push(await time);
    }),
  );
  return times;
}

/** By number of the call; every round has fresh processes. */
async function measureFirstCalls(
  processes: Processes,
  guard: Guard,
  contenders: readonly Contender[],
  rounds: number,
): Promise<readonly Times[]> {
  const calls = range(FIRST_CALLS).map(() => emptyTimes(contenders));
  await inTurn(range(rounds), async () => {
    await guard.stop();
    await inTurn(contenders, async ({ name, command }) => {
      const client = await openClient(processes, name, command);
      await inTurn(calls, async (times) => {
        await sleep(FIRST_PAUSE_MS);
        times.get(name)?.push(await timeCall(client, 200));
      });
      await client.close();
    });
  });
  return calls;
}

/** All are connected; one call of each per round, after the same pause. */
async function measurePaced(
  processes: Processes,
  contenders: readonly Contender[],
  calls: Readonly<Record<(typeof PAUSES_MS)[number], number>>,
): Promise<readonly Aim[]> {
  const clients = await inTurn(contenders, ({ name, command }) => openClient(processes, name, command));
  const loads = PAUSES_MS.flatMap((pause) => SIZES.map((bytes) => ({ pause, bytes })));
  const aims = await inTurn(loads, async ({ pause, bytes }) => {
    const times = emptyTimes(contenders);
    await inTurn(range(calls[pause]), () =>
      inTurn(clients, async (client) => {
        await sleep(pause);
        times.get(client.name)?.push(await timeCall(client, bytes));
      }),
    );
    const what = `call after ${pause} ms, ${bytes < 1000 ? `${bytes} B` : `${bytes / 1000} KB`}`;
    print(`${what}, ms`, times, 2);
    const measured = ratioOfRounds(of(times, 'guard'), of(times, twoRelays.name));
    return { what: `${what}, to two relays`, measured, bound: 'at most', limit: SLOWER_PACED, unit: '×' } as const;
  });
  await Promise.all(clients.map((client) => client.close()));
  return aims;
}

/** In ms. */
async function timeCall(client: StdioClient, bytes: number): Promise<number> {
  const { latencies } = await runBatch(client, { bytes, inFlight: 1, idleMs: 0 }, 1);
  return (latencies[0] ?? NaN) / 1000;
}

const of = (times: Times, name: string): readonly number[] => times.get(name) ?? [];

function print(title: string, times: Times, digits: number): void {
  const rows = [...times].map(([name, values]) => [
    name,
    toNumber(median(values), digits),
    toNumber(percentile(values, 0.95), digits),
    toNumber(Math.max(...values), digits),
    toRatio(ratioOfRounds(values, of(times, direct.name))),
    toRatio(ratioOfRounds(values, of(times, twoRelays.name))),
  ]);
  process.stdout.write(`\n${title}\n${toTable([['', 'p50', 'p95', 'max', '× direct', '× two relays'], ...rows])}`);
}

function startAim(starts: Times): Aim {
  const later = of(starts, 'guard').map((time, round) => time - (of(starts, direct.name)[round] ?? NaN));
  const what = 'initialize without a daemon, later than direct';
  return { what, measured: median(later), bound: 'at most', limit: LATER_AT_START, unit: 'ms' };
}
