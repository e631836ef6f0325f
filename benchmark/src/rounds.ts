import { twoRelays } from './byte-relays.js';
import type { ContenderConnection } from './contender-connection.js';
import { direct, type Contender } from './contender.js';
import { CpuMeter } from './cpu-meter.js';
import { inTurn, range } from './in-turn.js';
import { isSaturated, LOADS, runBatch, type Batch, type Load } from './load.js';
import { median, ratioOfRounds, toDistribution, type Distribution } from './statistics.js';

/** A contender with its open connection. */
export interface Entrant {
  readonly contender: Pick<Contender, 'name' | 'costs'>;
  readonly client: ContenderConnection;
}

/** What is compared: times in µs. */
export interface Figures extends Distribution {
  /** Only of a saturated load. */
  readonly callsPerSecond: number | undefined;
  /** Of all processes of the contender, per call; NaN if the system does not report it. */
  readonly cpu: number;
}

export interface EntrantResult {
  readonly name: string;
  /** Of all rounds together; `callsPerSecond` is the median of the rounds. */
  readonly figures: Figures;
  /** How many times those of a contender in `REFERENCES`, by its name: the median of the rounds, of CPU the whole. */
  readonly ratios: Readonly<Record<string, Figures>>;
  /** The CPU by role. */
  readonly cpu: Readonly<Record<string, number>>;
  readonly rounds: readonly Batch[];
}

export interface LoadResult {
  readonly load: Load;
  readonly calls: number;
  readonly results: readonly EntrantResult[];
}

/** The contenders that all are compared with. */
export const REFERENCES: readonly string[] = [direct.name, twoRelays.name];

const WARM_UP_CALLS = 500;

/** What one contender did of one load. */
interface Runs {
  readonly name: string;
  readonly meter: CpuMeter;
  readonly rounds: Batch[];
}

/** Every load for every entrant. One round is one batch per entrant; the order turns around each round. */
export async function runLoads(entrants: readonly Entrant[], rounds: number, calls: number): Promise<LoadResult[]> {
  await inTurn(entrants, ({ client }) =>
    inTurn(LOADS.filter(isSaturated), (load) => runBatch(client, load, WARM_UP_CALLS)),
  );
  return inTurn(LOADS, async (load) => {
    const callsPerRound = isSaturated(load) ? calls : Math.ceil(calls / 10); // A paced call takes many times as long.
    await inTurn(entrants, ({ client }) => runBatch(client, load, callsPerRound));
    const all = entrants.map(({ contender, client }) => {
      const runs: Runs = { name: contender.name, meter: new CpuMeter(contender.costs(client)), rounds: [] };
      return { client, runs };
    });
    await inTurn(range(rounds), (round) =>
      inTurn(round % 2 === 1 ? all.toReversed() : all, async ({ client, runs }) =>
        runs.rounds.push(await runs.meter.during(() => runBatch(client, load, callsPerRound))),
      ),
    );
    const references = all.filter(({ runs }) => REFERENCES.includes(runs.name));
    const results = all.map(({ runs }) =>
      summarise(
        runs,
        references.map((each) => each.runs),
        load,
      ),
    );
    return { load, calls: countCalls(all[0]?.runs.rounds ?? []), results };
  });
}

function summarise(runs: Runs, references: readonly Runs[], load: Load): EntrantResult {
  const { name, rounds } = runs;
  const rate = (values: number): number | undefined => (isSaturated(load) ? values : undefined);
  const cpu = runs.meter.perCall(countCalls(rounds));
  const total = sum(Object.values(cpu));
  const latency = toDistribution(rounds.flatMap(({ latencies }) => latencies));
  const compare = (other: Runs): Figures => {
    const distributions = [rounds, other.rounds].map((each) => each.map(({ latencies }) => toDistribution(latencies)));
    const [own = [], others = []] = distributions;
    const ratio = (key: keyof Distribution): number =>
      ratioOfRounds(
        own.map((round) => round[key]),
        others.map((round) => round[key]),
      );
    return {
      p50: ratio('p50'),
      p95: ratio('p95'),
      p99: ratio('p99'),
      callsPerSecond: rate(ratioOfRounds(rounds.map(toRate), other.rounds.map(toRate))),
      cpu: total / sum(Object.values(other.meter.perCall(countCalls(other.rounds)))),
    };
  };
  return {
    name,
    figures: { ...latency, callsPerSecond: rate(median(rounds.map(toRate))), cpu: total },
    ratios: Object.fromEntries(references.map((other) => [other.name, compare(other)])),
    cpu,
    rounds,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const countCalls = (rounds: readonly Batch[]): number => sum(rounds.map(({ latencies }) => latencies.length));

const toRate = ({ latencies, elapsedUs }: Batch): number => (latencies.length / elapsedUs) * 1e6;
