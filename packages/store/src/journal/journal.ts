import { randomBytes } from 'node:crypto';
import { closeSync, constants, fdatasync, fsync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChainHead } from '../record/audit-store.js';
import { FileIdentity } from './file-identity.js';
import { MAX_LINE } from './line-reader.js';
import { createSeal, type Seal } from './seal.js';
import { segmentName } from './segment-files.js';
import { encodeHeader, encodeLine, type JournalSource } from './segment.js';
import type { Position } from './sink.js';

/** A segment that is longer is followed by a new one. */
const SEGMENT_BYTES = 4 * 2 ** 20;

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

export interface JournalOptions extends JournalSource {
  /** `flush` will be called, so a segment stays open until it is durable. */
  readonly survivesPowerCut: boolean;
  readonly segmentBytes?: number;
  /** From `node:fs`; a test has a full disk. */
  readonly write?: (file: number, line: Buffer) => number;
  /** From `node:fs`; a test has a slow disk. */
  readonly syncData?: (file: number) => Promise<void>;
}

/** A segment that is being written. */
interface Current {
  readonly number: number;
  readonly file: number;
  readonly seal: Seal | undefined;
  readonly identity: FileIdentity;
  /** Bytes that were written whole. */
  bytes: number;
}

/** Appends turns to the segments of a folder: each with one `write`, which a dying process leaves behind whole. */
export class Journal {
  readonly #options: JournalOptions;
  readonly #write: (file: number, line: Buffer) => number;
  readonly #segmentBytes: number;
  /** Sizes of the segments that were not taken over yet, by number; bounded as the backlog is. */
  readonly #sizes = new Map<number, number>();
  #current: Current;
  #end: Position;
  /** Bytes behind the last whole line could not be taken back. */
  #isTorn = false;
  /** Segments that were ended and are not durable yet. */
  #ended: number[] = [];
  #isFolderSynced = false;
  /** A flush has failed. The system may have given up what it held then, and reports that once only. */
  #isLost = false;
  #flushing: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** Begins a segment, which must not exist. @param head where the chain stands */
  constructor(options: JournalOptions, segment: number, head: ChainHead) {
    this.#options = options;
    this.#write = options.write ?? ((file, line) => writeSync(file, line));
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#current = this.#begin(segment, head, null);
    this.#end = { segment, offset: 0 };
  }

  /** Behind the last turn: a segment without one is not reached. */
  get end(): Position {
    return this.#end;
  }

  /**
   * Appends a turn. Returns once it survives the death of this process, or throws and has written nothing.
   * @param text of `encodeRecord`
   * @param head where the chain stood before it
   */
  append(text: string, head: ChainHead): void {
    this.#insist();
    if (this.#isTorn) this.#takeBack();
    if (this.#current.bytes > this.#segmentBytes) this.#follow(head);
    const current = this.#current;
    const line = encodeLine(text, current.bytes, current.seal);
    if (line.length > MAX_LINE) throw new Error('a turn is too long for the journal');
    this.#writeWhole(current.file, line);
    current.bytes += line.length;
    this.#sizes.set(current.number, current.bytes);
    this.#end = { segment: current.number, offset: current.bytes };
  }

  /** Bytes behind a position. */
  behind({ segment, offset }: Position): number {
    let bytes = -offset;
    for (const [number, size] of this.#sizes) {
      if (number >= segment) bytes += size;
      else this.#sizes.delete(number);
    }
    return Math.max(0, bytes);
  }

  /** Resolves once all that was appended before survives a power cut. Those who ask meanwhile share the next flush. */
  flush(): Promise<void> {
    if (!this.#flushing) return (this.#flushing = this.#sync().finally(() => (this.#flushing = undefined)));
    const begin = (): Promise<void> => {
      this.#next = undefined;
      return this.flush();
    };
    return (this.#next ??= this.#flushing.then(begin, begin));
  }

  /** Throws for good once a flush has failed: what comes later would be durable behind a hole. The next start takes over what is there. */
  #insist(): void {
    if (this.#isLost)
      throw new Error('the disk could not keep what was written to the journal; mcp-guard restart goes on');
  }

  /** One at a time: a segment that has ended is closed while no one else uses its descriptor. */
  async #sync(): Promise<void> {
    this.#insist();
    const { syncData = syncFile } = this.#options;
    const isFolderSynced = this.#isFolderSynced;
    this.#isFolderSynced = true;
    const ended = this.#ended.splice(0);
    try {
      for (const file of ended) await syncData(file);
      await syncData(this.#current.file);
      if (!isFolderSynced) await this.#syncFolder();
    } catch (error) {
      this.#isLost = true;
      throw error;
    } finally {
      for (const file of ended) closeSync(file);
    }
  }

  /** The segment, if it was deleted or replaced: what is appended now is lost. */
  findReplaced(): string | undefined {
    return this.#current.identity.findReplaced();
  }

  close(): void {
    for (const file of [...this.#ended.splice(0), this.#current.file]) closeSync(file);
  }

  #begin(number: number, head: ChainHead, previousEnd: number | null): Current {
    const { folder, home, key } = this.#options;
    const path = join(folder, segmentName(number));
    const salt = key === undefined ? null : randomBytes(16).toString('hex');
    const header = Buffer.from(encodeHeader({ home, segment: number, head, previousEnd, salt }));
    const file = openSync(path, APPEND, 0o600);
    try {
      if (this.#write(file, header) !== header.length) throw new Error('no room for a segment of the journal');
    } catch (error) {
      closeSync(file);
      rmSync(path, { force: true });
      throw error;
    }
    this.#sizes.set(number, header.length);
    this.#isFolderSynced = false;
    const seal = key === undefined || salt === null ? undefined : createSeal(key, salt, number);
    return { number, file, seal, identity: new FileIdentity([path]), bytes: header.length };
  }

  #follow(head: ChainHead): void {
    const { number, file, bytes } = this.#current;
    this.#current = this.#begin(number + 1, head, bytes);
    if (this.#options.survivesPowerCut) this.#ended.push(file);
    else closeSync(file);
  }

  #writeWhole(file: number, line: Buffer): void {
    let written: number;
    try {
      written = this.#write(file, line);
    } catch (error) {
      this.#takeBack();
      throw error;
    }
    if (written === line.length) return;
    this.#takeBack();
    throw new Error('the journal could not be written whole: the disk is full, or a limit was met');
  }

  /** Removes what was written of a turn that was refused. Throws if that fails: then nothing is written until it does not. */
  #takeBack(): void {
    this.#isTorn = true;
    ftruncateSync(this.#current.file, this.#current.bytes);
    this.#isTorn = false;
  }

  async #syncFolder(): Promise<void> {
    const folder = openSync(this.#options.folder, constants.O_RDONLY);
    try {
      await promisify(fsync)(folder);
    } finally {
      closeSync(folder);
    }
  }
}

const syncFile = promisify(fdatasync);
