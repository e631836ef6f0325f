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
  /** Bytes of an unfinished line that do not count against the budget. Default: 0. */
  readonly freeBytes?: number;
  /**
   * One line without its end; never empty. Its bytes belong to the receiver. A given `release` must be called once, and
   * gives back the budget of the line.
   */
  readonly onLine: (line: Buffer, release?: () => void) => void;
  /** A line that was not kept has ended; `scan` has seen all of it. */
  readonly onDiscarded: (scan: JsonScanner, why: string) => void;
  /** A line without a byte. */
  readonly onEmpty?: () => void;
  /** The budget of a line is held until it is released; else it is given back before `onLine`. */
  readonly keepsBudget?: boolean;
}

/** Bytes of a line that was given up that are scanned in one step. */
const SCAN_STEP = 64 * 1024;

/**
 * Cuts a byte stream at line feeds. An unfinished line lies in one buffer that doubles,
 * so neither many small chunks nor one huge line cost more than their bytes.
 */
export class LineReader {
  readonly #options: LineReaderOptions;
  readonly #free: number;
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;
  #startedAt = 0;
  #discarding: { readonly scan: JsonScanner; readonly why: string } | undefined;
  /** The unscanned part of the line that is discarded. */
  #unscanned = 0;

  constructor(options: LineReaderOptions) {
    this.#options = options;
    this.#free = options.freeBytes ?? 0;
  }

  /**
   * Reads on in `chunk` while `mayGoOn` allows it; it is called before each line and each step of about `SCAN_STEP` bytes.
   * Returns how many bytes were read: what follows them must be pushed before anything else.
   */
  push(chunk: Buffer, mayGoOn: () => boolean = always): number {
    let start = 0;
    while (start < chunk.length || this.isBehind) {
      if (!mayGoOn()) break;
      if (this.isBehind) {
        this.#scanOn();
        continue;
      }
      const end = chunk.indexOf(LINE_FEED, start);
      const part = chunk.subarray(start, end < 0 ? chunk.length : end);
      if (!this.#hold(part, end >= 0)) continue; // the earlier part is scanned first
      start += part.length;
      if (end < 0) continue;
      start++;
      this.#finish(part);
    }
    return start;
  }

  /** A line was given up, and its held part is still to be scanned, by a push of any length. */
  get isBehind(): boolean {
    return this.#discarding !== undefined && this.#length > 0;
  }

  /** Gives up a line that has been unfinished since before `time` (milliseconds of `performance.now`). */
  discardOlderThan(time: number): void {
    const isLate = !this.#discarding && this.#length > 0 && this.#startedAt < time;
    if (isLate) this.#giveUp('the line was not finished in time');
  }

  /** The reader was paused: its unfinished line is not late. */
  restartClock(): void {
    this.#startedAt = performance.now();
  }

  /** Frees the held bytes; nothing may be pushed afterwards. */
  close(): void {
    this.#options.budget.give(this.#charged);
    this.#forget();
  }

  /** The part of the buffer that counts against the budget. */
  get #charged(): number {
    return Math.max(0, this.#buffer.length - this.#free);
  }

  #forget(): void {
    this.#buffer = Buffer.alloc(0);
    this.#length = 0;
    this.#unscanned = 0;
  }

  #finish(last: Buffer): void {
    if (this.#discarding) {
      const { scan, why } = this.#discarding;
      this.#discarding = undefined;
      return this.#options.onDiscarded(scan, why);
    }
    const { budget, keepsBudget, onLine, onEmpty } = this.#options;
    let line = last;
    let release: (() => void) | undefined;
    if (this.#length > 0) {
      line = this.#buffer.subarray(0, this.#length);
      const charged = this.#charged;
      if (keepsBudget && charged > 0) release = () => budget.give(charged);
      else budget.give(charged);
      this.#forget();
    }
    if (line.at(-1) === 0x0d) line = line.subarray(0, -1);
    if (line.length > 0) return onLine(line, release);
    release?.();
    onEmpty?.();
  }

  /** Keeps bytes of a line; a line that comes whole is not copied. False if the line was given up instead. */
  #hold(bytes: Buffer, isWhole: boolean): boolean {
    if (this.#discarding) {
      this.#discarding.scan.feed(bytes);
      return true;
    }
    const needed = this.#length + bytes.length;
    if (this.#length === 0) this.#startedAt = performance.now();
    if (needed > this.#options.maxBytes) {
      this.#giveUp(`the message is larger than ${this.#options.maxBytes} bytes`);
      return false;
    }
    if (isWhole && this.#length === 0) return true;
    if (!this.#reserve(needed)) {
      this.#giveUp('the guard holds too many unfinished lines');
      return false;
    }
    bytes.copy(this.#buffer, this.#length);
    this.#length = needed;
    return true;
  }

  #reserve(needed: number): boolean {
    const held = this.#buffer.length;
    if (needed <= held) return true;
    const most = needed <= this.#free ? Math.min(this.#free, this.#options.maxBytes) : this.#options.maxBytes;
    const size = Math.min(Math.max(needed, held * 2, 4096), most);
    if (!this.#options.budget.take(Math.max(0, size - this.#free) - this.#charged)) return false;
    const larger = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
    return true;
  }

  #giveUp(why: string): void {
    this.#discarding = { scan: new JsonScanner(), why };
    if (this.#length > 0) this.#scanOn();
  }

  /** One step: a scan of a whole line would delay other sessions. */
  #scanOn(): void {
    const end = Math.min(this.#unscanned + SCAN_STEP, this.#length);
    this.#discarding?.scan.feed(this.#buffer.subarray(this.#unscanned, end));
    this.#unscanned = end;
    if (end === this.#length) this.close();
  }
}

const LINE_FEED = 0x0a;
const always = (): boolean => true;
