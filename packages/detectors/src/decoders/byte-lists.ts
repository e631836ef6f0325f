import { isAlphanumeric } from './characters.js';
import type { Decoder, Reading } from './decoder.js';
import { toReadings, type Pair } from './hex-pairs.js';
import { readItems, readRows, toSet } from './rows.js';

/** The name of its views, for lists that are no text. */
export const BYTE_LISTS = 'byte-list';

/** Bytes one by one in decimal numbers, as `[65, 75, 73]` and `65 75 73`. */
export const byteLists: Decoder = {
  name: BYTE_LISTS,
  reads: 'runs',
  when: ({ listed }) => listed.length > 0,
  read(text, { listed }, _places, room) {
    const readings: Reading[] = [];
    let left = room;
    const readFrom = (start: number): number => {
      const { items, past } = readItems(text, start, MIN_BYTES, endOfNumber, isGap);
      if (items.length === 0) return past;
      const numbers = items.map(({ start: at, end }): Pair => ({ start: at, end, byte: Number(text.slice(at, end)) }));
      for (const reading of joinTouching(toReadings(text, numbers, Math.max(0, left)))) {
        if (!isWritten(reading)) continue;
        // Numbers between 32 and 126 mean characters by chance in any place.
        readings.push({ ...reading, isLoose: true });
        left = reading.isCut === true ? 0 : left - reading.text.length;
      }
      return past;
    };
    readRows(text, listed, readFrom, MAX_LEAD);
    return readings.toSorted((a, b) => a.start - b.start);
  },
};

const MIN_BYTES = 7;
/** Five numbers of three digits, and up to three characters between them. */
const MAX_LEAD = 30;
const isGap = toSet(' ,;:|/-\t\r\n');

/** A number up to 255 with at most three digits, and no letter, digit or `_` behind it. */
function endOfNumber(text: string, start: number): number {
  let value = 0;
  let at = start;
  for (; at < start + 3; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit < 10)) break;
    value = 10 * value + digit;
  }
  const next = text.charCodeAt(at);
  return at === start || value > 255 || isAlphanumeric(next) || next === UNDERSCORE ? -1 : at;
}
const ZERO = 0x30;
const UNDERSCORE = 0x5f;

/** Adjacent readings are one: pairs of hexadecimal digits may be read in the same place. */
function joinTouching(readings: readonly Reading[]): readonly Reading[] {
  const joined: { start: number; end: number; said: string[]; isCut: boolean }[] = [];
  for (const { start, end, text, isCut = false } of readings) {
    const last = joined.at(-1);
    if (last?.end === start) {
      last.end = end;
      last.said.push(text);
    } else joined.push({ start, end, said: [text], isCut });
  }
  return joined.map(({ start, end, said, isCut }) => ({ start, end, isCut, text: said.join('') }));
}

/** Text is mostly letters, digits and blanks. */
const isWritten = ({ text, isCut }: Reading): boolean =>
  isCut === true || (text.match(/[\w ]/g)?.length ?? 0) * 4 >= text.length * 3;
