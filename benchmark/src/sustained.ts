import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeAims, type Aim } from './aims.js';
import type { Benchmark } from './benchmark.js';
import { openGuard, type Guard } from './guard.js';
import { inTurn } from './in-turn.js';
import { checkEcho } from './load.js';
import { readResidentBytes } from './process-cost.js';
import { Processes } from './processes.js';
import { describeMachine } from './report.js';
import { median } from './statistics.js';
import { openClient } from './stdio-client.js';
import { runWithoutPause, STEPS, type Extent, type Run } from './sustained-run.js';
import { toMegabytes, toNumber, toTable } from './table.js';

const MINUTES = 10;
const BYTES = 150;
const IN_FLIGHT = [1, 16];

const SLOWEST_MS = 50;
/** Of the last tenth, times that of the second: the first one fills caches and compiles. */
const MEMORY_GROWTH = 1.05;

/** Bytes. */
interface Sizes {
  readonly journal: number;
  readonly wal: number;
  readonly database: number;
  /** RSS of the daemon; NaN if the system does not report it. */
  readonly memory: number;
}

/** Whether the guard keeps up with calls that never pause: a refusal of any of them is a failure. */
export const sustained: Benchmark = {
  name: 'sustained',
  summary: 'calls without a pause: the slowest of them, and how record and memory grow',

  async run(args) {
    const extent = readExtent(args);
    const processes = new Processes();
    let guard: Guard | undefined;
    try {
      const opened = (guard = await openGuard(processes));
      process.stdout.write(`${describeMachine()}\n`);
      const runs = await inTurn(IN_FLIGHT, async (inFlight) => {
        const run = await measure(processes, opened, inFlight, extent);
        process.stdout.write(`\n${describeRun(inFlight, run)}`);
        return { inFlight, run };
      });
      process.stdout.write(`\n${describeAims(runs.flatMap(({ inFlight, run }) => toAims(inFlight, run)))}`);
      const refusal = runs.map(({ run }) => run.firstRefusal).find((each) => each !== undefined);
      if (refusal !== undefined) throw new Error(`calls were refused; the first: ${refusal}`);
    } finally {
      await guard?.close();
      processes.close();
    }
  },
};

async function measure(processes: Processes, guard: Guard, inFlight: number, extent: Extent): Promise<Run<Sizes>> {
  const client = await openClient(processes, 'guard', guard.commandFor('everything'));
  await checkEcho(client);
  const pid = guard.readDaemonPid();
  const { home, database } = guard.paths;
  const sample = (): Sizes => ({
    journal: sizeOfFolder(join(home, 'journal')),
    wal: sizeOf(`${database}-wal`),
    database: sizeOf(database),
    memory: (pid === undefined ? undefined : readResidentBytes(pid)) ?? NaN,
  });
  const run = await runWithoutPause(client, { bytes: BYTES, inFlight, extent, sample });
  await client.close();
  return run;
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function sizeOfFolder(path: string): number {
  if (!statSync(path, { throwIfNoEntry: false })) return 0;
  return readdirSync(path).reduce((total, name) => total + sizeOf(join(path, name)), 0);
}

function describeRun(inFlight: number, { steps, refused }: Run<Sizes>): string {
  const rows = steps.map(({ latencies, elapsedMs, samples }) => {
    const most = (key: keyof Sizes): string => toMegabytes(Math.max(...samples.map((sample) => sample[key])));
    return [
      toNumber(latencies.count),
      toNumber(latencies.count / (elapsedMs / 1000)),
      toNumber(latencies.percentile(0.5) / 1000, 2),
      toNumber(latencies.percentile(0.99) / 1000, 2),
      toNumber(latencies.longest / 1000, 1),
      most('journal'),
      most('wal'),
      most('database'),
      most('memory'),
    ];
  });
  const calls = steps.reduce((sum, { latencies }) => sum + latencies.count, 0);
  const title = `${toNumber(calls)} calls of ${BYTES} B, ${inFlight} in flight, ${toNumber(refused)} more refused`;
  const head = ['answered', 'calls/s', 'p50 ms', 'p99 ms', 'slowest ms', 'journal', 'WAL', 'database', 'RSS'];
  return `${title}; sizes are the largest of ten in each tenth\n${toTable([head, ...rows])}`;
}

function toAims(inFlight: number, { steps, refused }: Run<Sizes>): readonly Aim[] {
  const where = `${inFlight} in flight`;
  const slowest = Math.max(...steps.map(({ latencies }) => latencies.longest)) / 1000;
  const memoryOf = (step: number): number => median(steps.at(step)?.samples.map(({ memory }) => memory) ?? []);
  const upper = { bound: 'at most' } as const;
  return [
    { ...upper, what: `refused, ${where}`, measured: refused, limit: 0, unit: 'calls' },
    { ...upper, what: `slowest call, ${where}`, measured: slowest, limit: SLOWEST_MS, unit: 'ms' },
    {
      ...upper,
      what: `RSS of the last tenth, times that of the second, ${where}`,
      measured: memoryOf(-1) / memoryOf(1),
      limit: MEMORY_GROWTH,
      unit: '×',
    },
  ];
}

function readExtent(args: readonly string[]): Extent {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: { calls: { type: 'string' }, minutes: { type: 'string' } },
  });
  if (values.calls === undefined) {
    const minutes = Number(values.minutes ?? MINUTES);
    if (!(minutes > 0 && minutes <= 24 * 60)) throw new Error('--minutes takes a number above 0, up to a day');
    return { milliseconds: (minutes * 60_000) / IN_FLIGHT.length };
  }
  const calls = Number(values.calls);
  if (!Number.isInteger(calls) || calls < STEPS) throw new Error(`--calls takes a whole number from ${STEPS}`);
  return { calls };
}
