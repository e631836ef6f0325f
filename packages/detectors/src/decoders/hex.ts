import { findStretches, pushApart, toText } from './bytes.js';
import { hexAt } from './characters.js';
import type { Decoder, Reading } from './decoder.js';
import { beginsLikeText, head } from './heads.js';

/** Bytes as pairs of hexadecimal digits: `414b4941`. */
export const hex: Decoder = {
  name: 'hex',
  reads: 'runs',
  when: ({ runs }) => runs.length > 0,
  read(text, { runs }, _places, room) {
    const readings: Reading[] = [];
    let left = room;
    for (let index = 0; index < runs.length; index += 2) {
      const limit = runs[index + 1] ?? 0;
      let start = runs[index] ?? 0;
      while (limit - start >= MIN_LENGTH) {
        // From behind: most runs are no digits, and what is before the last of them need not be looked at.
        let at = start + MIN_LENGTH;
        while (at > start && hexAt(text, at - 1) >= 0) at--;
        if (at > start) {
          start = at;
          continue;
        }
        let end = start + MIN_LENGTH;
        while (end < limit && hexAt(text, end) >= 0) end++;
        for (const reading of readDigits(text, start, end, Math.max(0, left))) {
          pushApart(readings, text, reading);
          left = reading.isCut === true ? 0 : left - reading.text.length;
        }
        start = end + 1;
      }
    }
    return readings;
  },
};

const MIN_BYTES = 8;
const MIN_LENGTH = 2 * MIN_BYTES;

function readDigits(text: string, start: number, end: number, room: number): readonly Reading[] {
  // The first or the second digit begins the first byte, if a letter before it looks like a digit.
  for (const from of [start, start + 1]) {
    const length = (end - from) >> 1;
    const at = (byte: number): number => (hexAt(text, from + 2 * byte) << 4) | hexAt(text, from + 2 * byte + 1);
    const stretches = findStretches(length, MIN_BYTES, at);
    const [first] = stretches;
    const isAll = first?.start === 0 && first.end === length;
    const mayBeWhole = !isAll && from === start && mayBeText(length, at);
    const whole = mayBeWhole ? toText(Buffer.from(text.slice(from, end), 'hex'), room) : undefined;
    if (whole) return [{ start: from, end, ...whole }];
    if (first)
      return stretches.map((stretch) => ({
        start: from + 2 * stretch.start,
        end: from + 2 * stretch.end,
        text: Buffer.from(text.slice(from + 2 * stretch.start, from + 2 * stretch.end), 'hex').toString('latin1'),
        each: 2,
        isFragment: !isAll,
      }));
  }
  return [];
}

function mayBeText(length: number, at: (byte: number) => number): boolean {
  for (let byte = 0; byte < head.length; byte++) head[byte] = byte < length ? at(byte) : 0;
  return beginsLikeText(length);
}
