import { JsonScanner } from './scan-json.js';

/** Bytes that all sessions together may hold in unfinished lines. */
export class ByteBudget {
  readonly #limit: number;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  take(bytes: number): boolean {
    if (this.#used + bytes > this.#limit) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}

export interface LineReaderOptions {
  /** A longer line is not kept. */
  readonly maxBytes: number;
  readonly budget: ByteBudget;
  /** One line without its end; never empty. Its bytes are the receiver's. */
  readonly onLine: (line: Buffer) => void;
  /** A line that was not kept has ended; `scan` has seen all of it. */
  readonly onDiscarded: (scan: JsonScanner, why: string) => void;
}

/**
 * Cuts a byte stream at line feeds. An unfinished line lies in one buffer that doubles,
 * so neither many small chunks nor one huge line cost more than their bytes.
 */
export class LineReader {
  readonly #options: LineReaderOptions;
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;
  #startedAt = 0;
  #discarding: { readonly scan: JsonScanner; readonly why: string } | undefined;

  constructor(options: LineReaderOptions) {
    this.#options = options;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      this.#finish(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** Gives up a line that has been unfinished since before `time` (milliseconds of `performance.now`). */
  discardOlderThan(time: number): void {
    if (this.#length > 0 && this.#startedAt < time) this.#discard('the line was not finished in time');
  }

  /** The reader was kept from going on: its unfinished line is not late. */
  restartClock(): void {
    this.#startedAt = performance.now();
  }

  /** Frees what is held; nothing may be pushed afterwards. */
  close(): void {
    this.#options.budget.give(this.#buffer.length);
    this.#buffer = Buffer.alloc(0);
    this.#length = 0;
  }

  #finish(rest: Buffer): void {
    if (this.#discarding || this.#length > 0 || rest.length > this.#options.maxBytes) this.#keep(rest);
    if (this.#discarding) {
      const { scan, why } = this.#discarding;
      this.#discarding = undefined;
      return this.#options.onDiscarded(scan, why);
    }
    let line = rest;
    if (this.#length > 0) {
      line = this.#buffer.subarray(0, this.#length);
      this.close();
    }
    if (line.at(-1) === 0x0d) line = line.subarray(0, -1);
    if (line.length > 0) this.#options.onLine(line);
  }

  #keep(bytes: Buffer): void {
    if (this.#discarding) return this.#discarding.scan.feed(bytes);
    const needed = this.#length + bytes.length;
    if (this.#length === 0) this.#startedAt = performance.now();
    if (needed > this.#options.maxBytes) this.#discard(this.#tooLong());
    else if (!this.#reserve(needed)) this.#discard('the guard holds too many unfinished lines');
    if (this.#discarding) return this.#keep(bytes);
    bytes.copy(this.#buffer, this.#length);
    this.#length = needed;
  }

  #reserve(needed: number): boolean {
    const held = this.#buffer.length;
    if (needed <= held) return true;
    const size = Math.min(Math.max(needed, held * 2, 4096), this.#options.maxBytes);
    if (!this.#options.budget.take(size - held)) return false;
    const larger = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
    return true;
  }

  #discard(why: string): void {
    const scan = new JsonScanner();
    scan.feed(this.#buffer.subarray(0, this.#length));
    this.#discarding = { scan, why };
    this.close();
  }

  #tooLong(): string {
    return `the message is larger than ${this.#options.maxBytes} bytes`;
  }
}
