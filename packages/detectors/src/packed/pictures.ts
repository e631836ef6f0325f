import { inflateSync } from 'node:zlib';
import type { ReadParts } from './unpacking.js';

/* Pictures and sounds carry words in these places. A place that is not named here is looked through for rows of characters all the same. */

/** https://www.w3.org/TR/png-3/#5Chunk-layout */
export const readPng: ReadParts = (bytes, unpacking) => {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 8 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const chunk = bytes.subarray(at + 8, Math.min(end, bytes.length));
    if (PACKED_CHUNK.test(type)) readPackedChunk(type, chunk);
    else if (!PIXELS.test(type)) unpacking.metadata(chunk);
    at = end + 4;
    if (type === 'IEND') break;
  }
  if (at < bytes.length) unpacking.member(bytes.subarray(at)); // No chunk belongs behind the end.

  function readPackedChunk(type: string, chunk: Buffer): void {
    const name = chunk.indexOf(0);
    unpacking.metadata(chunk);
    // A name, one byte of method; international text has two flags, a language and a translated name before its text.
    const isInternational = type === 'iTXt';
    const language = isInternational ? chunk.indexOf(0, name + 3) : 0;
    const text = isInternational ? chunk.indexOf(0, language + 1) + 1 : name + 2;
    const inflated = name < 0 || text < 2 ? undefined : unpacking.inflate(chunk.subarray(text), inflateSync);
    if (inflated) unpacking.metadata(inflated);
  }
};
const PACKED_CHUNK = /^(?:zTXt|iTXt|iCCP)$/;
const PIXELS = /^(?:IDAT|fdAT|PLTE|tRNS)$/;

/** https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1: applications' segments (EXIF, XMP) and comments. */
export const readJpeg: ReadParts = (bytes, unpacking) => {
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
      const next = bytes.indexOf(0xff, at + 1); // Within the picture.
      if (next < 0) return;
      at = next;
      continue;
    }
    if (marker === 0xd9) break;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if ((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe) unpacking.metadata(bytes.subarray(at + 4, end));
    at = end;
  }
  if (at + 2 < bytes.length && bytes[at + 1] === 0xd9) unpacking.member(bytes.subarray(at + 2));
};

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt: comments are cut into blocks of 255 bytes. */
export const readGif: ReadParts = (bytes, unpacking) => {
  let at = 13 + colours(bytes[10] ?? 0);
  while (at < bytes.length && bytes[at] !== TRAILER) {
    const isExtension = bytes[at] === 0x21;
    if (!isExtension && bytes[at] !== 0x2c) break;
    const kind = bytes[at + 1];
    at += isExtension ? 2 : 11 + colours(bytes[at + 9] ?? 0);
    const blocks: Buffer[] = [];
    for (let size = bytes[at] ?? 0; size > 0; size = bytes[at] ?? 0) {
      if (isExtension) blocks.push(bytes.subarray(at + 1, at + 1 + size));
      at += 1 + size;
    }
    at++;
    if (isExtension && kind !== 0xf9) unpacking.metadata(Buffer.concat(blocks));
  }
  if (at + 1 < bytes.length) unpacking.member(bytes.subarray(bytes[at] === TRAILER ? at + 1 : at));
};
const TRAILER = 0x3b;
const colours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

/** Sounds and pictures in chunks: https://www.rfc-editor.org/rfc/rfc2361, https://developers.google.com/speed/webp/docs/riff_container. */
export const readRiff: ReadParts = (bytes, unpacking) => {
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  let at = 12;
  while (at + 8 <= end) {
    const type = bytes.toString('latin1', at, at + 4);
    const next = at + 8 + bytes.readUInt32LE(at + 4);
    if (!SAMPLES.test(type)) unpacking.metadata(bytes.subarray(at + 8, Math.min(next, end)));
    at = next + (next & 1);
  }
  if (end < bytes.length) unpacking.member(bytes.subarray(end));
};
const SAMPLES = /^(?:data|fmt |VP8[ LX]|ALPH|ANM[FI]|ANIM|movi|idx1)$/;

/** https://id3.org/id3v2.3.0: tags before the sound. */
export const readId3: ReadParts = (bytes, unpacking) => {
  const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | ((bytes[at] ?? 0) & 0x7f), 0);
  unpacking.metadata(bytes.subarray(10, 10 + size));
};
