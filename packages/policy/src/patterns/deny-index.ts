import type { Pattern } from './pattern.js';

/**
 * Finds the first of many patterns that matches a name in any of its spellings. Exact names
 * are looked up, so that only globs and expressions cost a comparison each.
 */
export class DenyIndex {
  readonly #patterns: readonly Pattern[];
  readonly #exact = new Map<string, number>();
  /** Globs and expressions, by their places in the list. */
  readonly #others: number[] = [];

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
    for (const [index, { exact }] of patterns.entries()) {
      if (exact.length === 0) this.#others.push(index);
      for (const fold of exact) if (!this.#exact.has(fold)) this.#exact.set(fold, index);
    }
  }

  /**
   * Place of the first pattern that matches, or -1.
   * @param folds of each view
   */
  find(views: readonly string[], folds: readonly string[]): number {
    let first = Infinity;
    for (const fold of folds) first = Math.min(first, this.#exact.get(fold) ?? Infinity);
    first = Math.min(first, this.#findOther(views, folds));
    return first === Infinity ? -1 : first;
  }

  #findOther(views: readonly string[], folds: readonly string[]): number {
    const isFolded = views.every((view, index) => view === folds[index]);
    for (const place of this.#others) {
      const pattern = this.#patterns[place];
      if (!pattern) continue;
      for (const fold of folds) if (pattern.matchesFolded(fold)) return place;
      if (isFolded && pattern.isFolded) continue;
      for (const view of views) if (pattern.matches(view)) return place;
    }
    return Infinity;
  }
}
