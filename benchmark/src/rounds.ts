import type { Contender } from './contender.js';
import { CpuMeter } from './cpu-meter.js';
import { inTurn, range } from './in-turn.js';
import { LOADS, runBatch, type Batch, type Load } from './load.js';
import { median, ratioOfRounds, toDistribution, type Distribution } from './statistics.js';
import type { StdioClient } from './stdio-client.js';

/** A contender with its open connection. */
export interface Entrant {
  readonly contender: Contender;
  readonly client: StdioClient;
}

export interface EntrantResult {
  readonly name: string;
  /** Of all rounds together, µs. */
  readonly latency: Distribution;
  /** Times the first contender. */
  readonly latencyRatio: Distribution;
  /** Median of the rounds. Only of a saturated load. */
  readonly callsPerSecond: number | undefined;
  readonly callsPerSecondRatio: number | undefined;
  /** µs per call and role; NaN if the system does not report it. */
  readonly cpu: Readonly<Record<string, number>>;
  readonly rounds: readonly Batch[];
}

export interface LoadResult {
  readonly load: Load;
  readonly calls: number;
  readonly results: readonly EntrantResult[];
}

const WARM_UP_CALLS = 500;

/** Every load for every entrant. One round is one batch per entrant; the order turns around each round. */
export async function runLoads(entrants: readonly Entrant[], rounds: number, calls: number): Promise<LoadResult[]> {
  await inTurn(entrants, ({ client }) =>
    inTurn(LOADS.filter(isSaturated), (load) => runBatch(client, load, WARM_UP_CALLS)),
  );
  return inTurn(LOADS, async (load) => {
    const callsPerRound = isSaturated(load) ? calls : Math.ceil(calls / 10); // A paced call takes many times as long.
    await inTurn(entrants, ({ client }) => runBatch(client, load, callsPerRound));
    const meters = entrants.map(({ contender, client }) => new CpuMeter(contender.costs(client)));
    const batches = entrants.map((): Batch[] => []);
    await inTurn(range(rounds), async (round) => {
      const order = [...entrants.entries()];
      if (round % 2 === 1) order.reverse();
      await inTurn(order, async ([index, { client }]) => {
        const batch = await meters[index]?.during(() => runBatch(client, load, callsPerRound));
        if (batch) batches[index]?.push(batch);
      });
    });
    const [reference = []] = batches;
    const total = reference.reduce((sum, { latencies }) => sum + latencies.length, 0);
    const results = entrants.map(({ contender }, index) =>
      summarise(contender.name, batches[index] ?? [], reference, load, meters[index]?.perCall(total) ?? {}),
    );
    return { load, calls: total, results };
  });
}

function summarise(
  name: string,
  rounds: readonly Batch[],
  reference: readonly Batch[],
  load: Load,
  cpu: EntrantResult['cpu'],
): EntrantResult {
  const own = rounds.map(({ latencies }) => toDistribution(latencies));
  const other = reference.map(({ latencies }) => toDistribution(latencies));
  const ratio = (key: keyof Distribution): number =>
    ratioOfRounds(
      own.map((round) => round[key]),
      other.map((round) => round[key]),
    );
  const saturated = isSaturated(load);
  return {
    name,
    latency: toDistribution(rounds.flatMap(({ latencies }) => latencies)),
    latencyRatio: { p50: ratio('p50'), p95: ratio('p95'), p99: ratio('p99') },
    callsPerSecond: saturated ? median(rounds.map(toRate)) : undefined,
    callsPerSecondRatio: saturated ? ratioOfRounds(rounds.map(toRate), reference.map(toRate)) : undefined,
    cpu,
    rounds,
  };
}

const isSaturated = ({ idleMs }: Load): boolean => idleMs === 0;

const toRate = ({ latencies, elapsedUs }: Batch): number => (latencies.length / elapsedUs) * 1e6;
