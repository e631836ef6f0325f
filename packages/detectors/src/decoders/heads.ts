import { isCompressed, isWide } from './bytes.js';
import { mayBeDeflate } from './deflate.js';
import { PRINTABLE } from './printable.js';

/*
 * How encoded bytes begin. Nearly all that looks like an encoding is a name, a path or a hash, and its first bytes tell:
 * they are read one by one here, because to make a buffer of them costs more than all else that is done about them.
 */

/** So many bytes are looked at. */
const LENGTH = 12;
/** The bytes that are looked at, and zeros behind them: each reader puts them here. */
export const head: Uint8Array = new Uint8Array(LENGTH);

/**
 * The bytes in `head` begin like text, or like what text can be wrapped in; a character may be cut off.
 * @param length of all bytes
 */
export function beginsLikeText(length: number): boolean {
  const count = Math.min(length, LENGTH);
  const first = head[0]!;
  const second = head[1]!;
  return isCompressed(first, second) || isWide(first, second) || isText(count) || mayBeDeflate(head);
}

function isText(count: number): boolean {
  let more = 0; // Bytes that the character goes on with.
  for (let index = 0; index < count; index++) {
    const byte = head[index]!;
    if (more > 0 ? (byte & 0xc0) !== 0x80 : PRINTABLE[byte] === 0 && (byte < 0xc2 || byte > 0xf4)) return false;
    if (more > 0) more--;
    else if (byte >= 0xc2) more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  }
  return true;
}
