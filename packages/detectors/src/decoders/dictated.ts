import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';

/** An e-mail address without its signs: `name (at) host dot com`. */
export const dictated: Decoder = {
  name: 'dictated',
  reads: 'runs',
  anchors: [
    '(at)',
    '[at]',
    '{at}',
    '<at>',
    '_at_',
    '-at-',
    '(dot)',
    '[dot]',
    '{dot}',
    '<dot>',
    '_dot_',
    '-dot-',
    ' dot ',
  ],
  read(text, _, places) {
    const pieces = new Pieces(text);
    let done = 0;
    for (const place of places) {
      const isDot = DOT.test(text.slice(place - 5, place));
      const start = startOfSpace(text, place - (isDot ? 5 : 4));
      const end = endOfSpace(text, place);
      if (start < done || !WORD.test(text.charAt(start - 1)) || !WORD.test(text.charAt(end))) continue;
      if (isDot) {
        // `at` is a common word: it is a sign only if `dot` follows it.
        const before = text.slice(Math.max(done, start - MAX_HOST), start);
        const at = before.toLowerCase().lastIndexOf(' at ');
        if (at > 0 && HOST.test(before.slice(at + 4))) {
          const from = start - before.length + at;
          pieces.add(from, from + 4, '@');
        }
      }
      pieces.add(start, end, isDot ? '.' : '@');
      done = end;
    }
    return pieces.readings;
  },
};

const DOT = /.dot./i;
const WORD = /\w/;
const HOST = /^[\w.-]+$/;
const MAX_HOST = 64;
const MAX_SPACE = 4;

function startOfSpace(text: string, end: number): number {
  let at = end;
  while (end - at < MAX_SPACE && text.charAt(at - 1) === ' ') at--;
  return at;
}

function endOfSpace(text: string, start: number): number {
  let at = start;
  while (at - start < MAX_SPACE && text.charAt(at) === ' ') at++;
  return at;
}
