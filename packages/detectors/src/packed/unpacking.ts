import { isUtf8 } from 'node:buffer';
import { constants } from 'node:zlib';
import { findPrintable, looksLikeText } from '../decoders/bytes.js';
import { PRINTABLE } from '../decoders/printable.js';

/** A text out of packed bytes. */
export interface Piece {
  readonly text: string;
  /** Printable bytes in the middle of others: at how many places they could have begun. */
  readonly places?: number;
}

/** The rest that may be unpacked out of one message, in bytes, and read out of that, in characters. */
export interface Budget {
  bytes: number;
  characters: number;
}

/** As `node:zlib` has it. */
export type Inflate = (bytes: Uint8Array, options: { finishFlush?: number; maxOutputLength: number }) => Buffer;

/** Archives in archives; nothing has more by itself. */
const MAX_NESTING = 4;
/** The limit for metadata with short strings, in bytes. */
const SMALL = 4096;
/** Characters in a row, in metadata, in UTF-16 and among any other bytes. */
const MIN_ROW = { small: 4, wide: 6, any: 12 };
const WORTH_TELLING = 64;

/** Reads one kind of packed bytes, out of the parts that it knows. */
export type ReadParts = (bytes: Buffer, unpacking: Unpacking) => void;

/** Collects the texts in the parts of one binary, and counts their size. */
export class Unpacking {
  readonly pieces: Piece[] = [];
  /** There was more than fitted, or than can be read: it is encrypted, or packed in a way that is not known here. */
  isCut = false;
  /** The part that did not fit began as text, or is empty. */
  isCutText = false;
  readonly #budget: Budget;
  readonly #readAny: (bytes: Buffer, unpacking: Unpacking) => boolean;
  #nesting = 0;

  /**
   * @param readAny reads a nested binary of a known kind, and returns whether that was all of it
   */
  constructor(budget: Budget, readAny: (bytes: Buffer, unpacking: Unpacking) => boolean) {
    this.#budget = budget;
    this.#readAny = readAny;
  }

  /** A part of metadata: its text counts, however short. */
  metadata(bytes: Buffer): void {
    if (this.#whole(bytes)) return;
    const begin = bytes.subarray(0, SMALL);
    const rows = findPrintable(begin, MIN_ROW.small).map(({ start, end }) => begin.toString('latin1', start, end));
    if (rows.length > 0) this.#add(rows.join('\n'));
    if (bytes.length > SMALL) this.rows(bytes);
    else this.wide(bytes);
  }

  /** A part that may be anything: a text, a binary of a known kind, or rows of characters among other bytes. */
  member(bytes: Buffer): void {
    if (this.#whole(bytes)) return;
    this.#nesting++;
    if (this.#nesting > MAX_NESTING) this.isCut = true;
    const isWhole = this.#nesting <= MAX_NESTING && this.#readAny(bytes, this);
    this.#nesting--;
    if (!isWhole) this.rows(bytes);
  }

  /** Rows of characters in the middle of other bytes, one byte each or two. */
  rows(bytes: Buffer): void {
    this.wide(bytes);
    for (const { start, end } of findPrintable(bytes, MIN_ROW.any)) {
      if (this.#budget.characters <= 0) return void (this.isCut = true);
      this.#add(bytes.toString('latin1', start, end), bytes.length);
    }
  }

  /** Letters two bytes each, as names of fonts, tags of sounds and comments of photographs have them. */
  wide(bytes: Buffer): void {
    for (const text of findWide(bytes, MIN_ROW.wide)) this.#add(text);
  }

  /** As much as there is room for; nothing if it cannot be unpacked. What its sender cut off counts. */
  inflate(bytes: Uint8Array, inflate: Inflate): Buffer | undefined {
    if (this.#budget.bytes <= 0) return void (this.isCut = true);
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(1, this.#budget.bytes) };
    try {
      const unpacked = inflate(bytes, options);
      this.#budget.bytes -= Math.max(unpacked.length, FEE);
      return unpacked;
    } catch (error) {
      if (!(error instanceof RangeError)) return undefined;
      return this.#begin(bytes, inflate);
    }
  }

  /** Something is packed or encrypted in a way that nothing here can read. */
  cannotRead(bytes: Uint8Array): void {
    if (bytes.length >= WORTH_TELLING) this.isCut = true;
  }

  /** As much of the begin as fits, within one part in 64: each try costs no more than the room. */
  #begin(bytes: Uint8Array, inflate: Inflate): Buffer {
    const maxOutputLength = Math.max(1, this.#budget.bytes);
    let best: Buffer = Buffer.alloc(0);
    let [low, high] = [0, bytes.length];
    for (let round = 0; round < ROUNDS; round++) {
      const middle = (low + high) >> 1;
      try {
        best = inflate(bytes.subarray(0, middle), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength });
        low = middle;
      } catch {
        high = middle;
      }
    }
    this.isCut = true;
    if (looksLikeText(best)) this.isCutText = true;
    this.#budget.bytes = 0;
    return best;
  }

  #whole(bytes: Buffer): boolean {
    if (!isUtf8(bytes)) return false;
    const text = bytes.toString('utf8');
    if (CONTROL.test(text)) return false;
    this.#add(text);
    return true;
  }

  #add(text: string, places?: number): void {
    if (text.length > this.#budget.characters) this.isCut = true;
    if (text.length > this.#budget.characters && text.length >= SMALL) this.isCutText = true;
    const kept = text.slice(0, Math.max(0, this.#budget.characters));
    this.#budget.characters -= kept.length;
    if (kept !== '') this.pieces.push({ text: kept, ...(places !== undefined && { places }) });
  }
}
const ROUNDS = 6;
/** Each part costs at least this: to begin takes time, too. */
const FEE = 2048;
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** Rows of printable ASCII in UTF-16, either way around. */
function findWide(bytes: Uint8Array, minimum: number): readonly string[] {
  const found: string[] = [];
  const { length } = bytes;
  for (let at = 0; at + 1 < length; at++) {
    if (bytes[at + 1] !== 0 || PRINTABLE[bytes[at]!] === 0) continue;
    let end = at + 2;
    while (end + 1 < length && bytes[end + 1] === 0 && PRINTABLE[bytes[end]!] === 1) end += 2;
    // The zero precedes its letter: the last letter has none after it.
    if (end < length && PRINTABLE[bytes[end]!] === 1) end += 2;
    if (end - at >= 2 * minimum) {
      let text = '';
      for (let next = at; next < Math.min(end, length); next += 2) text += String.fromCharCode(bytes[next]!);
      found.push(text);
    }
    at = end - 1;
  }
  return found;
}
