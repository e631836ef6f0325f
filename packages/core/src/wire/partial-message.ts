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
  | { readonly kind: 'given up'; readonly scan: JsonScanner; readonly why: string };

/** Bytes of a message that was given up that are scanned in one step. */
const SCAN_STEP = 64 * 1024;

/**
 * Collects the bytes of one message at a time. An unfinished message lies in one buffer that doubles, so neither many small
 * parts nor one huge message cost more than their bytes. One that is too long, too late or over the budget is given up: the
 * rest of it is only scanned.
 */
export class PartialMessage {
  readonly #options: PartialMessageOptions;
  readonly #free: number;
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;
  #startedAt = 0;
  #givenUp: { readonly scan: JsonScanner; readonly why: string } | undefined;
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

  /** Nothing of a message has come. */
  get isEmpty(): boolean {
    return this.#length === 0 && !this.#givenUp;
  }

  /** The message was given up, and its held part is still to be scanned, a step at a time. */
  get isBehind(): boolean {
    return this.#givenUp !== undefined && this.#length > 0;
  }

  /** Bytes of a message that was given up; 0 of any other. */
  get skipped(): number {
    return this.#skipped;
  }

  /** One step: a scan of a whole message would delay other sessions. */
  scanOn(): void {
    const end = Math.min(this.#scanned + SCAN_STEP, this.#length);
    this.#givenUp?.scan.feed(this.#buffer.subarray(this.#scanned, end));
    this.#scanned = end;
    if (end === this.#length) this.close();
  }

  /** The message has ended. Call it when nothing is behind. @param last bytes if they are all that came */
  finish(last: Buffer): Received {
    if (this.#givenUp) {
      const { scan, why } = this.#givenUp;
      this.#givenUp = undefined;
      this.#skipped = 0;
      return { kind: 'given up', scan, why };
    }
    if (this.#length === 0) return { kind: 'kept', bytes: last, release: undefined };
    const bytes = this.#buffer.subarray(0, this.#length);
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

  /** The part of the buffer that counts against the budget. */
  get #charged(): number {
    return Math.max(0, this.#buffer.length - this.#free);
  }

  #forget(): void {
    this.#buffer = Buffer.alloc(0);
    this.#length = 0;
    this.#scanned = 0;
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
    this.#givenUp = { scan: new JsonScanner(), why };
    this.#skipped = this.#length;
    if (this.#length > 0) this.scanOn();
  }
}
