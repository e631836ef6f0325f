import { setTimeout as sleep } from 'node:timers/promises';
import { inTurn, range } from './in-turn.js';
import { toEchoParams } from './load.js';
import type { Command, Processes } from './processes.js';
import { percentile } from './statistics.js';
import { openClient, type StdioClient } from './stdio-client.js';

const LARGE_BYTES = 10_000_000;
const EVERY_MS = 1;
const ALONE_MS = 300;
const WARM_UP_MS = 500;
const SETTLE_MS = 600;

export interface LargeResult {
  readonly name: string;
  /** How long each large result took, ms. */
  readonly large: readonly number[];
  /** Latencies of small calls of another session, µs. */
  readonly alone: readonly number[];
  readonly beside: readonly number[];
  /** How late small calls get beside a large result: the difference of the p99, µs. */
  readonly lateP99: number;
}

/** Two sessions of one contender. */
export interface Pair {
  readonly name: string;
  /** Serves `echo`. */
  readonly small: Command;
  /** The server of `tiny-server.ts`. */
  readonly large: Command;
}

/** Small calls through one session while a large result comes through another; the pairs take turns. */
export async function measureLargeResults(
  processes: Processes,
  pairs: readonly Pair[],
  repetitions: number,
): Promise<LargeResult[]> {
  const entrants = await inTurn(pairs, async ({ name, ...commands }) => {
    const small = await openClient(processes, name, commands.small);
    const large = await openClient(processes, name, commands.large);
    await fetchLarge(large);
    await callOnSchedule(small, sleep(WARM_UP_MS));
    return { name, small, large, took: [] as number[], alone: [] as number[], beside: [] as number[] };
  });
  await inTurn(range(repetitions), () =>
    inTurn(entrants, async ({ small, large, took, alone, beside }) => {
      await sleep(SETTLE_MS);
      alone.push(...(await callOnSchedule(small, sleep(ALONE_MS))));
      const fetched = fetchLarge(large);
      beside.push(...(await callOnSchedule(small, fetched)));
      took.push(await fetched);
    }),
  );
  await Promise.all(entrants.flatMap(({ small, large }) => [small.close(), large.close()]));
  return entrants.map(({ name, took, alone, beside }) => {
    const lateP99 = percentile(beside, 0.99) - percentile(alone, 0.99);
    return { name, large: took, alone, beside, lateP99 };
  });
}

async function fetchLarge(client: StdioClient): Promise<number> {
  const startedAt = performance.now();
  const { bytes } = await client.request('tools/call', { name: 'text', arguments: { bytes: LARGE_BYTES } });
  if (bytes < LARGE_BYTES) throw new Error(`${client.name}: only ${bytes} bytes of the large result arrived`);
  return performance.now() - startedAt;
}

/**
 * Calls at fixed times, whether or not the last one was answered: a closed loop would send
 * nothing while it is held up, and so count a stall of 300 ms as one slow call.
 */
async function callOnSchedule(client: StdioClient, until: Promise<unknown>): Promise<number[]> {
  const params = toEchoParams(200);
  const calls: Promise<number>[] = [];
  const call = (): void => void calls.push(timeCall(client, params));
  call();
  const timer = setInterval(call, EVERY_MS);
  try {
    await until;
  } finally {
    clearInterval(timer);
  }
  return Promise.all(calls);
}

function timeCall(client: StdioClient, params: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sentAt = performance.now();
  client.send('tools/call', params, (answer) => {
    if (answer instanceof Error) reject(answer);
    else resolve((performance.now() - sentAt) * 1000);
  });
  promise.catch(() => {}); // The large result that failed with it is the one to report.
  return promise;
}
