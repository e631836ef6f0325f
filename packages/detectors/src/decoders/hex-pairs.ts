import { findStretches, toText } from './bytes.js';
import { hexAt, hexValue, Pieces } from './characters.js';
import type { Decoder, Reading } from './decoder.js';

/** Bytes one by one: `41 4b 49 41`, `41:4b:49:41`, `0x41, 0x4b`. */
export const hexPairs: Decoder = {
  name: 'hex-pairs',
  reads: 'runs',
  anchors: ['0x'],
  when: ({ hasSpaced }) => hasSpaced,
  read(text, { hasSpaced }, places, room) {
    if (!hasSpaced && places.length < MIN_BYTES) return [];
    const readings: Reading[] = [];
    for (let at = 0; at < text.length; at++) {
      if (hexAt(text, at) < 0 || (at > 0 && WORD.test(text.charAt(at - 1)))) continue;
      const pairs: Pair[] = [];
      let end = at;
      for (let next = at; ;) {
        PAIR.lastIndex = next;
        const [all, digits = '', gap = ''] = PAIR.exec(text) ?? [];
        if (all === undefined) break;
        end = next + all.length - gap.length;
        pairs.push({ start: next, end, byte: hexValue(digits, 0, 2) });
        next += all.length;
        if (gap === '') break;
      }
      if (pairs.length >= MIN_BYTES) readings.push(...readPairs(pairs, room));
      at = Math.max(at, end - 1);
    }
    return readings;
  },
};

const MIN_BYTES = 7;
const WORD = /[A-Za-z0-9]/;
const PAIR = /(?:0x)?([\da-f]{2})(?![\da-z])([ ,:;\-\t\r\n]{0,3})/iy;

interface Pair {
  readonly start: number;
  readonly end: number;
  readonly byte: number;
}

function readPairs(pairs: readonly Pair[], room: number): readonly Reading[] {
  const stretches = findStretches(pairs.length, MIN_BYTES, (index) => pairs[index]?.byte ?? 0);
  const isAll = stretches[0]?.start === 0 && stretches[0].end === pairs.length;
  const whole = isAll
    ? undefined
    : toText(
        Uint8Array.from(pairs, ({ byte }) => byte),
        room,
      );
  if (whole) return [{ start: pairs[0]?.start ?? 0, end: pairs.at(-1)?.end ?? 0, ...whole }];
  const pieces = new Pieces();
  for (const { start: first, end } of stretches) {
    const stretch = pairs.slice(first, end);
    for (const [index, pair] of stretch.entries())
      pieces.add(pair.start, stretch[index + 1]?.start ?? pair.end, String.fromCharCode(pair.byte));
  }
  return pieces.readings;
}
