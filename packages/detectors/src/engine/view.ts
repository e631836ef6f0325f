import type { Reading } from '../decoders/decoder.js';
import type { TextRange } from '../detector.js';

/** How much of what stands around a reading is looked at with it, in characters: no rule looks further for a label. */
const BEFORE = 208;
const BEHIND = 160;
/** A value that goes on is not cut, nor is a key on several lines; unless it is longer. */
const MOST = 256;
/** More that belongs to a value stands at its ends: `<key>`. */
const CLOSING = 16;
/** The first and the last line of a key have blanks: `-----END ENCRYPTED PRIVATE KEY-----`. */
const KEY_LINE = 36;
const DASHES = '-----';
const VALUE = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w+/=.~%\r\n-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
/** Stands between parts that are not neighbours in the original. */
const GAP = '\0';
/** How far from a value something may stand that makes it one, in characters. */
const LABEL_BEFORE = 128;
const LABEL_BEHIND = 48;
/** Around a reading that stands alone: no label reaches across, and no decoder takes it out. */
const WIDE_GAP = '\n'.repeat(48);

/** A row of printable bytes in the middle of others. */
export interface Fragment {
  readonly text: string;
  /** At how many places it could have begun. */
  readonly places: number;
}

/** A text as decoders read it, and where each part of it came from. */
export class View {
  readonly text: string;
  /**
   * The beginnings of the parts in `text`, their beginnings and ends in the original, and how they divide: see
   * `Reading`.
   */
  readonly #at: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #each: number[] = [];
  /** The beginnings and ends of readings in `text`. */
  readonly #readings: number[] = [];
  /** Parts meet here that are not neighbours in the original. */
  readonly #gaps: number[] = [];
  /** The fragments by the start of each reading in `text`. */
  readonly #fragments = new Map<number, Fragment>();
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
    let wasAlone = false; // The text behind the last reading has nothing to do with it.
    for (const { start, end, text: reading, each, isFragment, isLoose, places, isAlone = false } of readings) {
      let from = start - BEFORE;
      if (from > (done > 0 ? done + BEHIND : 0)) from = startBefore(text, start);
      if (isAlone) {
        if (!wasAlone && done > 0) copy(done, Math.min(start, endBehind(text, done)));
        add(WIDE_GAP, start, start, 0);
      } else if (wasAlone || (done === 0 ? from > 0 : from > done + BEHIND && from > endBehind(text, done))) {
        if (done > 0 && !wasAlone) copy(done, endBehind(text, done));
        this.#gaps.push(length);
        add(GAP, Math.max(done, from), Math.max(done, from), 0);
        copy(Math.max(done, from), start);
      } else copy(done, start);
      const at = length;
      add(reading, start, end, each ?? 0);
      this.#readings.push(at, length);
      if (isFragment === true) this.#fragments.set(at, { text: reading, places: places ?? text.length });
      if (isLoose === true) this.#loose.add(at);
      done = Math.max(done, end);
      wasAlone = isAlone;
    }
    if (!wasAlone) copy(done, endBehind(text, done));
    this.text = parts.join('');
  }

  /** The place of characters `start` to `end` of the view in the original. */
  toOriginal(start: number, end: number): TextRange {
    const first = lastUpTo(this.#at, start);
    const last = lastUpTo(this.#at, end - 1);
    return { start: this.#map(first, start, false), end: this.#map(last, end, true) };
  }

  /** Characters `start` to `end` of the view have a part in a reading, or stand side by side with one. */
  isRead(start: number, end: number): boolean {
    const index = lastUpTo(this.#readings, end) & ~1;
    return (this.#readings[index] ?? Infinity) <= end && (this.#readings[index + 1] ?? -1) >= start;
  }

  /** Characters `start` to `end` of the view are in part what was read. */
  overlaps(start: number, end: number): boolean {
    const index = lastUpTo(this.#readings, end - 1) & ~1;
    return (this.#readings[index] ?? Infinity) < end && (this.#readings[index + 1] ?? -1) > start;
  }

  /** A reading has changed what stands there, or may have given it a label. */
  concerns(start: number, end: number): boolean {
    return this.isRead(start - LABEL_BEFORE, end + LABEL_BEHIND);
  }

  /** Parts meet within characters `start` to `end` of the view that are not neighbours in the original. */
  hasGap(start: number, end: number): boolean {
    const gap = this.#gaps[lastUpTo(this.#gaps, end - 1)] ?? -1;
    return gap >= start && gap < end;
  }

  /** From how little what stands at characters `start` to `end` of the view was read, where it may be chance. */
  fragmentAt(start: number, end: number): Fragment | undefined {
    const index = lastUpTo(this.#readings, end) & ~1;
    const from = this.#readings[index] ?? 0;
    return (this.#readings[index + 1] ?? 0) >= start ? this.#fragments.get(from) : undefined;
  }

  /** The text there says something by chance, however long it is. */
  isLoose(start: number, end: number): boolean {
    const index = lastUpTo(this.#readings, end) & ~1;
    return this.#loose.has(this.#readings[index] ?? 0) && (this.#readings[index + 1] ?? 0) >= start;
  }

  #map(part: number, at: number, isEnd: boolean): number {
    const each = this.#each[part] ?? 0;
    const start = this.#starts[part] ?? 0;
    if (each > 0) return start + each * (at - (this.#at[part] ?? 0));
    return isEnd ? (this.#ends[part] ?? 0) : start;
  }
}

function startBefore(text: string, at: number): number {
  let start = at - BEFORE;
  while (start > at - MOST && VALUE[text.charCodeAt(start - 1)] !== 0) start--;
  return start > 0 && text.slice(start, start + KEY_LINE).includes(DASHES)
    ? at - MOST
    : Math.max(at - MOST, start - CLOSING);
}

function endBehind(text: string, at: number): number {
  const most = Math.min(text.length, at + MOST);
  let end = Math.min(text.length, at + BEHIND);
  while (end < most && VALUE[text.charCodeAt(end)] !== 0) end++;
  return text.slice(Math.max(at, end - KEY_LINE), end).includes(DASHES) ? most : Math.min(most, end + CLOSING);
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
