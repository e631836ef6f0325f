import type { Decoder, Reading } from './decoder.js';

/** A pictograph between any groups of a few characters: `AKI🔥AZE🔥VWD🔥…`. */
export const grouped: Decoder = {
  name: 'grouped',
  reads: 'characters',
  when: ({ hasOther }) => hasOther,
  read(text) {
    const readings: Reading[] = [];
    for (const { index, 0: row } of text.matchAll(GROUPS))
      for (const { index: at, 0: filler } of row.matchAll(FILLERS))
        readings.push({ start: index + at, end: index + at + filler.length, text: '', each: 0 });
    return readings;
  },
};

const FILLER = String.raw`\p{Extended_Pictographic}\ufe0f?`;
const FILLERS = new RegExp(FILLER, 'gu');
const GROUPS = new RegExp(String.raw`(?<=[\w+/=.-])${FILLER}(?:[\w+/=.-]{1,4}${FILLER}){3,160}(?=[\w+/=.-])`, 'gu');
