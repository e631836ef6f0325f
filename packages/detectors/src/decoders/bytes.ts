import { isUtf8 } from 'node:buffer';
import { constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Reading } from './decoder.js';
import { inflateRaw, isBroken, isWhole, mayBeDeflate } from './deflate.js';
import { isPrintable, PRINTABLE } from './printable.js';

/** The text of bytes. */
export interface Said {
  readonly text: string;
  /** There was more than fitted. */
  readonly isCut?: boolean;
  /** And what there was of it is no text. */
  readonly isBinary?: boolean;
}

const MIN_BYTES = 6;

/**
 * Text in UTF-8 or UTF-16, also compressed.
 * @param room of compressed text no more is read, in characters
 */
export function toText(bytes: Uint8Array, room: number): Said | undefined {
  if (bytes.length < MIN_BYTES) return undefined;
  const [first = 0, second = 0] = bytes;
  if (!isCompressed(first, second)) return toPlain(bytes) ?? toInflatedRaw(bytes, room);
  const inflate = inflaterOf(bytes);
  return inflate && toInflated(bytes, inflate, room);
}

function toPlain(bytes: Uint8Array): Said | undefined {
  const wide = toWide(bytes);
  if (wide !== undefined) return { text: wide };
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return CONTROL.test(text) ? undefined : { text };
}
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** UTF-16 of mostly ASCII: every other byte is 0. */
function toWide(bytes: Uint8Array): string | undefined {
  if (!isWide(bytes[0] ?? 0, bytes[1] ?? 0)) return undefined;
  const zeros = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) * 4 < bytes.length || Math.min(even, odd) * 8 > bytes.length) return undefined;
  const pairs = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return (odd > even ? pairs : pairs.swap16()).toString('utf16le');
}

/** UTF-16 of ASCII begins so, or is marked so. */
export const isWide = (first: number, second: number): boolean =>
  (first === 0 && isPrintable(second)) ||
  (isPrintable(first) && second === 0) ||
  (first === 0xff && second === 0xfe) ||
  (first === 0xfe && second === 0xff);

/** https://www.rfc-editor.org/rfc/rfc1952#section-2.3 and https://www.rfc-editor.org/rfc/rfc1950#section-2.2 */
const isGzip = (first: number, second: number): boolean => first === 0x1f && second === 0x8b;
export const isCompressed = (first: number, second: number): boolean =>
  isGzip(first, second) || (first === 0x78 && ((first << 8) | second) % 31 === 0);

/** The function that unpacks these bytes; nothing if they cannot be compressed. */
const inflaterOf = (bytes: Uint8Array): typeof gunzipSync | undefined =>
  isGzip(bytes[0] ?? 0, bytes[1] ?? 0) ? gunzipSync : isBroken(bytes) ? undefined : inflateSync;

/** Compressed bytes may have been cut off: all that can be read counts. */
function toInflated(bytes: Uint8Array, inflate: typeof gunzipSync, room: number): Said | undefined {
  const finishFlush = constants.Z_SYNC_FLUSH;
  try {
    const inflated = inflate(bytes, { finishFlush, maxOutputLength: Math.max(1, room) });
    return toPlain(inflated) ?? { text: inflated.toString('latin1') };
  } catch (error) {
    const isCut = error instanceof RangeError;
    return isCut ? { text: '', isCut, isBinary: !beginsAsText(bytes, inflate) } : undefined;
  }
}

/** These are a short text in gzip and nothing else. */
export function isZippedText(bytes: Uint8Array): boolean {
  if (!isGzip(bytes[0] ?? 0, bytes[1] ?? 0)) return false;
  try {
    return looksLikeText(gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_ZIPPED }));
  } catch {
    return false;
  }
}
const MAX_ZIPPED = 8192;

/** The first bytes unpack to text: a thousand times as much at most. */
function beginsAsText(bytes: Uint8Array, inflate: typeof gunzipSync): boolean {
  try {
    return looksLikeText(inflate(bytes.subarray(0, BEGIN), { finishFlush: constants.Z_SYNC_FLUSH }));
  } catch {
    return true; // An error proves nothing.
  }
}
const BEGIN = 512;

/** Nearly all bytes are printable, or UTF-8. */
export function looksLikeText(bytes: Uint8Array): boolean {
  let others = 0;
  let high = 0;
  for (const byte of bytes) {
    if (byte >= 0x80) high++;
    else others += 1 - PRINTABLE[byte]!;
  }
  // The last character may have been cut.
  const isValid = high === 0 || [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)));
  return isValid && others * 10 <= bytes.length;
}

/** These may be the first bytes of a text, also compressed. Costs little: random bytes hardly ever pass. */
export function mayBegin(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  if (!isCompressed(first, second)) return isText(bytes) || (mayBeDeflate(bytes) && beginsAsDeflate(bytes));
  const inflate = inflaterOf(bytes);
  if (!inflate) return false;
  try {
    inflate(bytes.subarray(0, BEGIN), { finishFlush: constants.Z_SYNC_FLUSH });
    return true;
  } catch {
    return false;
  }
}

function beginsAsDeflate(bytes: Uint8Array): boolean {
  const begin = inflateRaw(bytes.subarray(0, RAW_BEGIN), RAW_BEGIN * MOST_DEFLATED);
  return begin !== undefined && begin.length >= MIN_BYTES && isText(begin);
}

/** Without a head there must be text in it. */
function toInflatedRaw(bytes: Uint8Array, room: number): Said | undefined {
  if (!mayBeDeflate(bytes) || !beginsAsDeflate(bytes)) return undefined;
  try {
    const unpacked = inflateRaw(bytes, Math.max(room, 2 * bytes.length));
    const said = unpacked && toPlain(unpacked);
    // Codes of fixed lengths make letters of many bytes: what is cut off must have been worth it.
    if (!said || (said.text.length < 2 * bytes.length && !isWhole(bytes))) return undefined;
    return said.text.length > room ? { text: '', isCut: true } : said;
  } catch {
    return { text: '', isCut: true }; // It has more than there is room for.
  }
}
const RAW_BEGIN = 64;
/** No deflate is longer than so many times its bytes. */
const MOST_DEFLATED = 1032;

/** The last character may be cut off. Most bytes that are none say so soon, by a control among them. */
function isText(bytes: Uint8Array): boolean {
  if (!isWide(bytes[0] ?? 0, bytes[1] ?? 0)) {
    let at = 0;
    while (at < bytes.length && PRINTABLE[bytes[at]!] === 1) at++;
    if (at >= bytes.length - MAX_CUT) return true;
    while (at < bytes.length && (bytes[at]! >= 0x80 || PRINTABLE[bytes[at]!] === 1)) at++;
    if (at < bytes.length - MAX_CUT) return false;
  }
  for (let cut = 0; cut <= MAX_CUT; cut++)
    if (toPlain(bytes.subarray(0, bytes.length - cut)) !== undefined) return true;
  return false;
}
const MAX_CUT = 3;

/** Parts of bytes that are printable ASCII. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** @param at the byte at a place */
export function findStretches(length: number, minimum: number, at: (index: number) => number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  // From behind: what ends before the last byte of a stretch cannot be one, so most bytes are not looked at.
  for (let last = minimum - 1; last < length;) {
    let start = last;
    while (start > last - minimum && PRINTABLE[at(start)] === 1) start--;
    if (start > last - minimum) {
      last = start + minimum;
      continue;
    }
    let end = last + 1;
    while (end < length && PRINTABLE[at(end)] === 1) end++;
    stretches.push({ start: start + 1, end });
    last = end + minimum;
  }
  return stretches;
}

/** The same of bytes that are there already. */
export const findPrintable = (bytes: Uint8Array, minimum: number): readonly Stretch[] =>
  findStretches(bytes.length, minimum, (index) => bytes[index]!);

/** Adds what was read; it is no part of a word that its writing is glued to. */
export function pushApart(readings: Reading[], text: string, reading: Reading): void {
  const { start, end } = reading;
  const before = readings.at(-1)?.end !== start && WORD.test(text.charAt(start - 1)) ? ' ' : '';
  const after = WORD.test(text.charAt(end)) ? ' ' : '';
  readings.push(before + after === '' ? reading : { ...reading, text: before + reading.text + after, each: 0 });
}
const WORD = /\w/;
