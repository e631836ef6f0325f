const WIDTH_US = 10;
const BUCKETS = 10_000;

/** Latencies of any number of calls in bounded memory: up to 100 ms exact to 10 µs, above it only the longest. */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS + 1);
  #count = 0;
  #longest = 0;

  /** @param us not negative */
  add(us: number): void {
    const bucket = Math.min(Math.floor(us / WIDTH_US), BUCKETS);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
    this.#longest = Math.max(this.#longest, us);
  }

  get count(): number {
    return this.#count;
  }

  /** µs; 0 of nothing. */
  get longest(): number {
    return this.#longest;
  }

  /** What `fraction` of the values do not exceed, rounded up to the next 10 µs; NaN of nothing. */
  percentile(fraction: number): number {
    let left = Math.max(1, Math.ceil(this.#count * fraction));
    for (const [bucket, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return bucket === BUCKETS ? this.#longest : Math.min((bucket + 1) * WIDTH_US, this.#longest);
    }
    return NaN;
  }
}
