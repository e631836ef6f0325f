import { closeSync, fstatSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { GuardError, tryParseJson } from '@mcp-guard/core';
import type { ChainHead } from '../record/audit-store.js';
import { SegmentLineReader } from './line-reader.js';
import { createSeal, type Seal } from './seal.js';
import { openSegment, segmentName } from './segment-files.js';
import { isInteger, isText, objectOf, orNull, type Shape } from './shapes.js';
import type { Position } from './sink.js';

/** The format of the lines of a segment. Another one is refused, never guessed at. */
const FORMAT = 1;
const NAME = 'mcp-guard-journal';

/** The first line of a segment says where it belongs. */
export interface SegmentHeader {
  /** Names the database that takes this journal over: 32 hex digits, drawn when it was created. */
  readonly home: string;
  /** Number of the segment; counts up by one. */
  readonly segment: number;
  /** The head of the chain at its beginning. */
  readonly head: ChainHead;
  /** Bytes of the segment before; `null` if this one begins a journal. */
  readonly previousEnd: number | null;
  /** 32 hex digits from which the key of a sealed segment is derived; `null` if it is plain. */
  readonly salt: string | null;
}

const isHex = (digits: number): Shape<string> => {
  const pattern = new RegExp(`^[0-9a-f]{${digits}}$`);
  return (value): value is string => isText(value) && pattern.test(value);
};

const isHeader = objectOf<SegmentHeader>({
  home: isHex(32),
  segment: isInteger,
  head: objectOf<ChainHead>({ seq: isInteger, hash: isHex(64) }),
  previousEnd: orNull(isInteger),
  salt: orNull(isHex(32)),
});

export function encodeHeader({ home, segment, head: { seq, hash }, previousEnd, salt }: SegmentHeader): string {
  const text = JSON.stringify({ home, segment, head: { seq, hash }, previousEnd, salt });
  return `${NAME} ${FORMAT} ${checksum(text)} ${text}\n`;
}

/**
 * Reads the first line of a segment; `undefined` if it is damaged. Throws CONFIG_INVALID for another format.
 * @param path for the error
 */
function decodeHeader(line: string, path: string): SegmentHeader | undefined {
  const [name, format, sum, ...rest] = line.split(' ');
  if (name !== NAME) return undefined;
  if (format !== String(FORMAT)) {
    throw new GuardError('CONFIG_INVALID', `the journal ${path} was written by another version of mcp-guard`, {
      hint: 'start the version that wrote it once: it takes the journal over when it stops',
    });
  }
  const text = rest.join(' ');
  if (checksum(text) !== sum) return undefined;
  const value = tryParseJson(text);
  return isHeader(value) ? value : undefined;
}

export interface JournalSource {
  readonly folder: string;
  /** The home of the database: `SegmentHeader.home`. */
  readonly home: string;
  /** The key of the database, 32 bytes in hex: records are sealed. */
  readonly key: string | undefined;
}

/** The journal of another database. */
export class ForeignJournal extends GuardError {
  constructor(path: string) {
    super('CONFIG_INVALID', `the journal ${path} belongs to another database`, {
      hint: `put back the database that it belongs to, or move ${path} elsewhere: what it holds was recorded there only`,
    });
  }
}

/** A part that cannot be read because others have changed it. */
export interface Damage {
  readonly kind: 'damage';
  /** For people. */
  readonly why: string;
}

export const damage = (why: string): Damage => ({ kind: 'damage', why });

/** A whole line of a segment. */
export interface SegmentLine {
  /** The place of its first byte. */
  readonly start: number;
  /** Its checksum fits: otherwise it may be the end of a write that was torn. */
  readonly isWhole: boolean;
  /** The text of a turn; `undefined` if it was not written so. */
  readonly text: string | undefined;
}

/** Bytes of a line before its text: the checksum and a space. */
const TEXT_AT = 9;

/** Reads the lines of one segment, also while it is written. */
export class SegmentReader {
  readonly header: SegmentHeader;
  readonly #lines: SegmentLineReader;
  readonly #seal: Seal | undefined;

  private constructor(header: SegmentHeader, lines: SegmentLineReader, seal: Seal | undefined) {
    this.header = header;
    this.#lines = lines;
    this.#seal = seal;
  }

  /**
   * Opens a segment at a place, or says what is wrong with it. `undefined` if there is no such file, or its first line
   * was not written yet. Throws CONFIG_INVALID for a file that is not ours to read.
   * @param offset 0: at its first record
   */
  static open(source: JournalSource, { segment, offset }: Position): SegmentReader | Damage | undefined {
    const file = openSegment(source.folder, segment);
    if (file === undefined) return offset > 0 ? damage(`segment ${segment} was removed`) : undefined;
    const lines = new SegmentLineReader(file, 0);
    try {
      const first = lines.next();
      const header = first && readHeader(first, source, segment);
      const isCut = fstatSync(file).size < offset;
      if (header && !isCut) {
        if (offset > 0) lines.skipTo(offset);
        const seal = header.salt === null ? undefined : createSeal(source.key ?? '', header.salt, segment);
        return new SegmentReader(header, lines, seal);
      }
      closeSync(file);
      if (!first && !isCut) return undefined;
      return damage(`segment ${segment} ${isCut ? 'was cut' : 'does not begin as it was written'}`);
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  /** The place of the next line, in bytes. */
  get offset(): number {
    return this.#lines.offset;
  }

  /** Bytes behind the last whole line. */
  get unfinished(): number {
    return this.#lines.unfinished;
  }

  /** `undefined` if there is no whole line so far. */
  next(): SegmentLine | undefined {
    const start = this.#lines.offset;
    const line = this.#lines.next();
    return line && this.#read(line, start);
  }

  close(): void {
    this.#lines.close();
  }

  #read(line: Buffer, start: number): SegmentLine {
    const body = line.subarray(TEXT_AT);
    const isWhole = line.toString('latin1', 0, TEXT_AT) === `${checksum(body)} `;
    if (!isWhole) return { start, isWhole, text: undefined };
    const text = body.toString();
    return { start, isWhole, text: this.#seal ? this.#seal.open(text, start) : text };
  }
}

/** The line of a record; the seal is asked for its place. */
export function encodeLine(text: string, offset: number, seal: Seal | undefined): Buffer {
  const body = seal ? seal.seal(text, offset) : text;
  const line = Buffer.from(`         ${body}\n`);
  line.write(checksum(line.subarray(TEXT_AT, -1)), 'latin1');
  return line;
}

/** Throws CONFIG_INVALID for a segment of another home, or one that is not sealed as this home is. */
function readHeader(line: Buffer, source: JournalSource, segment: number): SegmentHeader | undefined {
  const path = join(source.folder, segmentName(segment));
  const header = decodeHeader(line.toString(), path);
  if (header?.segment !== segment) return undefined;
  if (header.home !== source.home) throw new ForeignJournal(path);
  const isSealed = header.salt !== null;
  if (isSealed === (source.key !== undefined)) return header;
  const why = isSealed ? 'is encrypted, and the database is not' : 'is not encrypted, and the database is';
  throw new GuardError('CONFIG_INVALID', `the journal ${path} ${why}`);
}

/** CRC-32 in 8 hex digits: finds a line that was not written whole. Edits are found by the chain or the seal. */
const checksum = (data: string | Uint8Array): string => crc32(data).toString(16).padStart(8, '0');
