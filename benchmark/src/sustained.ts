import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.js';
import { openGuard, type Guard } from './guard.js';
import { inTurn, range } from './in-turn.js';
import { checkEcho, runBatch, type Load } from './load.js';
import { readResidentBytes } from './process-cost.js';
import { Processes } from './processes.js';
import { describeMachine } from './report.js';
import { percentile } from './statistics.js';
import { openClient, type StdioClient } from './stdio-client.js';
import { measureCommits, type Commits } from './sustained-commits.js';
import { toMegabytes, toNumber, toTable } from './table.js';

const CALLS = 40_000;
const BYTES = 150;
const IN_FLIGHT = [1, 16];
const STEPS = 10;

/** A tenth of a run. */
interface Step {
  readonly calls: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
  readonly slowest: number;
  /** Bytes. */
  readonly wal: number;
  readonly record: number;
  readonly memory: number | undefined;
}

/** Whether the guard keeps up with calls that never pause: a refusal of any of them is a failure. */
export const sustained: Benchmark = {
  name: 'sustained',
  summary: 'calls without a pause: the slowest of them, and how record and memory grow',

  async run(args) {
    const calls = readCalls(args);
    const processes = new Processes();
    let guard: Guard | undefined;
    try {
      guard = await openGuard(processes);
      process.stdout.write(`${describeMachine()}\n`);
      for (const key of [undefined, randomBytes(32).toString('hex')]) {
        process.stdout.write(describeCommits(await measureCommits(2 * calls, key), key !== undefined));
      }
      for (const inFlight of IN_FLIGHT)
        process.stdout.write(toText(inFlight, await measure(processes, guard, { inFlight, calls })));
    } finally {
      await guard?.close();
      processes.close();
    }
  },
};

async function measure(
  processes: Processes,
  guard: Guard,
  { inFlight, calls }: { readonly inFlight: number; readonly calls: number },
): Promise<readonly Step[]> {
  const client = await openClient(processes, 'guard', guard.commandFor('everything'));
  await checkEcho(client);
  const load = { bytes: BYTES, inFlight, idleMs: 0 };
  const steps = await inTurn(range(STEPS), () => runStep(client, guard, load, Math.ceil(calls / STEPS)));
  await client.close();
  return steps;
}

async function runStep(client: StdioClient, guard: Guard, load: Load, calls: number): Promise<Step> {
  const { latencies, elapsedUs } = await runBatch(client, load, calls);
  const pid = guard.readDaemonPid();
  const { database } = guard.paths;
  return {
    calls: latencies.length,
    perSecond: latencies.length / (elapsedUs / 1e6),
    p99: percentile(latencies, 0.99) / 1000,
    slowest: Math.max(...latencies) / 1000,
    wal: sizeOf(`${database}-wal`),
    record: sizeOf(database),
    memory: pid === undefined ? undefined : readResidentBytes(pid),
  };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function toText(inFlight: number, steps: readonly Step[]): string {
  const calls = steps.reduce((sum, step) => sum + step.calls, 0);
  const slowest = Math.max(...steps.map((step) => step.slowest));
  const rows = steps.map((step) => [
    toNumber(step.calls),
    toNumber(step.perSecond),
    toNumber(step.p99, 2),
    toNumber(step.slowest, 1),
    toMegabytes(step.wal),
    toMegabytes(step.record),
    toMegabytes(step.memory),
  ]);
  const head = ['calls', 'calls/s', 'p99 ms', 'slowest ms', 'WAL', 'database', 'RSS'];
  return `\n${toNumber(calls)} calls of ${BYTES} B, ${inFlight} in flight: none refused, the slowest took ${toNumber(slowest, 1)} ms\n${toTable([head, ...rows])}`;
}

function describeCommits({ count, slowest, longestHold, holds, wal }: Commits, isEncrypted: boolean): string {
  const what = isEncrypted ? 'an encrypted record' : 'a record';
  const held = `held ${toNumber(holds)} times, ${toNumber(longestHold, 1)} ms at most`;
  return `${toNumber(count)} commits into ${what}: the slowest took ${toNumber(slowest, 1)} ms; ${held}; WAL ${toMegabytes(wal)}\n`;
}

function readCalls(args: readonly string[]): number {
  const { values } = parseArgs({ args: args.filter((arg) => arg !== '--'), options: { calls: { type: 'string' } } });
  const calls = Number(values.calls ?? CALLS);
  if (!Number.isInteger(calls) || calls < STEPS) throw new Error(`--calls takes a whole number from ${STEPS}`);
  return calls;
}
