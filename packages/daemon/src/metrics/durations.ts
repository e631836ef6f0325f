import type { Distribution } from './family.js';

/** In seconds: from what the guard needs for a small message to what a slow tool takes. */
export const BOUNDS: readonly number[] = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/** Durations by the value of one label, in fixed steps. */
export class MetricDurations {
  readonly #label: string;
  readonly #bounds: readonly number[];
  readonly #durations = new Map<string, { readonly counts: Float64Array; sum: number }>();

  /** @param bounds in seconds, ascending */
  constructor(label: string, bounds: readonly number[] = BOUNDS) {
    this.#label = label;
    this.#bounds = bounds;
  }

  add(value: string, seconds: number): void {
    const bounds = this.#bounds;
    let durations = this.#durations.get(value);
    if (!durations) this.#durations.set(value, (durations = { counts: new Float64Array(bounds.length + 1), sum: 0 }));
    let step = 0;
    while (step < bounds.length && seconds > (bounds[step] ?? 0)) step++;
    durations.counts[step] = (durations.counts[step] ?? 0) + 1;
    durations.sum += seconds;
  }

  get samples(): readonly Distribution[] {
    return [...this.#durations].map(([value, { counts, sum }]) => {
      let total = 0;
      return { labels: { [this.#label]: value }, counts: Array.from(counts, (count) => (total += count)), sum };
    });
  }
}
