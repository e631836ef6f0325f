import type { Benchmark } from './benchmark.js';
import { oneRelay, twoRelays } from './byte-relays.js';
import { readContenders } from './contender-file.js';
import { direct, runNode, TINY, type Contender } from './contender.js';
import { checkEcho } from './load.js';
import { openGuard, toContender, type Guard } from './guard.js';
import { measureHttp } from './http/http-latency.js';
import { measureIdleSessions } from './idle-sessions.js';
import { inTurn } from './in-turn.js';
import { measureLargeResults, type Pair } from './large-result.js';
import { latencyAims } from './latency-aims.js';
import { measureMemory } from './memory.js';
import { readOptions, type Options } from './options.js';
import { Processes } from './processes.js';
import { describeMachine, toText, type Report } from './report.js';
import { runLoads, type Entrant } from './rounds.js';
import { measureStarts } from './starts.js';
import { openClient } from './stdio-client.js';

export const latency: Benchmark = {
  name: 'latency',
  summary: 'what the guard costs next to the same server reached directly, and next to processes that only copy bytes',

  async run(args) {
    const options = readOptions(args);
    if (options.upstream === 'http') return runHttp(options);
    const others = options.contenders === undefined ? [] : readContenders(options.contenders);
    const problems: string[] = [];
    const processes = new Processes();
    let guard: Guard | undefined;
    try {
      guard = await openGuard(processes).catch((error: unknown) => void problems.push(toLine(error)));
      const contenders = [direct, oneRelay, twoRelays, ...(guard ? [toContender(guard)] : []), ...others];
      print(await measure(processes, contenders, guard, options, problems), options);
    } finally {
      await guard?.close();
      processes.close();
    }
    if (problems.length > 0) throw new Error(problems.join('\nbench latency: '));
  },
};

async function runHttp(options: Options): Promise<void> {
  const processes = new Processes();
  try {
    print(await measureHttp(processes, options), options);
  } finally {
    processes.close();
  }
}

const print = (report: Report, { json }: Options): void =>
  void process.stdout.write(json ? `${JSON.stringify(report)}\n` : toText(report));

async function measure(
  processes: Processes,
  contenders: readonly Contender[],
  guard: Guard | undefined,
  options: Options,
  problems: string[],
): Promise<Report> {
  const machine = describeMachine();
  const entrants = await openEntrants(processes, contenders, problems);
  const loads = await runLoads(entrants, options.rounds, options.calls);
  const bridge = entrants.find(({ contender }) => contender.name === 'guard');
  const attempt = <Figures>(work: Promise<Figures>): Promise<Figures | undefined> =>
    work.catch((error: unknown) => void problems.push(toLine(error)));
  const memory = await attempt(measureMemory(processes, guard, bridge?.client.pid));
  await Promise.all(entrants.map(({ client }) => client.close()));

  const names = new Set(entrants.map(({ contender }) => contender.name));
  const present = contenders.filter(({ name }) => names.has(name));
  const starts = await attempt(measureStarts(processes, present, guard, options.starts));
  const largeResults = await attempt(measureLargeResults(processes, toPairs(guard), options.largeResults));
  const idleSessions = guard && (await attempt(measureIdleSessions(processes, guard, options.idleSessions)));
  return { machine, options, loads, memory, starts, largeResults, idleSessions, aims: latencyAims(loads) };
}

/** Without those that do not start; `direct` must. */
async function openEntrants(
  processes: Processes,
  contenders: readonly Contender[],
  problems: string[],
): Promise<Entrant[]> {
  const entrants = await inTurn(contenders, async (contender): Promise<Entrant | undefined> => {
    try {
      const client = await openClient(processes, contender.name, contender.command);
      await checkEcho(client);
      return { contender, client };
    } catch (error) {
      if (contender === direct) throw error;
      problems.push(toLine(error));
      return undefined;
    }
  });
  return entrants.filter((entrant) => entrant !== undefined);
}

/** Only the two whose servers the benchmark can choose. */
const toPairs = (guard: Guard | undefined): Pair[] => [
  { name: 'direct', small: direct.command, large: runNode(TINY) },
  ...(guard ? [{ name: 'guard', small: guard.commandFor('everything'), large: guard.commandFor('tiny') }] : []),
];

function toLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}
