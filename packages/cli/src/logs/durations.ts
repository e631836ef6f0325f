/** Up to here each millisecond counts by itself. */
const EXACT = 64;
/** Parts of each doubling above: a value is off by 2 % at most. */
const PARTS = 32;
/** A day; a call that took longer counts as one that took a day. */
const MOST = 86_400_000;

/** How long calls took, in a memory that does not grow with them. */
export class Durations {
  readonly #counts = new Map<number, number>();
  #total = 0;

  /** @param ms milliseconds */
  add(ms: number): void {
    const bucket = toBucket(Math.min(Math.max(0, Math.round(ms)), MOST));
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    this.#total++;
  }

  /** The milliseconds that this share of calls took at most; `null` if there are none. @param share from 0 to 1 */
  quantile(share: number): number | null {
    let left = Math.ceil(share * this.#total);
    for (const [bucket, count] of [...this.#counts].toSorted(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return toMilliseconds(bucket);
    }
    return null;
  }
}

function toBucket(ms: number): number {
  if (ms < EXACT) return ms;
  const doublings = Math.floor(Math.log2(ms / EXACT));
  return EXACT + doublings * PARTS + Math.floor((ms / EXACT / 2 ** doublings - 1) * PARTS);
}

/** The middle of a bucket. */
function toMilliseconds(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const doublings = Math.floor((bucket - EXACT) / PARTS);
  const part = (bucket - EXACT) % PARTS;
  return Math.round(EXACT * 2 ** doublings * (1 + (part + 0.5) / PARTS));
}
