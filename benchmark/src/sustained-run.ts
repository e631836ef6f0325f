import { Histogram } from './histogram.js';
import { toEchoParams } from './load.js';
import { Refusal, type StdioClient } from './stdio-client.js';

/** When a run ends: after so many calls, or so many milliseconds. */
export type Extent = { readonly calls: number } | { readonly milliseconds: number };

/** What a run is divided into; each step has `SAMPLES` samples. */
export const STEPS = 10;
const SAMPLES = 10;

/** No answer for so long ends a run as a failure, in milliseconds. */
const SILENCE_MS = 60_000;

/** A tenth of a run. */
export interface Step<Sample> {
  /** Of the calls that were answered with a result. */
  readonly latencies: Histogram;
  readonly elapsedMs: number;
  /** Taken at even distances; the last one at the end of the step. */
  readonly samples: readonly Sample[];
}

export interface Run<Sample> {
  readonly steps: readonly Step<Sample>[];
  /** Calls that were answered with an error, and the first of those errors. */
  readonly refused: number;
  readonly firstRefusal: string | undefined;
}

export interface RunOptions<Sample> {
  readonly bytes: number;
  readonly inFlight: number;
  readonly extent: Extent;
  /** Taken between two answers, so it has to be quick. */
  readonly sample: () => Sample;
}

/**
 * Calls without a pause, each response sending the next. A refusal is counted and the calls go on, as those of a client
 * do. Rejects when the connection ends or falls silent.
 */
export function runWithoutPause<Sample>(
  client: Pick<StdioClient, 'name' | 'send'>,
  options: RunOptions<Sample>,
): Promise<Run<Sample>> {
  const { inFlight, extent, sample } = options;
  const params = toEchoParams(options.bytes);
  const { promise, resolve, reject } = Promise.withResolvers<Run<Sample>>();
  const steps: Step<Sample>[] = [];
  const startedAt = performance.now();
  let current = { latencies: new Histogram(), startedAt, samples: [] as Sample[] };
  let [answered, refused, taken, heard] = [0, 0, 0, 0];
  let firstRefusal: string | undefined;

  const watch = setInterval(() => {
    if (heard === answered) reject(new Error(`${client.name}: no answer for ${SILENCE_MS / 1000} s`));
    heard = answered;
  }, SILENCE_MS);

  /** From 0 to 1. */
  const progress = (now: number): number =>
    'calls' in extent ? answered / extent.calls : (now - startedAt) / extent.milliseconds;

  function takeSamples(now: number): void {
    const due = Math.min(Math.floor(progress(now) * STEPS * SAMPLES), STEPS * SAMPLES);
    while (taken < due) {
      current.samples.push(sample());
      taken += 1;
      if (taken % SAMPLES > 0) continue;
      const { latencies, samples } = current;
      steps.push({ latencies, samples, elapsedMs: now - current.startedAt });
      current = { latencies: new Histogram(), startedAt: now, samples: [] };
    }
  }

  function sendNext(): void {
    const sentAt = performance.now();
    client.send('tools/call', params, (answer) => {
      const now = performance.now();
      answered += 1;
      if (answer instanceof Refusal) {
        refused += 1;
        firstRefusal ??= answer.message;
      } else if (answer instanceof Error) return reject(answer);
      else current.latencies.add((now - sentAt) * 1000);
      takeSamples(now);
      if (steps.length < STEPS) sendNext();
      else resolve({ steps, refused, firstRefusal });
    });
  }

  for (let open = 0; open < inFlight; open += 1) sendNext();
  return promise.finally(() => clearInterval(watch));
}
