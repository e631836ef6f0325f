import { isHeader, readGzip, readPdf, readTar, readUnknownArchive, readZip, readZstd } from './archives.js';
import { readGif, readId3, readJpeg, readPng, readRiff } from './pictures.js';
import type { ReadParts } from './unpacking.js';

/** Bytes that are known by how they begin. */
export interface Kind {
  /** Its parts; absent if only rows of characters are to be found. */
  readonly read?: ReadParts;
  /** It holds what others have packed: what is in it may be nothing but text. */
  readonly isPacked?: boolean;
  /** `read` leaves nothing out. */
  readonly isWhole?: boolean;
}

/**
 * Kinds by their first bytes, as Latin-1. https://www.iana.org/assignments/media-types,
 * https://mimesniff.spec.whatwg.org
 */
const BEGINS: readonly (readonly [string, Kind])[] = [
  ['\x89PNG\r\n\x1a\n', { read: readPng }],
  ['\xff\xd8\xff', { read: readJpeg }],
  ['GIF87a', { read: readGif }],
  ['GIF89a', { read: readGif }],
  ['RIFF', { read: readRiff }],
  ['ID3', { read: readId3 }],
  ['II*\0', {}], // TIFF
  ['MM\0*', {}],
  ['\0\0\x01\0', {}], // icons
  ['OggS', {}],
  ['fLaC', {}],
  ['\x1aE\xdf\xa3', {}], // Matroska, WebM
  ['8BPS', {}],
  ['\0\x01\0\0', {}], // TrueType and OpenType
  ['OTTO', {}],
  ['true', {}],
  ['ttcf', {}],
  ['wOFF', {}],
  ['wOF2', {}],
  ['PK\x03\x04', { read: readZip, isPacked: true }],
  ['\x1f\x8b\x08', { read: readGzip, isPacked: true }],
  ['(\xb5/\xfd', { read: readZstd, isPacked: true }],
  ['BZh', { read: readUnknownArchive, isPacked: true }],
  ['\xfd7zXZ\0', { read: readUnknownArchive, isPacked: true }],
  ["7z\xbc\xaf'\x1c", { read: readUnknownArchive, isPacked: true }],
  ['Rar!\x1a\x07', { read: readUnknownArchive, isPacked: true }],
  ['%PDF-', { read: readPdf }],
  ['SQLite format 3\0', {}],
  ['\0asm', {}],
  ['\x7fELF', {}],
];
const TAR: Kind = { read: readTar, isPacked: true, isWhole: true };
const ISO_MEDIA: Kind = {}; // MP4, HEIC, AVIF: the type of a box follows its length.

/** A kind that needs less than a tar archive may begin like that: two of its bytes tell it of most names and paths. */
export const mayBegin = (first: number, fifth: number): boolean => FIRST_BYTES.has(first) || fifth === BOX;
const FIRST_BYTES: ReadonlySet<number> = new Set(BEGINS.map(([magic]) => magic.charCodeAt(0)));
const BOX = 'f'.charCodeAt(0);

/** The kind of bytes; `undefined` if they begin like no known kind. */
export function kindOf(bytes: Buffer): Kind | undefined {
  const begin = bytes.toString('latin1', 0, 16);
  const [, kind] = BEGINS.find(([magic]) => begin.startsWith(magic)) ?? [];
  if (kind) return kind;
  if (begin.startsWith('ftyp', 4)) return ISO_MEDIA;
  return isHeader(bytes, 0) ? TAR : undefined;
}

/** Reads bytes of a known kind, and returns whether that was all of it. */
export function readKnown(bytes: Buffer, unpacking: Parameters<ReadParts>[1]): boolean {
  const kind = kindOf(bytes);
  kind?.read?.(bytes, unpacking);
  return kind?.isWhole === true;
}
