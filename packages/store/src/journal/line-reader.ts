import { closeSync, readSync } from 'node:fs';

/** Bytes that are read at a time. */
const CHUNK = 2 ** 18;
/** The longest line, in bytes: no longer turn is written. */
export const MAX_LINE: number = 32 * 2 ** 20;

const NEWLINE = 10;

/** Reads a file line by line from some place on, also while lines are added. */
export class SegmentLineReader {
  readonly #file: number;
  /** The place of `#rest` in the file. */
  #offset: number;
  /** Bytes that were read and are no whole line yet. */
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of `#rest` in which there is no end of a line. */
  #searched = 0;

  /** @param file a descriptor, closed with this reader */
  constructor(file: number, offset: number) {
    this.#file = file;
    this.#offset = offset;
  }

  /** In bytes: where the next line begins. */
  get offset(): number {
    return this.#offset;
  }

  /** The next whole line without its end, or the first `MAX_LINE` bytes of one that is longer; `undefined` if there is none so far. */
  next(): Buffer | undefined {
    for (;;) {
      const end = this.#rest.indexOf(NEWLINE, this.#searched);
      if (end >= 0) return this.#cut(end);
      this.#searched = this.#rest.length;
      if (this.#searched > MAX_LINE) return this.#cut(MAX_LINE);
      if (!this.#more()) return undefined;
    }
  }

  /** Bytes behind the last whole line. */
  get unfinished(): number {
    return this.#rest.length;
  }

  /** Goes on at `offset`. */
  skipTo(offset: number): void {
    this.#offset = offset;
    this.#rest = Buffer.alloc(0);
    this.#searched = 0;
  }

  close(): void {
    closeSync(this.#file);
  }

  #cut(end: number): Buffer {
    const line = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end + 1);
    this.#offset += end + 1;
    this.#searched = 0;
    return line;
  }

  #more(): boolean {
    const chunk = Buffer.allocUnsafe(Math.max(CHUNK, this.#rest.length)); // doubles, so that a long line is copied a few times only
    const bytes = readSync(this.#file, chunk, 0, chunk.length, this.#offset + this.#rest.length);
    if (bytes === 0) return false;
    const added = chunk.subarray(0, bytes);
    this.#rest = this.#rest.length === 0 ? added : Buffer.concat([this.#rest, added]);
    return true;
  }
}
