import { pushApart } from './bytes.js';
import type { Decoder, Reading } from './decoder.js';

/** Base32, in upper or lower case: https://www.rfc-editor.org/rfc/rfc4648#section-6. */
export const base32: Decoder = {
  name: 'base32',
  reads: 'runs',
  when: ({ runs }) => runs.length > 0,
  read(text, { runs }) {
    const readings: Reading[] = [];
    for (let index = 0; index < runs.length; index += 2) {
      const limit = runs[index + 1] ?? 0;
      for (let start = runs[index] ?? 0; limit - start >= MIN_LENGTH; start++) {
        let end = start;
        let kinds = 0;
        for (let value = valueAt(text, end); end < limit && value < NONE; value = valueAt(text, ++end))
          kinds |= value >> 5;
        // Words are of one case as well, but have no digits; names have both cases.
        const isWritten = kinds === UPPER || kinds === UPPER + DIGIT || kinds === LOWER + DIGIT;
        const said = end - start >= MIN_LENGTH && isWritten ? read(text, start, end) : undefined;
        if (said !== undefined) pushApart(readings, text, { start, end, text: said });
        start = end;
      }
    }
    return readings;
  },
};

const MIN_LENGTH = 13;

/* The kinds of a character, above the five bits of its value. */
const DIGIT = 1;
const UPPER = 2;
const LOWER = 4;
const NONE = 255;
const VALUES = new Uint8Array(128).fill(NONE);
for (const [value, char] of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').entries()) {
  VALUES[char.charCodeAt(0)] = value | (UPPER << 5);
  VALUES[char.toLowerCase().charCodeAt(0)] = value | (LOWER << 5);
}
for (const digit of '234567') VALUES[digit.charCodeAt(0)] = (Number(digit) + 24) | (DIGIT << 5);
const valueAt = (text: string, at: number): number => VALUES[text.charCodeAt(at) & 0x7f] ?? NONE;

/** Only a text counts: at any other place a name looks like it too easily. */
function read(text: string, start: number, end: number): string | undefined {
  let said = '';
  let bits = 0;
  let count = 0;
  for (let at = start; at < end; at++) {
    bits = ((bits << 5) | (valueAt(text, at) & 31)) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    const byte = (bits >> count) & 0xff;
    if ((byte < 0x20 && byte !== 0x0a) || byte > 0x7e) return undefined;
    said += String.fromCharCode(byte);
  }
  return said;
}
