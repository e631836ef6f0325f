import { groupAt } from './base64-alphabet.js';
import { toText } from './bytes.js';
import type { Decoder, Reading } from './decoder.js';
import { isPrintable } from './printable.js';

/** Labels of one host name, or segments of one path, that together are hex, base32 or base64: `41424344.45464748.example`. */
export const segments: Decoder = {
  name: 'segments',
  reads: 'runs',
  when: ({ runs }) => runs.length > 0,
  read(text, { runs }, _places, room) {
    const readings: Reading[] = [];
    let left = room;
    let done = 0;
    let nextSlash = -1;
    for (let index = 0; index < runs.length; index += 2) {
      const begin = runs[index] ?? 0;
      const end = runs[index + 1] ?? 0;
      if (nextSlash < begin) nextSlash = nextOf(text, '/', begin);
      if (nextSlash >= end && text.charCodeAt(end) !== DOT) continue; // Most runs are words.
      const start = Math.max(done, startOfCode(text, begin, end));
      const slash = indexOf(text, SLASH, start, end);
      if (start >= end || (slash === end && text.charCodeAt(end) !== DOT)) continue;
      // The part before the first slash is a name, or the first segment.
      const first = slash < end && slash - start < MIN_SEGMENT ? slash + 1 : start;
      const { reading, past } = readJoined(text, first, slash < end ? SLASH : DOT, left);
      done = reading?.end ?? past;
      if (!reading) continue;
      readings.push(reading);
      left = reading.isCut === true ? 0 : left - reading.text.length;
    }
    return readings;
  },
};

/** Past a name and what assigns to it, and past the slashes that a path begins with. */
function startOfCode(text: string, start: number, end: number): number {
  let at = indexOf(text, EQUALS, start, end);
  while (at < end - 1 && text.charCodeAt(at + 1) === EQUALS) at++;
  at = at < end - 1 ? at + 1 : start;
  while (at < end && text.charCodeAt(at) === SLASH) at++;
  return at;
}
const EQUALS = 0x3d;
const SLASH = 0x2f;
const DOT = 0x2e;

/** The next place of a text; infinitely far if there is none. */
function nextOf(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? Infinity : at;
}

/** The first place of a character; `end` if there is none. */
function indexOf(text: string, code: number, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) !== code) at++;
  return at;
}

/** The least length of a segment, in characters: shorter ones are names. */
const MIN_SEGMENT = 11;
/** A host name has 253 characters, and no path that hides anything has many more segments. */
const MAX_SEGMENTS = 32;

interface Joined {
  readonly past: number;
  readonly reading: Reading | undefined;
}

/** The text of them together, and the end of the last one: those that say nothing are not read again. */
function readJoined(text: string, start: number, separator: number, room: number): Joined {
  const parts: string[] = [];
  let end = start;
  for (let at = start; parts.length < MAX_SEGMENTS;) {
    const past = endOfSegment(text, at);
    if (past === at) break;
    parts.push(text.slice(at, past));
    end = past;
    // The last may be shorter; a name behind it may look like one.
    if (past - at < MIN_SEGMENT || text.charCodeAt(past) !== separator) break;
    at = past + 1;
  }
  for (const count of [parts.length, parts.length - 1]) {
    if (count < 2) break;
    const used = parts.slice(0, count);
    const said = decode(used.join(''), room);
    const length = used.reduce((sum, part) => sum + part.length + 1, -1);
    if (said) return { past: end, reading: { start, end: start + length, ...said } };
  }
  return { past: end, reading: undefined };
}

/** Letters, digits, `_` and `-`, and the padding behind them. */
function endOfSegment(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_SEGMENT);
  let at = start;
  while (at < limit && WORD[text.charCodeAt(at)] === 1) at++;
  if (at === start) return start;
  const padded = Math.min(text.length, at + 2);
  while (at < padded && text.charCodeAt(at) === EQUALS) at++;
  return at;
}
/** In characters. */
const MAX_SEGMENT = 255;
const WORD = Uint8Array.from({ length: 128 }, (_, code) => (/[\w-]/.test(String.fromCharCode(code)) ? 1 : 0));

/** Text in one of three alphabets. */
function decode(code: string, room: number): { text: string; isCut?: boolean } | undefined {
  if (/^(?:[\da-f]{2})+$/i.test(code)) return toText(Buffer.from(code, 'hex'), room);
  const isBase32 = /^(?:[a-z2-7]+|[A-Z2-7]+)=*$/.test(code);
  const said = isBase32 && fromBase32(code.slice(0, 8)).every(isPrintable) ? toText(fromBase32(code), room) : undefined;
  // Most paths begin with no text: the first groups say so.
  if (said || !isText(groupAt(code, 0, code.length)) || !isText(groupAt(code, 4, code.length))) return said;
  return toText(Buffer.from(code, 'base64url'), room);
}

const isText = (group: number): boolean =>
  isPrintable(group >> 16) && isPrintable((group >> 8) & 0xff) && isPrintable(group & 0xff);

const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
function fromBase32(code: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const char of code.toLowerCase()) {
    if (char === '=') break;
    bits = ((bits << 5) | DIGITS.indexOf(char)) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return Uint8Array.from(bytes);
}
