import type { StderrTail } from '@mcp-guard/core/launch';
import type { Share } from '../turns.js';

/**
 * Characters of a server's standard error that are kept: per second, and at once. 64 KiB of ordinary lines take some 40 ms
 * to search, and twice as much fills a log and the one before it in less than three minutes.
 */
const KEPT_PER_SECOND = 64 * 1024;
const KEPT_AT_ONCE = 512 * 1024;
/** After a drop, output is kept again once there is room for so much. */
const ROOM_AGAIN = 32 * 1024;
/** Characters that are searched in one slice. */
const SLICE = 8 * 1024;

export interface StderrFlowOptions {
  readonly tail: StderrTail;
  readonly share: Share;
  readonly log: (text: string) => void;
  /** Called once the output that was taken is processed: more may come. */
  readonly onDone: () => void;
  /** Milliseconds that never run back. */
  readonly now?: () => number;
}

/** Writes a server's standard error to the log, up to a rate that a log can hold: the rest is dropped and counted. */
export class StderrFlow {
  readonly #options: StderrFlowOptions;
  readonly #now: () => number;
  #room = KEPT_AT_ONCE;
  #countedAt: number;
  #dropped = 0;
  #text = '';

  constructor(options: StderrFlowOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#countedAt = this.#now();
  }

  /** No more should come before `onDone`. */
  take(text: string): void {
    if (this.#text === '') this.#options.share.ask(() => this.#resume());
    this.#text += text;
  }

  #resume(): void {
    const { share, onDone } = this.#options;
    const piece = this.#text.slice(0, SLICE);
    this.#text = this.#text.slice(SLICE);
    this.#keep(piece);
    if (this.#text === '') return onDone();
    share.ask(() => this.#resume());
  }

  #keep(piece: string): void {
    const { tail, log } = this.#options;
    this.#makeRoom();
    const isDropping = this.#dropped > 0;
    const needed = isDropping ? Math.max(piece.length, ROOM_AGAIN) : piece.length;
    if (this.#room < needed) {
      this.#dropped += piece.length;
      return tail.skip(piece);
    }
    this.#room -= piece.length;
    if (isDropping) {
      log(`mcp-guard: ${this.#dropped} characters were dropped: the server writes too much to its standard error\n`);
      this.#dropped = 0;
    }
    log(tail.push(piece));
  }

  #makeRoom(): void {
    const now = this.#now();
    this.#room = Math.min(KEPT_AT_ONCE, this.#room + ((now - this.#countedAt) / 1000) * KEPT_PER_SECOND);
    this.#countedAt = now;
  }
}
