import { findStretches, pushApart } from './bytes.js';
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
      for (let at = runs[index] ?? 0; at < limit; at++) {
        const start = at;
        while (at < limit && valueAt(text, at) < 32) at++;
        if (at - start >= MIN_LENGTH) {
          const reading = readRun(text, start, at);
          if (reading) pushApart(readings, text, reading);
        }
      }
    }
    return readings;
  },
};

const MIN_LENGTH = 13;
const VALUES = new Uint8Array(128).fill(255);
for (const [value, char] of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.split('').entries()) {
  VALUES[char.charCodeAt(0)] = value;
  VALUES[char.toLowerCase().charCodeAt(0)] = value;
}
const valueAt = (text: string, at: number): number => VALUES[text.charCodeAt(at)] ?? 255;

/** Text at the end of a run that may begin with anything; at any other place a name looks like it too easily. */
function readRun(text: string, start: number, end: number): Reading | undefined {
  for (let offset = 0; offset < 8 && end - start - offset >= MIN_LENGTH; offset++) {
    const from = start + offset;
    const length = Math.floor(((end - from) * 5) / 8);
    const at = (byte: number): number => {
      const bit = byte * 8;
      const char = from + Math.floor(bit / 5);
      const bits = (valueAt(text, char) << 10) | (valueAt(text, char + 1) << 5) | (valueAt(text, char + 2) & 31);
      return (bits >> (7 - (bit % 5))) & 0xff;
    };
    const stretch = findStretches(length, MIN_BYTES, at).at(-1);
    if (stretch?.end !== length) continue;
    let said = '';
    for (let byte = stretch.start; byte < stretch.end; byte++) said += String.fromCharCode(at(byte));
    return { start: from + Math.floor((stretch.start * 8) / 5), end, text: said };
  }
  return undefined;
}
const MIN_BYTES = 8;
