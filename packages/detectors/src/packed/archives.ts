import * as zlib from 'node:zlib';
import type { ReadParts } from './unpacking.js';

/* Archives and documents: their members, unpacked. */

const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
/** The limit for one archive. More are not unpacked, and a finding reports that. */
const MAX_MEMBERS = 10_000;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/**
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT: by the headers of the members, whatever the directory at
 * the end declares. Java archives, Office and OpenDocument files, wheels and browser extensions are such.
 */
export const readZip: ReadParts = (bytes, unpacking) => {
  let count = 0;
  for (let at = bytes.indexOf(LOCAL_HEADER); at >= 0 && at + 30 <= bytes.length;) {
    if (++count > MAX_MEMBERS) return unpacking.cannotRead(bytes.subarray(at));
    const [flags, method] = [bytes.readUInt16LE(at + 6), bytes.readUInt16LE(at + 8)];
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const size = bytes.readUInt32LE(at + 18);
    unpacking.metadata(bytes.subarray(at + 30, start));
    const known = size > 0 && start + size <= bytes.length ? start + size : undefined;
    const next = bytes.indexOf(LOCAL_HEADER, method === STORED || known === undefined ? start : known);
    const data = bytes.subarray(start, known ?? (next < 0 ? bytes.length : next));
    if ((flags & ENCRYPTED) !== 0) unpacking.cannotRead(data);
    else if (method === DEFLATED) {
      const unpacked = unpacking.inflate(bytes.subarray(start, known ?? bytes.length), zlib.inflateRawSync);
      if (unpacked) unpacking.member(unpacked);
    } else if (method === STORED) unpacking.member(data);
    else unpacking.cannotRead(data);
    at = next;
  }
};

export const readGzip: ReadParts = (bytes, unpacking) => {
  const unpacked = unpacking.inflate(bytes, zlib.gunzipSync);
  if (unpacked) unpacking.member(unpacked);
  // The name and the comment precede the packed data.
  unpacking.metadata(bytes.subarray(10, 10 + MAX_NAMES));
};
const MAX_NAMES = 1024;

/** Node has it from 22.15 on. */
const unpackZstd: typeof zlib.zstdDecompressSync | undefined = zlib.zstdDecompressSync;

export const readZstd: ReadParts = (bytes, unpacking) => {
  const unpacked =
    unpackZstd && unpacking.inflate(bytes, (packed, { maxOutputLength }) => unpackZstd(packed, { maxOutputLength }));
  if (unpacked) unpacking.member(unpacked);
  else unpacking.cannotRead(bytes);
};

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html: a header of 512 bytes before each member. */
export const readTar: ReadParts = (bytes, unpacking) => {
  let at = 0;
  for (let count = 0; at + BLOCK <= bytes.length && isHeader(bytes, at); count++) {
    if (count > MAX_MEMBERS) return unpacking.cannotRead(bytes.subarray(at));
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 136).replace(/[^0-7].*$/s, ''), 8);
    if (!(size >= 0)) break;
    const start = at + BLOCK;
    unpacking.metadata(bytes.subarray(at, at + BLOCK));
    if (size > 0) unpacking.member(bytes.subarray(start, Math.min(bytes.length, start + size)));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  const rest = bytes.subarray(at);
  if (rest.length > 0) unpacking.metadata(rest.subarray(rest.findIndex((byte) => byte !== 0) >>> 0));
};
const BLOCK = 512;
export const isHeader = (bytes: Buffer, at: number): boolean =>
  bytes.toString('latin1', at + 257, at + 262) === 'ustar';

/** Packed in ways that Node cannot undo: bzip2, xz, 7z, rar. */
export const readUnknownArchive: ReadParts = (bytes, unpacking) => unpacking.cannotRead(bytes);

/** https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf, 7.3.8: streams but for pictures and fonts. */
export const readPdf: ReadParts = (bytes, unpacking) => {
  let count = 0;
  for (let at = bytes.indexOf(STREAM); at >= 0; at = bytes.indexOf(STREAM, at)) {
    const dictionary = bytes.toString('latin1', Math.max(0, at - MAX_DICTIONARY), at);
    let start = at + STREAM.length;
    while (start < bytes.length && (bytes[start] === 0x0d || bytes[start] === 0x0a)) start++;
    const next = bytes.indexOf(END_STREAM, start);
    const end = next < 0 ? bytes.length : next;
    at = next < 0 ? bytes.length : next + END_STREAM.length;
    if (++count > MAX_MEMBERS) return unpacking.cannotRead(bytes.subarray(at));
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1);
    if (!/FlateDecode|\/Fl\b/.test(own) || /\/Image\b|\/Length1\b|\/FontFile/.test(own)) continue;
    const unpacked = unpacking.inflate(bytes.subarray(start, end), zlib.inflateSync);
    if (unpacked) unpacking.member(unpacked);
  }
};
const STREAM = Buffer.from('stream', 'latin1');
const END_STREAM = Buffer.from('endstream', 'latin1');
const MAX_DICTIONARY = 1024;
