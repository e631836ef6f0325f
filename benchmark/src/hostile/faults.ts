import { percentile } from '../statistics.js';
import { toMegabytes, toNumber } from '../table.js';
import type { Suffered } from './measure.js';

/** The measure: p99 of the calls of another session, and the daemon's memory, while an attack runs. */
const MAX_P99_MS = 250;
const MAX_PEAK_BYTES = 400e6;

export const describeMeasure = (): string =>
  `p99 ≤ ${MAX_P99_MS} ms, peak < ${toMegabytes(MAX_PEAK_BYTES)}, status answers, nothing fails, the attack lasts`;

/** By what an attack misses the measure. One that has attacked nothing says nothing, and misses it too. */
export function findFaults(suffered: Suffered): readonly string[] {
  const { latencies, failed, peak = 0, answersStatus, isAlive, pours, poured, lost } = suffered;
  const p99 = percentile(latencies, 0.99);
  const faults: readonly (readonly [isFault: boolean, words: string])[] = [
    [pours !== 'nothing' && poured === 0, 'nothing was poured while it was measured'],
    [lost !== undefined, lost ?? ''],
    [!(p99 <= MAX_P99_MS), `p99 is ${toNumber(p99)} ms`],
    [peak >= MAX_PEAK_BYTES, `peak is ${toMegabytes(peak)}`],
    [failed > 0, `${failed} calls failed`],
    [!answersStatus, 'status does not answer'],
    [!isAlive, 'the daemon is gone'],
  ];
  return faults.filter(([isFault]) => isFault).map(([, words]) => words);
}
