import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';

/** Characters one by one, with something between any two of them that is no ASCII: `A😀K😀I😀A`, `A§K§I§A`. */
export const filled: Decoder = {
  name: 'filled',
  reads: 'characters',
  when: ({ hasOther }) => hasOther,
  read(text) {
    const pieces = new Pieces(text);
    for (const { 0: all, index } of text.matchAll(FILLED)) {
      let at = index;
      for (const { 0: pair } of all.matchAll(PAIR)) {
        pieces.add(at, at + pair.length, pair.charAt(0));
        at += pair.length;
      }
    }
    return pieces.readings;
  },
};

/** Pictographs and signs; a letter of another script only if it is always the same one. */
const FILLED = /(?:[!-~][^\p{ASCII}\p{L}\p{M}\p{N}]{1,8}){6,}[!-~]?|[!-~]([^\p{ASCII}])(?:[!-~]\1){5,}[!-~]?/gu;
const PAIR = /[!-~][^!-~]{0,16}/g;
