import { pushApart } from './bytes.js';
import type { Decoder, Reading } from './decoder.js';

/** Characters that a program makes of their numbers, one call for each: `chr(65).chr(75)`, `[char]65+[char]75`, `CHAR(65)&CHAR(75)`. */
export const charCodes: Decoder = {
  name: 'char-codes',
  reads: 'characters',
  anchors: ['chr(', 'char(', 'chrw(', '[char]'],
  read(text, _, places) {
    const readings: Reading[] = [];
    let done = 0;
    for (const place of places) {
      const from = startOfCall(text, place);
      if (from < done) continue;
      ROW.lastIndex = from;
      const [row] = ROW.exec(text) ?? [];
      if (row === undefined) continue;
      done = from + row.length;
      const codes = Array.from(row.matchAll(CODE), ([, code = '']) => Number(code));
      if (codes.length >= LEAST)
        pushApart(readings, text, { start: from, end: done, text: String.fromCharCode(...codes) });
    }
    return readings;
  },
};

const LEAST = 4;
const CALL = String.raw`(?:n?char|chrw?|\[char\])\s?\(?\s?(?:0x[\da-f]{2}|\d{1,3})\s?\)?`;
const ROW = new RegExp(String.raw`${CALL}(?:\s{0,8}(?:[.+&]|\|\|)\s{0,8}${CALL}){1,512}`, 'iy');
const CODE = /(0x[\da-f]{2}|\d{1,3})(?![\da-z])/gi;

/** Finds the beginning of the call's name, whose end an anchor is. */
function startOfCall(text: string, end: number): number {
  let at = end - 1;
  while (at > end - 7 && /[a-z[]/i.test(text.charAt(at - 1))) at--;
  return at;
}
