import { isAlphanumeric } from './characters.js';

/* The decoders that read characters or bytes which stand one by one share this. */

/** How far before the fifth separator of a row it may begin. */
const MAX_LEAD = 24;

/**
 * Calls `readFrom` at each place that may begin a row of single characters or pairs.
 * @param spaced see `Scan`
 * @param readFrom reads a row that begins at a place and returns its end; where there is none, how far none begins
 * @param lead how far before its place a row may begin
 */
export function readRows(
  text: string,
  spaced: readonly number[],
  readFrom: (at: number) => number,
  lead: number = MAX_LEAD,
): void {
  let done = 0;
  for (const place of spaced)
    for (let at = Math.max(done, place - lead); at < place; at++) {
      if (text.charCodeAt(at) <= 0x20 || (at > 0 && isAlphanumeric(text.charCodeAt(at - 1)))) continue;
      const end = readFrom(at);
      if (end > at) at = end - 1;
      done = at + 1;
    }
}

/** The place of one of the things in a row. */
export interface Item {
  readonly start: number;
  readonly end: number;
}

/** Between two things in a row, in characters. */
const MAX_GAP = 3;

/** All that stands one by one from a place on, and past that. */
export interface Row {
  readonly items: readonly Item[];
  readonly past: number;
}

/**
 * A row that begins at a place; if it has less than `minimum`, as at most places, none of those it would have begins one.
 * @param endOfItem where a thing ends that begins at a place, or -1
 * @param isGap by code, what may stand between two of them
 */
export function readItems(
  text: string,
  start: number,
  minimum: number,
  endOfItem: (text: string, at: number) => number,
  isGap: Uint8Array,
): Row {
  const items: Item[] = [];
  let count = 0;
  for (let at = start; count < minimum; count++) {
    const end = endOfItem(text, at);
    if (end < 0) return { items, past: at };
    at = endOfGap(text, end, isGap);
    if (at === end && count + 1 < minimum) return { items, past: end };
  }
  for (let at = start; ;) {
    const end = endOfItem(text, at);
    if (end < 0) return { items, past: items.at(-1)!.end };
    items.push({ start: at, end });
    at = endOfGap(text, end, isGap);
    if (at === end) return { items, past: end };
  }
}

/** Past up to three characters that may stand between two things. */
export function endOfGap(text: string, start: number, isGap: Uint8Array): number {
  let at = start;
  while (at < start + MAX_GAP && isGap[text.charCodeAt(at)] === 1) at++;
  return at;
}

/** A set of ASCII characters, by their codes. */
export const toSet = (characters: string): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) => (characters.includes(String.fromCharCode(code)) ? 1 : 0));
