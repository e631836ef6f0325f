import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';
import { areNear } from './others.js';

/** Characters one by one, with something between any two of them that is no ASCII: `A😀K😀I😀A`, `A§K§I§A`. */
export const filled: Decoder = {
  name: 'filled',
  reads: 'characters',
  when: ({ others }) => others.runs.length > 0,
  read(text, { others }) {
    const pieces = new Pieces(text);
    const { runs } = others;
    let done = 0;
    for (let index = 0; index < runs.length; index += 2) {
      const first = runs[index]! - 1;
      if (first < done || !areNear(runs, index, MIN_CHARACTERS, 1)) continue;
      const row = readRow(text, first);
      done = Math.max(row.at(-1) ?? 0, first + 1);
      if (row.filter((at) => WORD.test(text.charAt(at))).length > MIN_CHARACTERS)
        for (const [place, start] of row.entries()) {
          const end = row[place + 1] ?? start + 1;
          pieces.add(start, end, text.charAt(start));
        }
    }
    return pieces.readings;
  },
};

/** Letters and digits: signs with other characters between them are a class of an expression. */
const MIN_CHARACTERS = 6;
const WORD = /[A-Za-z\d]/;
/** Some pictographs are of several characters. */
const MAX_FILLER = 8;
/** Pictographs of any kind disturb; of other signs and letters, which may be a text or bytes, only what is always the same. */
const PICTOGRAPH = /^\p{Extended_Pictographic}/u;

const isFiller = (code: number): boolean => code >= 0x80;
const isSingle = (text: string, at: number): boolean => text.charCodeAt(at) > 0x20 && text.charCodeAt(at) < 0x7f;

/** The places of the characters of a row that begins there. */
function readRow(text: string, start: number): readonly number[] {
  const places: number[] = [];
  let first = '';
  let at = start;
  while (isSingle(text, at)) {
    let end = at + 1;
    while (end <= at + MAX_FILLER && isFiller(text.charCodeAt(end))) end++;
    const filler = text.slice(at + 1, end);
    const fits =
      filler === '' || first === '' || filler === first || (PICTOGRAPH.test(filler) && PICTOGRAPH.test(first));
    if (!fits) break;
    if (filler !== '') first = filler;
    places.push(at);
    if (filler === '' || end > at + MAX_FILLER) break;
    at = end;
  }
  return places;
}
