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
    for (let index = 0; index < runs.length; index += 2) {
      const end = runs[index + 1] ?? 0;
      const start = Math.max(done, startOfCode(text, runs[index] ?? 0, end));
      if (start >= end) continue;
      const separator = text.slice(start, end).includes('/') ? '/' : '.';
      if (separator === '.' && text.charAt(end) !== '.') continue;
      const { reading, past } = readJoined(text, separator === '/' ? startOfPath(text, start) : start, separator, left);
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
  let at = start;
  const assigned = text.slice(start, end).search(/=(?=[^=])/);
  if (assigned >= 0) at += assigned + 1;
  while (at < end && text.charAt(at) === '/') at++;
  return at;
}

/** Of a segment, in characters: shorter ones are names. */
const MIN_SEGMENT = 11;
/** A host name has 253 characters, and no path that hides anything has many more segments. */
const MAX_SEGMENTS = 32;

/** What stands before the first slash is a name, or the first segment. */
function startOfPath(text: string, start: number): number {
  const slash = text.indexOf('/', start);
  return slash - start < MIN_SEGMENT ? slash + 1 : start;
}

interface Joined {
  readonly past: number;
  readonly reading: Reading | undefined;
}

/** What they say together, and where the last of them ends: those that say nothing are not read again. */
function readJoined(text: string, start: number, separator: string, room: number): Joined {
  const parts: string[] = [];
  let end = start;
  for (let at = start; parts.length < MAX_SEGMENTS;) {
    SEGMENT.lastIndex = at;
    const part = SEGMENT.exec(text)?.[0] ?? '';
    // The last may be shorter; a name behind it may look like one.
    if (part === '') break;
    parts.push(part);
    end = at + part.length;
    if (part.length < MIN_SEGMENT || text.charAt(end) !== separator) break;
    at = end + 1;
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
const SEGMENT = /[\w-]{1,255}={0,2}/y;

/** Text in one of three alphabets. */
function decode(code: string, room: number): { text: string; isCut?: boolean } | undefined {
  if (/^(?:[\da-f]{2})+$/i.test(code)) return toText(Buffer.from(code, 'hex'), room);
  const isBase32 = /^(?:[a-z2-7]+|[A-Z2-7]+)=*$/.test(code);
  const said = isBase32 && fromBase32(code.slice(0, 8)).every(isPrintable) ? toText(fromBase32(code), room) : undefined;
  // Most paths begin with no text: the first groups say so.
  if (said || !isText(groupAt(code, 0)) || !isText(groupAt(code, 4))) return said;
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
