import type { Distribution, Labels, Sample } from './family.js';

/** Sets of labels that one name may have; what comes after that counts under `other`. */
const MAX_SETS = 2000;
const SEPARATOR = '\u0000';

/** Counts by sets of labels. */
export class Counts {
  readonly #names: readonly string[];
  readonly #counts = new Map<string, number>();

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** @param values in the order of the names */
  add(values: readonly string[], count = 1): void {
    const key = values.join(SEPARATOR);
    const before = this.#counts.get(key);
    if (before === undefined && this.#counts.size >= MAX_SETS && !values.every((value) => value === OTHER)) {
      this.add(
        values.map(() => OTHER),
        count,
      );
    } else this.#counts.set(key, (before ?? 0) + count);
  }

  get samples(): readonly Sample[] {
    return [...this.#counts].map(([key, value]) => ({ labels: this.#toLabels(key.split(SEPARATOR)), value }));
  }

  #toLabels(values: readonly string[]): Labels {
    return Object.fromEntries(this.#names.map((name, index) => [name, values[index] ?? '']));
  }
}

/** A value that belongs to no closed set. */
export const OTHER = 'other';

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
