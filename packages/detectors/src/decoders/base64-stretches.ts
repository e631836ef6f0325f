import { findPrintable, pushApart } from './bytes.js';
import type { Reading } from './decoder.js';

/** The least text in the middle of other bytes, in bytes: in long runs there is more that looks like it by chance. */
const MIN_STRETCH = { short: 8, long: 12 };
const LONG = 128;
/** In longer runs, the text around a stretch is no label and no value. */
const FAR = 512;
/** Text somewhere inside, whatever precedes it. */
export function readStretches(text: string, start: number, end: number, readings: Reading[]): void {
  const minimum = end - start < LONG ? MIN_STRETCH.short : MIN_STRETCH.long;
  const found: Reading[] = [];
  for (let offset = 0; offset < 4; offset++) {
    const from = start + offset;
    const bytes = Buffer.from(text.slice(from, end), 'base64');
    const charOf = (byte: number): number => from + Math.floor((byte * 4) / 3);
    for (const stretch of findPrintable(bytes, minimum))
      found.push({
        start: charOf(stretch.start),
        end: Math.min(end, charOf(stretch.end - 1) + 2),
        text: bytes.toString('latin1', stretch.start, stretch.end),
        isFragment: true,
      });
  }
  const push = (reading: Reading): void => {
    const isAlone = end - start >= FAR && 2 * (reading.end - reading.start) < end - start;
    if (isAlone) readings.push({ ...reading, isAlone });
    else pushApart(readings, text, reading);
  };
  // The longer one of two that overlap is it: the other looks like text by chance.
  let best: Reading | undefined;
  for (const reading of found.toSorted((a, b) => a.start - b.start)) {
    if (best && best.end <= reading.start) {
      push(best);
      best = undefined;
    }
    if (!best || reading.text.length > best.text.length) best = reading;
  }
  if (best) push(best);
}
