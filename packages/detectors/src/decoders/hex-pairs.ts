import { findStretches, toText } from './bytes.js';
import { hexAt, hexValue, isAlphanumeric, Pieces } from './characters.js';
import type { Decoder, Reading } from './decoder.js';
import { readItems, readRows, toSet, type Item } from './rows.js';

/** Bytes one by one: `41 4b 49 41`, `41:4b:49:41`, `0x41, 0x4b`. */
export const hexPairs: Decoder = {
  name: 'hex-pairs',
  reads: 'runs',
  anchors: ['0x'],
  when: ({ spaced }) => spaced.length > 0,
  read(text, { spaced }, places, room) {
    const readings: Reading[] = [];
    let left = room;
    const readFrom = (start: number): number => {
      const { items, past } = readItems(text, start, MIN_BYTES, endOfPair, isGap);
      if (items.length === 0) return past;
      const pairs = items.map(({ start: at, end }): Pair => ({ start: at, end, byte: hexValue(text, end - 2, 2) }));
      for (const reading of toReadings(text, pairs, Math.max(0, left))) {
        left = reading.isCut === true ? 0 : left - reading.text.length;
        readings.push(reading);
      }
      return past;
    };
    readRows(text, spaced, readFrom);
    let done = 0;
    const prefixed = places.length < MIN_BYTES ? [] : places;
    for (const place of prefixed) if (place - 2 >= done) done = readFrom(place - 2);
    return readings.toSorted((a, b) => a.start - b.start);
  },
};

const MIN_BYTES = 7;
const isGap = toSet(' ,:;-\t\r\n');

/** How a byte is written. */
export interface Pair extends Item {
  readonly byte: number;
}

const ZERO = 0x30;
const X = 0x78;

/** `a1` or `0xA1` with no letter or digit behind it. */
function endOfPair(text: string, at: number): number {
  const isPrefixed = text.charCodeAt(at) === ZERO && (text.charCodeAt(at + 1) | 0x20) === X;
  const from = isPrefixed ? at + 2 : at;
  const isPair = hexAt(text, from) >= 0 && hexAt(text, from + 1) >= 0 && !isAlphanumeric(text.charCodeAt(from + 2));
  return isPair ? from + 2 : -1;
}

/** The text of bytes one by one, and the place of each part. */
export function toReadings(text: string, pairs: readonly Pair[], room: number): readonly Reading[] {
  const stretches = findStretches(pairs.length, MIN_BYTES, (index) => pairs[index]?.byte ?? 0);
  const isAll = stretches[0]?.start === 0 && stretches[0].end === pairs.length;
  const whole = isAll
    ? undefined
    : toText(
        Uint8Array.from(pairs, ({ byte }) => byte),
        room,
      );
  if (whole) return [{ start: pairs[0]?.start ?? 0, end: pairs.at(-1)?.end ?? 0, ...whole }];
  const pieces = new Pieces(text);
  for (const { start: first, end } of stretches) {
    const stretch = pairs.slice(first, end);
    for (const [index, pair] of stretch.entries())
      pieces.add(pair.start, stretch[index + 1]?.start ?? pair.end, String.fromCharCode(pair.byte));
  }
  return pieces.readings;
}
