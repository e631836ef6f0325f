import type { Reading } from './decoders/decoder.js';

/** How much of what stands around a reading is looked at with it, in characters. */
const AROUND = 256;
/** Stands between parts that are not neighbours in the original. */
const GAP = '\0';

/** A text as a decoder reads it, and where each part of it came from. */
export class View {
  readonly text: string;
  /** Where the parts begin in `text`, and where they begin and end in the original. */
  readonly #starts: readonly number[];
  readonly #origins: readonly (readonly [number, number])[];

  /** Only what stands near a reading is in it: the rest was looked at already. */
  constructor(text: string, readings: readonly Reading[]) {
    let made = '';
    let at = 0; // all of the original before is in `made`, or left out
    const starts: number[] = [];
    const origins: (readonly [number, number])[] = [];
    const add = (part: string, start: number, end: number): void => {
      if (part === '') return;
      starts.push(made.length);
      origins.push([start, end]);
      made += part;
    };
    const copy = (start: number, end: number): void => add(text.slice(start, end), start, end);
    for (const { start, end, text: reading } of readings) {
      if (start - at > 2 * AROUND) {
        if (at > 0) copy(at, at + AROUND);
        add(GAP, start - AROUND, start - AROUND);
        copy(start - AROUND, start);
      } else copy(at, start);
      add(reading, start, end);
      at = end;
    }
    copy(at, Math.min(text.length, at + AROUND));
    this.text = made;
    this.#starts = starts;
    this.#origins = origins;
  }

  /** Where characters `start` to `end` of the view stand in the original. */
  toOriginal(start: number, end: number): { readonly start: number; readonly end: number } {
    const first = this.#partAt(start);
    const last = this.#partAt(end - 1);
    return { start: this.#map(first, start, false), end: this.#map(last, end, true) };
  }

  #map(part: number, at: number, isEnd: boolean): number {
    const from = this.#starts[part] ?? 0;
    const [start, end] = this.#origins[part] ?? [0, 0];
    const isCopy = (this.#starts[part + 1] ?? this.text.length) - from === end - start;
    if (isCopy) return start + at - from;
    return isEnd ? end : start;
  }

  /** The number of the part that holds the character `at`. */
  #partAt(at: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
