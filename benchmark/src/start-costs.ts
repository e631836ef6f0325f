import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DAEMON_FLAGS } from '@mcp-guard/core/start-daemon';
import { describeAims, type Aim } from './aims.js';
import type { Benchmark } from './benchmark.js';
import type { Guard } from './guard.js';
import { guardCommand } from './guard-home.js';
import { inTurn, range } from './in-turn.js';
import { readCpu, readResidentBytes } from './process-cost.js';
import type { Command, Processes } from './processes.js';
import { median } from './statistics.js';
import { openClient } from './stdio-client.js';
import { toMegabytes, toNumber, toTable } from './table.js';
import { withGuard } from './with-guard.js';

const FULL = 15;
const QUICK = 3;

/** CPU of a daemon until it is ready, and of a thread for large messages until it has read its first line; ms. */
const DAEMON_CPU = 300;
const THREAD_CPU = 60;

/** One start, in ms and bytes; NaN where the system does not report it. */
interface Cost {
  readonly cpu: number;
  readonly time: number;
  readonly resident?: number | undefined;
}

type Measure = () => Promise<Cost>;

/** Processor time and time of all that starts: the daemon, a thread for large messages, and short commands. */
export const startCosts: Benchmark = {
  name: 'starts',
  summary: 'CPU and time of a start of the daemon, of a thread for large messages, and of short commands',

  run: (args) =>
    withGuard(args, async (processes, guard, isQuick) => {
      const command = (...words: readonly string[]): Command => guardCommand(guard.paths.home, ...words);
      const measures: Readonly<Record<string, Measure>> = {
        'daemon, until `start -d` returns': () => startDaemon(processes, guard),
        'daemon, until `initialize` is answered': () => firstInitialize(processes, guard),
        'thread for large messages': startThread,
        '`--version`': () => runCommand(processes, command('--version')),
        TAB: () => runCommand(processes, command('complete', '--', 'approvals', '')),
        'bare `node`': () => runCommand(processes, { command: process.execPath, args: ['-e', ''], env: {} }),
      };
      const costs = new Map(Object.keys(measures).map((what): [string, Cost[]] => [what, []]));
      await inTurn(range(isQuick ? QUICK : FULL), () =>
        inTurn(Object.entries(measures), async ([what, measure]) => costs.get(what)?.push(await measure())),
      );
      process.stdout.write(`\n${describe(costs)}\n${describeAims(toAims(costs))}`);
    }),
};

async function startDaemon(processes: Processes, guard: Guard): Promise<Cost> {
  await guard.stop();
  const startedAt = performance.now();
  await processes.run(guardCommand(guard.paths.home, 'start', '-d'));
  return { time: performance.now() - startedAt, ...weighDaemon(guard) };
}

async function firstInitialize(processes: Processes, guard: Guard): Promise<Cost> {
  await guard.stop();
  const startedAt = performance.now();
  const client = await openClient(processes, 'guard', guard.commandFor('idle'));
  const cost = { time: performance.now() - startedAt, ...weighDaemon(guard) };
  await client.close();
  return cost;
}

function weighDaemon(guard: Guard): Pick<Cost, 'cpu' | 'resident'> {
  const pid = guard.readDaemonPid();
  const cpu = pid === undefined ? undefined : readCpu(pid);
  return { cpu: (cpu ?? NaN) / 1000, resident: pid === undefined ? undefined : readResidentBytes(pid) };
}

const LARGE_WORKER = join(
  dirname(createRequire(import.meta.url).resolve('mcp-guard/package.json')),
  'dist/large-worker.js',
);

const START_THREAD = fileURLToPath(new URL('start-thread.js', import.meta.url));

function startThread(): Promise<Cost> {
  const said = execFileSync(process.execPath, [...DAEMON_FLAGS, START_THREAD, LARGE_WORKER], { encoding: 'utf8' });
  const cost: Cost = JSON.parse(said); // oxlint-disable-line typescript/no-unsafe-assignment -- of `start-thread.ts`
  return Promise.resolve(cost);
}

async function runCommand(processes: Processes, command: Command): Promise<Cost> {
  const startedAt = performance.now();
  const before = readChildren();
  await processes.run(command);
  return { cpu: readChildren() - before, time: performance.now() - startedAt };
}

/** USER_HZ: see `process-cost.ts`. */
const TICK_MS = 10;

/** User and system time of all processes that this one has started and that have ended, in ms; Linux only. */
function readChildren(): number {
  if (process.platform !== 'linux') return NaN;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

/** Times of processes come in steps of 10 ms, so that only their mean says more. */
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function describe(costs: ReadonlyMap<string, readonly Cost[]>): string {
  const rows = [...costs].map(([what, each]) => [
    what,
    toNumber(mean(each.map(({ cpu }) => cpu))),
    toNumber(median(each.map(({ time }) => time))),
    toMegabytes(each[0]?.resident === undefined ? undefined : median(each.map(({ resident }) => resident ?? NaN))),
  ]);
  return toTable([['', 'CPU, ms, mean', 'time, ms, p50', 'RSS'], ...rows]);
}

function toAims(costs: ReadonlyMap<string, readonly Cost[]>): readonly Aim[] {
  const cpuOf = (what: string): number => mean((costs.get(what) ?? []).map(({ cpu }) => cpu));
  return [
    ['daemon, until `start -d` returns', DAEMON_CPU] as const,
    ['thread for large messages', THREAD_CPU] as const,
  ].map(([what, limit]) => ({ what: `CPU: ${what}`, measured: cpuOf(what), bound: 'at most', limit, unit: 'ms' }));
}
