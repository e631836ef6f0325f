import { constants, inflateRawSync } from 'node:zlib';
import { isPrintable } from './printable.js';

/*
 * Deflate without a head, which any bytes may be: only what its first bits make likely is unpacked.
 * https://www.rfc-editor.org/rfc/rfc1951
 */

/** So many bytes are enough to decide. */
export const DEFLATE_HEAD = 12;

/** Whether bytes may begin a block; of bytes at random one in two hundred does. */
export function mayBeDeflate(bytes: Uint8Array): boolean {
  const kind = bitsAt(bytes, 1, 2);
  if (kind === 0) return isStored(bytes);
  if (kind === 1) return beginsWithText(bytes);
  return kind === 2 && hasWholeCode(bytes);
}

/** The unpacked bytes, as far as they go. Throws a `RangeError` if they exceed `room`, another error if it is no such stream. */
export const inflateRaw = (bytes: Uint8Array, room: number): Buffer =>
  inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(1, room) });

/** Whether it goes on to the end that deflate has. */
export function isWhole(bytes: Uint8Array): boolean {
  try {
    return inflateRawSync(bytes).length > 0;
  } catch {
    return false;
  }
}

/** The length is there twice, once as its complement. */
const isStored = (bytes: Uint8Array): boolean => bitsAt(bytes, 8, 16) + bitsAt(bytes, 24, 16) === 0xffff;

const LITERALS = 4;
/** Codes of fixed lengths: bytes below 144 have eight bits, from 0x30 on. */
function beginsWithText(bytes: Uint8Array): boolean {
  for (let count = 0; count < LITERALS; count++) {
    let code = 0;
    for (let bit = 0; bit < 8; bit++) code = (code << 1) | bitsAt(bytes, 3 + 8 * count + bit, 1);
    if (code < 0x30 || !isPrintable(code - 0x30)) return false;
  }
  return true;
}

/** Whether the code for the lengths of codes leaves none out. */
function hasWholeCode(bytes: Uint8Array): boolean {
  if (bitsAt(bytes, 3, 5) > 29 || bitsAt(bytes, 8, 5) > 29) return false;
  const count = bitsAt(bytes, 13, 4) + 4;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const length = bitsAt(bytes, 17 + 3 * index, 3);
    if (length > 0) sum += 1 << (7 - length);
  }
  return sum === 1 << 7;
}

/** Bits from the lowest on, 16 at most; 0 past the end. */
function bitsAt(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let bit = 0; bit < count; bit++) value |= (((bytes[(from + bit) >> 3] ?? 0) >> ((from + bit) & 7)) & 1) << bit;
  return value;
}
