import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';

/** Characters one by one, with the same between any two of them: `4 1 1 1`, `A-K-I-A`, `g, h, p`. */
export const spaced: Decoder = {
  name: 'spaced',
  reads: 'runs',
  when: ({ hasSpaced }) => hasSpaced,
  read(text) {
    const pieces = new Pieces();
    const last = text.length - 1;
    for (let at = 0; at < last; at++) {
      if (!WORD.test(text.charAt(at)) || (at > 0 && WORD.test(text.charAt(at - 1)))) continue;
      GAP.lastIndex = at + 1;
      const gap = GAP.exec(text)?.[0];
      if (gap === undefined) continue;
      const step = 1 + gap.length;
      let next = at + step;
      while (next < last && text.charCodeAt(next) > 0x20 && text.startsWith(gap, next + 1)) next += step;
      // What it ends with is one character as well, or else the first of a word.
      let end = WORD.test(text.charAt(next)) && !WORD.test(text.charAt(next + 1)) ? next + 1 : next - gap.length;
      if (end <= at) end = at + 1;
      if ((end - at) / step >= MIN_CHARACTERS - 1)
        for (let char = at; char < end; char += step) {
          pieces.add(char, char + 1, text.charAt(char));
          if (char + step < end) pieces.add(char + 1, char + step, '');
        }
      at = end - 1;
    }
    return pieces.readings;
  },
};

const MIN_CHARACTERS = 7;
const WORD = /[A-Za-z0-9+]/;
const GAP = /[ .\-_,:;|/*\t\r\n]{1,3}/y;
