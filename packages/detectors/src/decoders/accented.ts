import type { Decoder, Reading } from './decoder.js';
import { areNear } from './others.js';

/** Marks on letters of words that need none: `Ígnóré`, `prévíóús`. Words of other languages with so many are read, too, and say nothing. */
export const accented: Decoder = {
  name: 'accented',
  reads: 'runs',
  when: ({ others }) => MARK.test(others.units),
  read(text, { others: { runs } }) {
    const readings: Reading[] = [];
    let done = 0;
    for (let index = 0; index < runs.length; index += 2) {
      const first = runs[index] ?? 0;
      if (first < done || !areNear(runs, index, MANY, CLOSE)) continue;
      const start = Math.max(done, first - BEFORE);
      const end = Math.min(text.length, first + BEHIND);
      for (const { index: at, 0: word } of text.slice(start, end).matchAll(MARKED))
        readings.push({ start: start + at, end: start + at + word.length, text: plain(word) });
      done = end;
    }
    return readings;
  },
};

/** So many marked letters, with so few others between two of them: in an order with fewer some word has none. */
const MANY = 5;
const CLOSE = 6;
const BEFORE = 60;
const BEHIND = 300;
const MARK = /[\u00c0-\u017f]/;
const MARKED = /[a-z\u00c0-\u017f]{0,32}[\u00c0-\u017f][a-z\u00c0-\u017f]{0,32}/gi;

const plain = (word: string): string => word.normalize('NFKD').replace(/\p{M}+/gu, '');
