import { brotliDecompressSync, inflateSync } from 'node:zlib';
import type { Inflate, ReadParts, Unpacking } from './unpacking.js';

/** Tables that hold words: https://learn.microsoft.com/typography/opentype/spec/otff */
const WORDS = /^(?:name|meta|SVG |ltag|post|desc)$/;
/** A font has a few dozen. */
const MAX_TABLES = 256;

/** https://learn.microsoft.com/typography/opentype/spec/otff#table-directory */
export const readFont: ReadParts = (bytes, unpacking) => {
  const fonts = bytes.toString('latin1', 0, 4) === 'ttcf' ? fontsOf(bytes) : [0];
  for (const font of fonts) {
    if (font + 12 > bytes.length) continue;
    const count = Math.min(MAX_TABLES, bytes.readUInt16BE(font + 4));
    for (let at = font + 12; at + 16 <= bytes.length && at < font + 12 + 16 * count; at += 16) {
      const start = bytes.readUInt32BE(at + 8);
      const table = bytes.subarray(start, start + bytes.readUInt32BE(at + 12));
      if (WORDS.test(bytes.toString('latin1', at, at + 4))) unpacking.metadata(table);
    }
  }
};

function fontsOf(bytes: Buffer): readonly number[] {
  const count = bytes.length < 16 ? 0 : Math.min(MAX_FONTS, bytes.readUInt32BE(8), (bytes.length - 12) >> 2);
  return Array.from({ length: count }, (_, index) => bytes.readUInt32BE(12 + 4 * index));
}
const MAX_FONTS = 64;

/** https://www.w3.org/TR/WOFF/: tables and metadata are compressed one by one. */
export const readWoff: ReadParts = (bytes, unpacking) => {
  if (bytes.length < 44) return;
  const count = Math.min(MAX_TABLES, bytes.readUInt16BE(12));
  for (let at = 44; at + 20 <= bytes.length && at < 44 + 20 * count; at += 20) {
    if (!WORDS.test(bytes.toString('latin1', at, at + 4))) continue;
    const [start, packed, length] = [
      bytes.readUInt32BE(at + 4),
      bytes.readUInt32BE(at + 8),
      bytes.readUInt32BE(at + 12),
    ];
    const table = bytes.subarray(start, start + packed);
    if (packed === length) unpacking.metadata(table);
    else readBlock(table, inflateSync, unpacking);
  }
  readBlock(blockAt(bytes, 24), inflateSync, unpacking);
};

/** https://www.w3.org/TR/WOFF2/: all tables in one stream behind a directory of numbers of no certain length. */
export const readWoff2: ReadParts = (bytes, unpacking) => {
  if (bytes.length < 48) return;
  readBlock(blockAt(bytes, 28), brotliDecompressSync, unpacking);
  const packed = bytes.readUInt32BE(20);
  const end = endOfDirectory(bytes);
  const tables = unpacking.inflate(bytes.subarray(end, end + packed), brotliDecompressSync);
  if (tables) unpacking.wide(tables);
  if (tables) unpacking.rows(tables);
};

function endOfDirectory(bytes: Buffer): number {
  const count = Math.min(MAX_TABLES, bytes.readUInt16BE(12));
  let at = 48;
  const skipNumber = (): void => {
    while (at < bytes.length && (bytes[at]! & 0x80) !== 0) at++;
    at++;
  };
  for (let table = 0; table < count && at < bytes.length; table++) {
    const flags = bytes[at]!;
    const tag = flags & 0x3f;
    at += tag === 0x3f ? 5 : 1;
    skipNumber();
    // `glyf` and `loca` are changed unless version 3 is; of others any version but 0 is a change.
    const version = flags >> 6;
    if (tag === GLYF || tag === LOCA ? version !== 3 : version !== 0) skipNumber();
  }
  return at;
}
const GLYF = 10;
const LOCA = 11;

/** Metadata: its place and its length. */
const blockAt = (bytes: Buffer, at: number): Buffer => {
  const start = bytes.readUInt32BE(at);
  return start === 0 ? bytes.subarray(0, 0) : bytes.subarray(start, start + bytes.readUInt32BE(at + 4));
};

function readBlock(block: Buffer, inflate: Inflate, unpacking: Unpacking): void {
  const unpacked = block.length === 0 ? undefined : unpacking.inflate(block, inflate);
  if (unpacked) unpacking.metadata(unpacked);
}
