import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const SAID: ReadonlyMap<string, string> = new Map([
  ...DIGITS.map((word, digit): [string, string] => [word, String(digit)]),
  ['oh', '0'],
]);

/** Digits as English words: `four one one one`. */
export const spelled: Decoder = {
  name: 'spelled',
  reads: 'runs',
  anchors: [...SAID.keys()],
  read(text, _, places) {
    const pieces = new Pieces(text);
    let run: number[] = []; // The beginning of each word.
    let end = 0; // The end of the last word.
    const close = (): void => {
      if (run.length >= MIN_WORDS)
        for (const [index, start] of run.entries()) {
          const next = run[index + 1];
          const word = endOfWord(text, start);
          const sign = next === undefined ? undefined : KEPT.exec(text.slice(word, next))?.[1];
          const digit = SAID.get(text.slice(start, word).toLowerCase()) ?? '';
          pieces.add(start, sign === undefined ? (next ?? word) : word, digit);
          if (sign !== undefined) pieces.add(word, next ?? word, sign);
        }
      run = [];
    };
    for (const place of places) {
      if (isLetter(text.charCodeAt(place))) continue;
      const start = startOfWord(text, place);
      if (!SAID.has(text.slice(start, place).toLowerCase())) continue;
      if (run.length > 0 && !GAP.test(text.slice(end, Math.min(start, end + MAX_GAP + 1)))) close();
      run.push(start);
      end = place;
    }
    close();
    return pieces.readings;
  },
};

const MIN_WORDS = 4;
const MAX_GAP = 4;
const GAP = /^[\s,.\-/]{1,4}$/;
/** A sign by itself is part of the number. */
const KEPT = /^\s+([-./])\s+$/;

const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;

function startOfWord(text: string, end: number): number {
  let at = end;
  while (at > 0 && end - at < 8 && isLetter(text.charCodeAt(at - 1))) at--;
  return at;
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && isLetter(text.charCodeAt(at))) at++;
  return at;
}
