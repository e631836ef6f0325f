import { isAlphanumeric, Pieces } from './characters.js';
import type { Decoder } from './decoder.js';
import { endOfGap, readRows, toSet } from './rows.js';

/** Characters one by one, with the same between any two of them: `4 1 1 1`, `A-K-I-A`, `g, h, p`. */
export const spaced: Decoder = {
  name: 'spaced',
  reads: 'runs',
  when: ({ spaced: places }) => places.length > 0,
  read(text, { spaced: places }) {
    const pieces = new Pieces(text);
    readRows(text, places, (start) => {
      const { at: end, step } = endOfRow(text, start);
      if (isRule(text, start, end, step)) return end;
      for (let char = start; char < end; char += step) pieces.add(char, Math.min(char + step, end), text.charAt(char));
      return end;
    });
    return pieces.readings;
  },
};

const MIN_CHARACTERS = 7;
const isGap = toSet(' .-_,:;|/*#~^!&\t\r\n');

/** Finds the end of a row that begins at a place, and how far its characters are apart; nowhere if it is too short. */
function endOfRow(text: string, start: number): { readonly at: number; readonly step: number } {
  // A part of the gap may be the next character: `1 - 4 1 5`.
  for (let gap = text.slice(start + 1, endOfGap(text, start + 1, isGap)); gap !== ''; gap = gap.slice(0, -1)) {
    const step = 1 + gap.length;
    let next = start + step;
    while (isOne(text, next, step) && text.startsWith(gap, next + 1)) next += step;
    // The row ends with one character as well, or else with the first of a word.
    const isLast = text.charCodeAt(next) > 0x20 && !isAlphanumeric(text.charCodeAt(next + 1));
    const at = isLast ? next + 1 : next - gap.length;
    if (at - start > (MIN_CHARACTERS - 1) * step) return { at, step };
  }
  return { at: start, step: 1 };
}

/** A line of dashes or dots, perhaps with a letter at its end, which reads as a shorter one again and again. */
function isRule(text: string, start: number, end: number, step: number): boolean {
  let words = 0;
  for (let char = start; char < end; char += step) {
    const code = text.charCodeAt(char);
    if (code > 0x7f || isAlphanumeric(code)) words++;
  }
  return words * 2 * step < end - start;
}

/** A character, or a space between two. */
const isOne = (text: string, at: number, step: number): boolean =>
  text.charCodeAt(at) > 0x20 || text.charCodeAt(at + step) > 0x20;
