import { readRows } from './characters.js';
import type { Decoder, Reading } from './decoder.js';
import { toReadings, type Pair } from './hex-pairs.js';

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
      const numbers = readNumbers(text, start);
      if (numbers.length < MIN_BYTES) return start;
      for (const reading of joinTouching(toReadings(text, numbers, Math.max(0, left)))) {
        if (!isWritten(reading)) continue;
        // Numbers between 32 and 126 mean characters by chance in any place.
        readings.push({ ...reading, isLoose: true });
        left = reading.isCut === true ? 0 : left - reading.text.length;
      }
      return numbers.at(-1)?.end ?? start;
    };
    readRows(text, listed, readFrom, MAX_LEAD);
    return readings.toSorted((a, b) => a.start - b.start);
  },
};

const MIN_BYTES = 7;
/** Five numbers of three digits, and up to three characters between them. */
const MAX_LEAD = 30;
const NUMBER = /(\d{1,3})(?!\w)([ ,;:|/\-\t\r\n]{0,3})/y;

function readNumbers(text: string, start: number): readonly Pair[] {
  const numbers: Pair[] = [];
  for (let at = start; ;) {
    NUMBER.lastIndex = at;
    const [all, digits = '', gap = ''] = NUMBER.exec(text) ?? [];
    const byte = Number(digits);
    if (all === undefined || byte > 255) return numbers;
    numbers.push({ start: at, end: at + digits.length, byte });
    at += all.length;
    if (gap === '') return numbers;
  }
}

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
