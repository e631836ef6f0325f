import { findStretches, pushApart, toText } from './bytes.js';
import type { Decoder, Reading } from './decoder.js';

/**
 * Base64 in both alphabets, on one line or on several, with or without its padding; also where it follows other
 * characters of its alphabet, so that nobody knows where it begins. https://www.rfc-editor.org/rfc/rfc4648
 */
export const base64: Decoder = {
  name: 'base64',
  reads: 'runs',
  when: ({ runs }) => runs.length > 0,
  read(text, { runs }, _places, room) {
    const readings: Reading[] = [];
    let done = 0;
    let left = room;
    for (let index = 0; index < runs.length; index += 2) {
      const limit = runs[index + 1] ?? 0;
      let at = Math.max(done, runs[index] ?? 0);
      while (limit - at >= MIN_LENGTH) {
        const end = endOfSegment(text, at, limit);
        done = end;
        if (end - at >= MIN_LENGTH && isCandidate(text, at, end)) {
          const whole = endOfLines(text, at, end);
          const read = readWhole(text, at, whole, left);
          if (read) {
            pushApart(readings, text, read);
            left -= read.text.length;
            done = read.end;
          } else readStretches(text, at, end, readings);
        }
        at = Math.max(end, done);
        while (at < limit && text.charCodeAt(at) === PADDING) at++;
      }
    }
    return readings;
  },
};

const PADDING = 0x3d;
const UNDERSCORE = 0x5f;
const MIN_LENGTH = 11;
/** Of text in the middle of other bytes, in bytes: in long runs there is more that looks like it by chance. */
const MIN_STRETCH = { short: 8, long: 12 };
const LONG = 128;

/** By character code; 255 is none of both alphabets. */
const VALUES = new Uint8Array(128).fill(255);
for (const [value, char] of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').entries())
  VALUES[char.charCodeAt(0)] = value;
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;
const valueAt = (text: string, at: number): number => VALUES[text.charCodeAt(at)] ?? 255;

/** The byte that begins within the character at a place, which is the first, second or third of a group of four. */
function byteAt(text: string, at: number, position: number): number {
  const shift = 2 * position + 2;
  return ((valueAt(text, at) << shift) | (valueAt(text, at + 1) >> (6 - shift))) & 0xff;
}

function endOfSegment(text: string, start: number, limit: number): number {
  const end = text.indexOf('=', start);
  return end < 0 || end > limit ? limit : end;
}

/** Capital letters and something else: names, hashes and numbers mostly have less. */
function isCandidate(text: string, start: number, end: number): boolean {
  let cases = 0;
  for (let at = start; at < end && cases < 3; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x41 && code <= 0x5a) cases |= 1;
    else if (code >= 0x30 && code !== UNDERSCORE) cases |= 2;
  }
  return cases === 3;
}

/** Where it ends if the line is the first of several that are equally long; the last may be shorter. */
function endOfLines(text: string, start: number, firstEnd: number): number {
  const width = firstEnd - start;
  let end = firstEnd;
  for (;;) {
    LINE.lastIndex = end;
    const [all, line = ''] = LINE.exec(text) ?? [];
    if (all === undefined || line.length > width) return end;
    end += all.length;
    if (line.length < width) return end;
  }
}
const LINE = /=?\r?\n[ \t]{0,16}([\w+/-]{1,1024})(?![\w+/-])/y;

/** From the beginning, or from what may be a separator before it. */
function readWhole(text: string, start: number, end: number, room: number): Reading | undefined {
  for (let from = start, tries = 0; tries < MAX_TRIES; tries++) {
    const reading = readFrom(text, from, end, room);
    if (reading) return reading;
    SEPARATOR.lastIndex = from;
    const skipped = SEPARATOR.exec(text)?.[0].length ?? 0;
    from += skipped;
    if (skipped === 0 || end - from < MIN_LENGTH) break;
  }
  return undefined;
}
const MAX_TRIES = 4;
const SEPARATOR = /[A-Za-z0-9]{0,32}[-_+/]{1,3}/y;

function readFrom(text: string, start: number, end: number, room: number): Reading | undefined {
  if (!mayBeText(byteAt(text, start, 0), byteAt(text, start + 1, 1), byteAt(text, start + 2, 2))) return undefined;
  const said = toText(Buffer.from(text.slice(start, end).replace(BREAK, ''), 'base64'), room);
  if (!said) return undefined;
  let past = end;
  while (past < end + 2 && text.charCodeAt(past) === PADDING) past++;
  const prefix =
    text.charAt(start - 1) === ',' ? (DATA_URI.exec(text.slice(Math.max(0, start - 99), start))?.[0] ?? '') : '';
  return { start: start - prefix.length, end: past, ...said };
}
/** https://www.rfc-editor.org/rfc/rfc2397 */
const DATA_URI = /data:[\w/+.;=-]{0,80}base64,$/i;

const BREAK = /=?\r?\n[ \t]*/g;

/** By its first bytes. */
function mayBeText(first: number, second: number, third: number): boolean {
  if (isPrintable(first)) return isPrintable(second) ? third < 0xf5 : second === 0 || second >= 0x80 || second === 0x9c;
  return first >= 0xc2 || first === 0x1f || (first === 0 && isPrintable(second));
}
const isPrintable = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Text somewhere within, whatever stands before it. */
function readStretches(text: string, start: number, end: number, readings: Reading[]): void {
  const minimum = end - start < LONG ? MIN_STRETCH.short : MIN_STRETCH.long;
  const found: Reading[] = [];
  for (let offset = 0; offset < 4; offset++) {
    const from = start + offset;
    const length = Math.floor(((end - from) * 3) / 4);
    const charOf = (byte: number): number => from + Math.floor((byte * 4) / 3);
    const at = (byte: number): number => byteAt(text, charOf(byte), byte % 3);
    for (const stretch of findStretches(length, minimum, at)) {
      let said = '';
      for (let byte = stretch.start; byte < stretch.end; byte++) said += String.fromCharCode(at(byte));
      found.push({ start: charOf(stretch.start), end: Math.min(end, charOf(stretch.end - 1) + 2), text: said });
    }
  }
  // Of two that overlap the longer one is it: the other looks like text by chance.
  let best: Reading | undefined;
  for (const reading of found.toSorted((a, b) => a.start - b.start)) {
    if (best && best.end <= reading.start) {
      pushApart(readings, text, best);
      best = undefined;
    }
    if (!best || reading.text.length > best.text.length) best = reading;
  }
  if (best) pushApart(readings, text, best);
}
