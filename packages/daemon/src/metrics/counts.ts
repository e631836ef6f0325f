import type { Labels, Sample } from './family.js';

/** Sets of labels that one name may have; what comes after that counts under `other`. */
const MAX_SETS = 2000;
const SEPARATOR = '\u0000';

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
