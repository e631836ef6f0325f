import { pushApart } from './bytes.js';
import type { Decoder, Reading } from './decoder.js';

/**
 * The output of `xxd` and `hexdump -C`: an offset, bytes in hexadecimal digits, and the same as characters, on each
 * line.
 */
export const hexdump: Decoder = {
  name: 'hexdump',
  reads: 'characters',
  anchors: ['0000000:', '0000000 '],
  read(text, _, places, room) {
    const readings: Reading[] = [];
    let done = 0;
    for (const place of places) {
      const before = Math.max(0, place - MAX_INDENT);
      const start = before + text.slice(before, place).lastIndexOf('\n') + 1;
      if (start < done || (start === before && before > 0)) continue;
      let digits = '';
      LINE.lastIndex = start;
      for (let line = LINE.exec(text); line && digits.length < 2 * room; line = LINE.exec(text)) {
        digits += (line[1] ?? '').replace(/\s/g, '');
        done = LINE.lastIndex;
      }
      const bytes = Buffer.from(digits, 'hex');
      if (bytes.length >= LEAST) pushApart(readings, text, { start, end: done, text: bytes.toString('latin1') });
    }
    return readings;
  },
};

/** The longest offset, with what stands before it on its line. */
const MAX_INDENT = 24;
const LEAST = 8;
const LINE =
  /[ \t]{0,12}[\da-f]{7,8}:?[ \t]{1,3}((?:(?:[\da-f]{2}){1,2}[ \t]{1,2}){1,16})(?:[ \t]{0,48}[|]?[^\r\n]{1,17})?(?:\r?\n|$)/iy;
