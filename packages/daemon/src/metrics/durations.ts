import type { Distribution } from './family.js';

/** In seconds: from what the guard needs for a small message to what a slow tool takes. */
export const BOUNDS: readonly number[] = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

interface Durations {
  readonly counts: Float64Array;
  sum: number;
}

/** Durations by server, in fixed steps. */
export class DurationsByServer {
  readonly #servers = new Map<string, Durations>();

  add(server: string, seconds: number): void {
    let durations = this.#servers.get(server);
    if (!durations) this.#servers.set(server, (durations = { counts: new Float64Array(BOUNDS.length + 1), sum: 0 }));
    let step = 0;
    while (step < BOUNDS.length && seconds > (BOUNDS[step] ?? 0)) step++;
    durations.counts[step] = (durations.counts[step] ?? 0) + 1;
    durations.sum += seconds;
  }

  get samples(): readonly Distribution[] {
    return [...this.#servers].map(([server, { counts, sum }]) => {
      let total = 0;
      return { labels: { server }, counts: Array.from(counts, (count) => (total += count)), sum };
    });
  }
}
