import { constants, inflateRawSync } from 'node:zlib';
import { BROKEN, unpackFixed } from './fixed-codes.js';
import { isPrintable } from './printable.js';

/*
 * Deflate without a head, which any bytes may be: only what its first bits make likely is unpacked.
 * https://www.rfc-editor.org/rfc/rfc1951
 */

/** So many bytes are enough to decide. */
const DEFLATE_HEAD = 12;

/** Bytes may begin a block; of bytes at random one in two hundred does. The first 12 decide. */
export function mayBeDeflate(bytes: Uint8Array): boolean {
  const kind = bitsAt(bytes, 1, 2);
  if (kind === 0) return isStored(bytes);
  if (kind === 1) return beginsWithText(bytes);
  return kind === 2 && hasWholeCode(bytes);
}

/**
 * The unpacked bytes, as far as they go; `undefined` if it is no such stream.
 * @throws RangeError if they exceed `room`
 */
export function inflateRaw(bytes: Uint8Array, room: number): Uint8Array | undefined {
  const short = unpackFixed(bytes);
  if (short === BROKEN) return undefined;
  if (short && short.bytes.length <= room) return short.bytes;
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(1, room) });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

/** It goes on to the end that deflate has. */
export function isWhole(bytes: Uint8Array): boolean {
  const short = unpackFixed(bytes);
  if (short !== undefined) return short !== BROKEN && short.isWhole && short.bytes.length > 0;
  try {
    return inflateRawSync(bytes).length > 0;
  } catch {
    return false;
  }
}

/**
 * The first bytes of a stream with the head of zlib prove that it is none: two letters of a name are such a head, and
 * what follows them hardly ever goes on with it.
 */
export function isBroken(bytes: Uint8Array): boolean {
  if (((bytes[1] ?? 0) & DICTIONARY) !== 0) return bytes.length >= ZLIB_HEAD + CHECK_SUM; // No peer has it.
  const block = bytes.subarray(ZLIB_HEAD);
  const kind = bitsAt(block, 1, 2);
  if (kind === 1) return unpackFixed(block) === BROKEN;
  if (kind === 3) return block.length > 0;
  if (block.length < DEFLATE_HEAD) return false;
  return kind === 0 ? !isStored(block) : isNoCode(block);
}
const ZLIB_HEAD = 2;
const DICTIONARY = 0x20;
const CHECK_SUM = 4;

/** The length is there twice, once as its complement. */
const isStored = (bytes: Uint8Array): boolean => bitsAt(bytes, 8, 16) + bitsAt(bytes, 24, 16) === 0xffff;

const LITERALS = 4;
/** Codes stand in a stream with their highest bit first. */
const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number.parseInt(Array.from(byte.toString(2).padStart(8, '0')).toReversed().join(''), 2),
);
/** Codes of fixed lengths: bytes below 144 have eight bits, from 0x30 on. */
function beginsWithText(bytes: Uint8Array): boolean {
  for (let count = 0; count < LITERALS; count++) {
    const code = REVERSED[bitsAt(bytes, 3 + 8 * count, 8)]!;
    if (code < 0x30 || !isPrintable(code - 0x30)) return false;
  }
  return true;
}

/** There are no more codes for literals and for distances. */
const hasFewCodes = (bytes: Uint8Array): boolean => bitsAt(bytes, 3, 5) <= 29 && bitsAt(bytes, 8, 5) <= 29;
/** The code for the lengths of codes leaves none out, or some; or it is none at all, which shows later. */
const hasWholeCode = (bytes: Uint8Array): boolean => hasFewCodes(bytes) && sumOfCode(bytes) === WHOLE;
const isNoCode = (bytes: Uint8Array): boolean => !hasFewCodes(bytes) || ![0, WHOLE].includes(sumOfCode(bytes));

const WHOLE = 1 << 7;
/** The part of all codes that have a meaning. */
function sumOfCode(bytes: Uint8Array): number {
  const count = bitsAt(bytes, 13, 4) + 4;
  let sum = 0;
  for (let index = 0; index < count && sum <= WHOLE; index++) {
    const length = bitsAt(bytes, 17 + 3 * index, 3);
    if (length > 0) sum += 1 << (7 - length);
  }
  return sum;
}

/** Bits from the lowest on, 16 at most; 0 past the end. */
function bitsAt(bytes: Uint8Array, from: number, count: number): number {
  const at = from >> 3;
  const near = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return (near >> (from & 7)) & ((1 << count) - 1);
}
