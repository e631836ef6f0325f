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
      if (text.charCodeAt(at) <= 0x20 || (at > 0 && WORD.test(text.charAt(at - 1)))) continue;
      const end = endOfRun(text, at);
      for (let char = at; char < end.at; char += end.step) {
        pieces.add(char, char + 1, text.charAt(char));
        if (char + end.step < end.at) pieces.add(char + 1, char + end.step, '');
      }
      at = Math.max(at, end.at - 1);
    }
    return pieces.readings;
  },
};

const MIN_CHARACTERS = 7;
const WORD = /[A-Za-z0-9]/;
const GAP = /[ .\-_,:;|/*\t\r\n]{1,3}/y;

/** Where a run ends that begins at a place, and how far its characters are apart; nowhere if it is too short. */
function endOfRun(text: string, start: number): { readonly at: number; readonly step: number } {
  GAP.lastIndex = start + 1;
  // What looks like a part of the gap may be the next character: `1 - 4 1 5`.
  for (let gap = GAP.exec(text)?.[0] ?? ''; gap !== ''; gap = gap.slice(0, -1)) {
    const step = 1 + gap.length;
    let next = start + step;
    while (isOne(text, next, step) && text.startsWith(gap, next + 1)) next += step;
    // What it ends with is one character as well, or else the first of a word.
    const isLast = text.charCodeAt(next) > 0x20 && !WORD.test(text.charAt(next + 1));
    const at = isLast ? next + 1 : next - gap.length;
    if (at - start > (MIN_CHARACTERS - 1) * step) return { at, step };
  }
  return { at: start, step: 1 };
}

/** A character, or a space between two. */
const isOne = (text: string, at: number, step: number): boolean =>
  text.charCodeAt(at) > 0x20 || text.charCodeAt(at + step) > 0x20;
