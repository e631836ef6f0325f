import { findStretches, pushApart, toText } from './bytes.js';
import { hexAt, hexValue } from './characters.js';
import type { Decoder, Reading } from './decoder.js';

/** Bytes as pairs of hexadecimal digits: `414b4941`. */
export const hex: Decoder = {
  name: 'hex',
  reads: 'runs',
  when: ({ runs }) => runs.length > 0,
  read(text, { runs }, _places, room) {
    const readings: Reading[] = [];
    for (let index = 0; index < runs.length; index += 2) {
      const limit = runs[index + 1] ?? 0;
      for (let at = runs[index] ?? 0; at < limit; at++) {
        const start = at;
        while (at < limit && hexAt(text, at) >= 0) at++;
        if (at - start >= 2 * MIN_BYTES)
          for (const reading of readDigits(text, start, at, room)) pushApart(readings, text, reading);
      }
    }
    return readings;
  },
};

const MIN_BYTES = 8;

function readDigits(text: string, start: number, end: number, room: number): readonly Reading[] {
  // The first or the second digit begins the first byte, if a letter before it looks like a digit.
  for (const from of [start, start + 1]) {
    const length = (end - from) >> 1;
    const at = (byte: number): number => hexValue(text, from + 2 * byte, 2);
    const stretches = findStretches(length, MIN_BYTES, at);
    const [first] = stretches;
    const isAll = first?.start === 0 && first.end === length;
    const whole = isAll || from > start ? undefined : toText(Buffer.from(text.slice(from, end), 'hex'), room);
    if (whole) return [{ start: from, end, ...whole }];
    if (first)
      return stretches.map((stretch) => ({
        start: from + 2 * stretch.start,
        end: from + 2 * stretch.end,
        text: Buffer.from(text.slice(from + 2 * stretch.start, from + 2 * stretch.end), 'hex').toString('latin1'),
        each: 2,
      }));
  }
  return [];
}
