import { crc32, deflateSync } from 'node:zlib';

/** Bytes that are the same in every run: mulberry32. */
export function randomBytes(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at + 4 <= length; at += 4) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    bytes.writeInt32LE(mixed ^ (mixed >>> 14), at);
  }
  return bytes;
}

export const PNG: Buffer = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export function chunk(type: string, data: Buffer | string): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A picture with these chunks before its pixels. */
export const png = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([PNG, chunk('IHDR', Buffer.alloc(13, 1)), ...chunks, IDAT, chunk('IEND', '')]);
const IDAT = chunk('IDAT', deflateSync(randomBytes(6000, 7)));

/** A part of a JPEG. */
export function segment(marker: number, data: Buffer | string): Buffer {
  const body = Buffer.from(data);
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

export const jpeg = (...segments: readonly Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, 'JFIF\0\x01\x01'),
    ...segments,
    segment(0xda, Buffer.alloc(6, 1)),
    Buffer.from(randomBytes(6000, 3).map((byte) => (byte === 0xff ? 0 : byte))),
    Buffer.from([0xff, 0xd9]),
  ]);

/** A member of a zip archive, with its header. */
export function zipMember(name: string, data: Buffer, method: number, flags = 0): Buffer {
  const head = Buffer.alloc(30);
  head.write('PK\x03\x04', 0, 'latin1');
  head.writeUInt16LE(flags, 6);
  head.writeUInt16LE(method, 8);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name), data]);
}

export function tarMember(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write(data.length.toString(8).padStart(11, '0'), 124);
  head.write('ustar\0', 257);
  return Buffer.concat([head, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

export const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
