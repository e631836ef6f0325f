import type { Decoder, Reading } from './decoder.js';
import { areNear } from './others.js';

/** A pictograph between any groups of a few characters: `AKI🔥AZE🔥VWD🔥…`. */
export const grouped: Decoder = {
  name: 'grouped',
  reads: 'characters',
  when: ({ others }) => others.runs.length > 0,
  read(text, { others }) {
    const readings: Reading[] = [];
    const { runs } = others;
    let done = 0;
    for (let index = 0; index < runs.length; index += 2) {
      const start = runs[index]!;
      if (start < done || !areNear(runs, index, LEAST, MOST_BETWEEN)) continue;
      GROUPS.lastIndex = start;
      const [row] = GROUPS.exec(text) ?? [];
      if (row === undefined) continue;
      done = start + row.length;
      for (const { index: at, 0: filler } of row.matchAll(FILLERS))
        readings.push({ start: start + at, end: start + at + filler.length, text: '', each: 0 });
    }
    return readings;
  },
};

/** So many pictographs, and so many characters between two of them. */
const LEAST = 4;
const MOST_BETWEEN = 4;
const FILLER = String.raw`\p{Extended_Pictographic}\ufe0f?`;
const FILLERS = new RegExp(FILLER, 'gu');
const GROUPS = new RegExp(
  String.raw`(?<=[\w+/=.-])${FILLER}(?:[\w+/=.-]{1,${MOST_BETWEEN}}${FILLER}){${LEAST - 1},160}(?=[\w+/=.-])`,
  'uy',
);
