import { PartialMessage, type PartialMessageOptions } from './partial-message.js';
import type { JsonScanner } from './scan-json.js';

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
export class LineReader {
  readonly #options: LineReaderOptions;
  readonly #line: PartialMessage;

  constructor(options: LineReaderOptions) {
    this.#options = options;
    this.#line = new PartialMessage(options);
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
        this.#line.scanOn();
        continue;
      }
      const end = chunk.indexOf(LINE_FEED, start);
      const part = chunk.subarray(start, end < 0 ? chunk.length : end);
      if (!this.#line.add(part, end >= 0)) continue; // the earlier part is scanned first
      start += part.length;
      if (end < 0) continue;
      start++;
      this.#finish(part);
    }
    return start;
  }

  /** A line was given up, and its held part is still to be scanned, by a push of any length. */
  get isBehind(): boolean {
    return this.#line.isBehind;
  }

  /** Gives up a line that has been unfinished since before `time` (milliseconds of `performance.now`). */
  discardOlderThan(time: number): void {
    this.#line.discardOlderThan(time);
  }

  /** The reader was paused: its unfinished line is not late. */
  restartClock(): void {
    this.#line.restartClock();
  }

  /** Frees the held bytes; nothing may be pushed afterwards. */
  close(): void {
    this.#line.close();
  }

  #finish(last: Buffer): void {
    const { keepsBudget, onLine, onEmpty, onDiscarded } = this.#options;
    const received = this.#line.finish(last);
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
