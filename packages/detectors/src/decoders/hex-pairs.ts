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
      const starts: number[] = [];
      const bytes: number[] = [];
      let end = at;
      for (let next = at; ;) {
        PAIR.lastIndex = next;
        const [all, digits = '', gap = ''] = PAIR.exec(text) ?? [];
        if (all === undefined) break;
        starts.push(next);
        bytes.push(hexValue(digits, 0, 2));
        next += all.length;
        end = next - gap.length;
        if (gap === '') break;
      }
      if (bytes.length >= MIN_BYTES) readings.push(...readBytes(bytes, starts, end, room));
      at = Math.max(at, end - 1);
    }
    return readings;
  },
};

const MIN_BYTES = 7;
const WORD = /[A-Za-z0-9]/;
const PAIR = /(?:0x)?([\da-f]{2})(?![\da-z])([ ,:;\-\t\r\n]{0,3})/iy;

function readBytes(bytes: readonly number[], starts: readonly number[], end: number, room: number): readonly Reading[] {
  const stretches = findStretches(bytes.length, MIN_BYTES, (index) => bytes[index] ?? 0);
  const isAll = stretches[0]?.start === 0 && stretches[0].end === bytes.length;
  const whole = isAll ? undefined : toText(Uint8Array.from(bytes), room);
  if (whole) return [{ start: starts[0] ?? 0, end, ...whole }];
  const pieces = new Pieces();
  for (const stretch of stretches)
    for (let index = stretch.start; index < stretch.end; index++)
      pieces.add(starts[index] ?? 0, starts[index + 1] ?? end, String.fromCharCode(bytes[index] ?? 0));
  return pieces.readings;
}
