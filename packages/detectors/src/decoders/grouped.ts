import type { Decoder, Reading } from './decoder.js';
import { nearestOthers } from './others.js';

/** A pictograph between any groups of a few characters: `AKI🔥AZE🔥VWD🔥…`. */
export const grouped: Decoder = {
  name: 'grouped',
  reads: 'characters',
  when: ({ hasOther }) => hasOther,
  read(text) {
    const readings: Reading[] = [];
    if (nearestOthers(text).four > MAX_SPAN) return readings;
    for (const { index, 0: row } of text.matchAll(GROUPS))
      for (const { index: at, 0: filler } of row.matchAll(FILLERS))
        readings.push({ start: index + at, end: index + at + filler.length, text: '', each: 0 });
    return readings;
  },
};

/** Four pictographs of three code units, with four characters between any two of them. */
const MAX_SPAN = 3 * (3 + 4);
const FILLER = String.raw`\p{Extended_Pictographic}\ufe0f?`;
const FILLERS = new RegExp(FILLER, 'gu');
const GROUPS = new RegExp(String.raw`(?<=[\w+/=.-])${FILLER}(?:[\w+/=.-]{1,4}${FILLER}){3,160}(?=[\w+/=.-])`, 'gu');
