import type { ByteBudget } from './byte-budget.js';
import { JsonScanner } from './scan-json.js';

export interface PartialMessageOptions {
  /** A longer message is not kept. */
  readonly maxBytes: number;
  readonly budget: ByteBudget;
  /** Bytes of an unfinished message that do not count against the budget. Default: 0. */
  readonly freeBytes?: number;
}

/** A message that was kept, with what must be called once to give back its budget; or what a scan saw of one that was not. */
export type Received =
  | { readonly kind: 'kept'; readonly bytes: Buffer; readonly release: (() => void) | undefined }
  | { readonly kind: 'given up'; readonly scan: JsonScanner; readonly why: string; readonly rule?: string | undefined };

/** Bytes of a message that was given up that are scanned in one step. */
const SCAN_STEP = 64 * 1024;
/** Bytes of the first piece and of the largest one: between them each is as long as all before it. */
const FIRST_PIECE = 4096;
const MAX_PIECE = 2 ** 20;

/**
 * Collects the bytes of one message at a time. An unfinished message lies in pieces that stay where they are, so neither
 * many small parts nor one huge message take more room than their bytes: a buffer that grows leaves its former selves
 * behind, beside any budget, until they are collected. A message that is too long, too late or over the budget is given up:
 * the rest of it is only scanned.
 */
export class PartialMessage {
  /** The message was given up, and its held part is still to be scanned, a step at a time. */
  isBehind = false;
  readonly #options: PartialMessageOptions;
  readonly #free: number;
  #pieces: Buffer[] = [];
  /** Bytes that the pieces have room for, and those that are in them. */
  #size = 0;
  #length = 0;
  #startedAt = 0;
  #givenUp: { readonly scan: JsonScanner; readonly why: string; readonly rule: string | undefined } | undefined;
  /** The held bytes that were scanned, of a message that was given up. */
  #scanned = 0;
  /** All bytes of a message that was given up, as far as they have come. */
  #skipped = 0;

  constructor(options: PartialMessageOptions) {
    this.#options = options;
    this.#free = options.freeBytes ?? 0;
  }

  /**
   * Takes the next bytes. False if the message was given up and its held part must be scanned first: then they were not
   * taken. The last bytes of a message that come with nothing before them are not copied, but given to `finish`.
   */
  add(bytes: Buffer, isWhole: boolean): boolean {
    if (this.#givenUp) {
      if (this.isBehind) return false;
      this.#skipped += bytes.length;
      this.#givenUp.scan.feed(bytes);
      return true;
    }
    const needed = this.#length + bytes.length;
    if (this.#length === 0) this.#startedAt = performance.now();
    if (needed > this.#options.maxBytes) {
      this.#giveUp(`the message is larger than ${this.#options.maxBytes} bytes`, 'daemon.max_message_bytes');
      return false;
    }
    if (isWhole && this.#length === 0) return true;
    if (this.#put(bytes)) return true;
    this.#giveUp('the guard holds too many unfinished lines');
    return false;
  }

  /** No byte of a message has come. */
  get isEmpty(): boolean {
    return this.#length === 0 && !this.#givenUp;
  }

  /** Bytes of a message that was given up; 0 of any other. */
  get skipped(): number {
    return this.#skipped;
  }

  /** One step: a scan of a whole message would delay other sessions. */
  scanOn(): void {
    const end = Math.min(this.#scanned + SCAN_STEP, this.#length);
    let start = 0; // of a piece
    for (const piece of this.#pieces) {
      const part = piece.subarray(Math.max(0, this.#scanned - start), Math.max(0, end - start));
      this.#givenUp?.scan.feed(part);
      start += piece.length;
    }
    this.#scanned = end;
    if (end === this.#length) this.close();
  }

  /** The message has ended. Call it when nothing is behind. @param last bytes if they are all that came */
  finish(last: Buffer): Received {
    if (this.#givenUp) {
      const { scan, why, rule } = this.#givenUp;
      this.#givenUp = undefined;
      this.#skipped = 0;
      return { kind: 'given up', scan, why, rule };
    }
    if (this.#length === 0) return { kind: 'kept', bytes: last, release: undefined };
    const [first, ...others] = this.#pieces;
    const isOne = first !== undefined && others.length === 0;
    const bytes = isOne ? first.subarray(0, this.#length) : Buffer.concat(this.#pieces, this.#length);
    const charged = this.#charged;
    this.#forget();
    return { kind: 'kept', bytes, release: charged > 0 ? () => this.#options.budget.give(charged) : undefined };
  }

  /** Gives up a message that has been unfinished since before `time` (milliseconds of `performance.now`). */
  discardOlderThan(time: number): void {
    const isLate = !this.#givenUp && this.#length > 0 && this.#startedAt < time;
    if (isLate) this.#giveUp('the line was not finished in time');
  }

  /** Its bytes were not read for a while: an unfinished message is not late. */
  restartClock(): void {
    this.#startedAt = performance.now();
  }

  /** Frees the held bytes. */
  close(): void {
    this.#options.budget.give(this.#charged);
    this.#forget();
  }

  /** The part of the pieces that counts against the budget. */
  get #charged(): number {
    return Math.max(0, this.#size - this.#free);
  }

  #forget(): void {
    this.#pieces = [];
    this.#size = 0;
    this.#length = 0;
    this.#scanned = 0;
    this.isBehind = false;
  }

  /** False if there is no room for all of them, and no budget for more. */
  #put(bytes: Buffer): boolean {
    const last = this.#pieces.at(-1);
    const room = this.#size - this.#length;
    if (bytes.length > room) {
      const piece = this.#addPiece(bytes.length - room);
      if (!piece) return false;
      bytes.copy(piece, 0, room);
    }
    if (last) bytes.copy(last, last.length - room); // as many as it has room for
    this.#length += bytes.length;
    return true;
  }

  #addPiece(needed: number): Buffer | undefined {
    const total = this.#size + needed;
    const most = total <= this.#free ? Math.min(this.#free, this.#options.maxBytes) : this.#options.maxBytes;
    const usual = Math.min(Math.max(this.#size, FIRST_PIECE), MAX_PIECE, most - this.#size);
    const size = this.#size + Math.max(needed, usual);
    if (!this.#options.budget.take(Math.max(0, size - this.#free) - this.#charged)) return undefined;
    const piece = Buffer.allocUnsafeSlow(size - this.#size);
    this.#pieces.push(piece);
    this.#size = size;
    return piece;
  }

  #giveUp(why: string, rule?: string): void {
    this.#givenUp = { scan: new JsonScanner(), why, rule };
    this.#skipped = this.#length;
    this.isBehind = this.#length > 0;
    if (this.#length > 0) this.scanOn();
  }
}

export interface LineReaderOptions extends PartialMessageOptions {
  /**
   * One line without its end; never empty. Its bytes belong to the receiver. A given `release` must be called once, and
   * gives back the budget of the line.
   */
  readonly onLine: (line: Buffer, release?: () => void) => void;
  /** A line that was not kept has ended; `scan` has seen all of it. */
  readonly onDiscarded: (scan: JsonScanner, why: string, rule?: string) => void;
  /** A line without a byte. */
  readonly onEmpty?: () => void;
  /** The budget of a line is held until it is released; else it is given back before `onLine`. */
  readonly keepsBudget?: boolean;
}

/** Cuts a byte stream at line feeds. */
export class LineReader extends PartialMessage {
  readonly #lines: LineReaderOptions;

  constructor(options: LineReaderOptions) {
    super(options);
    this.#lines = options;
  }

  /**
   * Reads on in `chunk` while `mayGoOn` allows it; it is called before each line and each step of a scan.
   * Returns how many bytes were read: what follows them must be pushed before anything else.
   */
  push(chunk: Buffer, mayGoOn: () => boolean = always): number {
    let start = 0;
    while (start < chunk.length || this.isBehind) {
      if (!mayGoOn()) break;
      if (this.isBehind) {
        this.scanOn();
        continue;
      }
      const end = chunk.indexOf(LINE_FEED, start);
      const part = chunk.subarray(start, end < 0 ? chunk.length : end);
      if (!this.add(part, end >= 0)) continue; // the earlier part is scanned first
      start += part.length;
      if (end < 0) continue;
      start++;
      this.#endLine(part);
    }
    return start;
  }

  #endLine(last: Buffer): void {
    const { keepsBudget, onLine, onEmpty, onDiscarded } = this.#lines;
    const received = this.finish(last);
    if (received.kind === 'given up') return onDiscarded(received.scan, received.why, received.rule);
    const { bytes, release } = received;
    if (!keepsBudget) release?.();
    const line = bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
    if (line.length > 0) return onLine(line, keepsBudget ? release : undefined);
    if (keepsBudget) release?.();
    onEmpty?.();
  }
}

const LINE_FEED = 0x0a;
const always = (): boolean => true;
