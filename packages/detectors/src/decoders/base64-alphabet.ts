/* The characters of base64, in both alphabets, and the bits that they stand for. */

/** The values by character code; 255 is in neither alphabet. */
export const VALUES: Uint8Array = new Uint8Array(128).fill(255);
for (const [value, char] of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').entries())
  VALUES[char.charCodeAt(0)] = value;
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;
/** The six bits of the character there. */
export const valueAt = (text: string, at: number): number => VALUES[text.charCodeAt(at) & 0x7f] ?? 255;

/** The byte that begins within the character at a place, which is the first, second or third of a group of four. */
export function byteAt(text: string, at: number, position: number): number {
  const shift = 2 * position + 2;
  return ((valueAt(text, at) << shift) | (valueAt(text, at + 1) >> (6 - shift))) & 0xff;
}

/** The whole bytes of the group of four that begins there; zeros from `end` on. */
export function groupAt(text: string, start: number, end: number): number {
  if (start + 4 <= end)
    return (
      ((valueAt(text, start) << 18) |
        (valueAt(text, start + 1) << 12) |
        (valueAt(text, start + 2) << 6) |
        valueAt(text, start + 3)) &
      0xffffff
    );
  let group = 0;
  for (let at = start; at < start + 4; at++) group = (group << 6) | (at < end ? valueAt(text, at) : 0);
  return group & BYTES_OF[Math.max(0, end - start)]!;
}
/** The bits of whole bytes, by how many characters of a group there are. */
const BYTES_OF = [0, 0, 0xff0000, 0xffff00];

/** No text begins with the last two characters of the alphabets, but slashes and dashes may stand before it. */
export function startOfWord(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && valueAt(text, at) >= 62) at++;
  return at;
}

/** Bytes of text are never written without: most names, paths and hashes are. */
export function hasCapital(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code <= 0x5a && code >= 0x41) return true;
  }
  return false;
}
