import type { Reading } from '../decoders/decoder.js';

/** How much of what stands around a reading is looked at with it, in characters. */
const AROUND = 256;
/** Characters that are text by chance once in 10 million places. */
const LEAST_FRAGMENT = 16;
/** Stands between parts that are not neighbours in the original. */
const GAP = '\0';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text as decoders read it, and where each part of it came from. */
export class View {
  readonly text: string;
  /** Where the parts begin in `text`, where they begin and end in the original, and how they divide: see `Reading`. */
  readonly #at: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #each: number[] = [];
  /** Where readings begin and end in `text`. */
  readonly #readings: number[] = [];
  /** By the start of each reading in `text`. */
  readonly #fragments = new Set<number>();
  readonly #loose = new Set<number>();

  /**
   * Only what stands near a reading is in it: the rest was looked at already.
   * @param readings in order and without overlap
   */
  constructor(text: string, readings: readonly Reading[]) {
    const parts: string[] = [];
    let length = 0;
    let done = 0; // All of the original before is in the view, or left out.
    const add = (part: string, start: number, end: number, each: number): void => {
      parts.push(part);
      this.#at.push(length);
      this.#starts.push(start);
      this.#ends.push(end);
      this.#each.push(each);
      length += part.length;
    };
    const copy = (start: number, end: number): void => {
      if (end > start) add(text.slice(start, end), start, end, 1);
    };
    for (const { start, end, text: reading, each, isFragment, isLoose } of readings) {
      const from = start - AROUND;
      if (from > done + (done > 0 ? AROUND : 0)) {
        if (done > 0) copy(done, done + AROUND);
        add(GAP, from, from, 0);
        copy(from, start);
      } else copy(done, start);
      const at = length;
      add(reading, start, end, each ?? 0);
      this.#readings.push(at, length);
      if (isFragment === true) this.#fragments.add(at);
      if (isLoose === true) this.#loose.add(at);
      done = end;
    }
    copy(done, Math.min(text.length, done + AROUND));
    this.text = parts.join('');
  }

  /** Where characters `start` to `end` of the view stand in the original. */
  toOriginal(start: number, end: number): Span {
    const first = lastUpTo(this.#at, start);
    const last = lastUpTo(this.#at, end - 1);
    return { start: this.#map(first, start, false), end: this.#map(last, end, true) };
  }

  /** Whether characters `start` to `end` of the view have a part in a reading, or stand side by side with one. */
  isRead(start: number, end: number): boolean {
    const index = lastUpTo(this.#readings, end) & ~1;
    return (this.#readings[index] ?? Infinity) <= end && (this.#readings[index + 1] ?? -1) >= start;
  }

  /** Whether what stands at characters `start` to `end` of the view was read from so little that it may be chance. */
  isChance(start: number, end: number): boolean {
    const index = lastUpTo(this.#readings, end) & ~1;
    const from = this.#readings[index] ?? 0;
    const to = this.#readings[index + 1] ?? 0;
    if (this.#loose.has(from) && to >= start) return true;
    return this.#fragments.has(from) && to - from < LEAST_FRAGMENT && to >= start;
  }

  #map(part: number, at: number, isEnd: boolean): number {
    const each = this.#each[part] ?? 0;
    const start = this.#starts[part] ?? 0;
    if (each > 0) return start + each * (at - (this.#at[part] ?? 0));
    return isEnd ? (this.#ends[part] ?? 0) : start;
  }
}

/** The index of the last of the numbers that is not above `limit`; 0 if there is none. */
function lastUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
