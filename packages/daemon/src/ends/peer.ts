import type { Readable, Writable } from 'node:stream';
import { LineReader, type LineReaderOptions } from '@mcp-guard/core';
import type { Share } from './turns.js';

const LINE_END = Buffer.from('\n');
/** Below this a message and its line end are copied into one buffer, which is cheaper than two writes. */
const COPY_BELOW = 16_384;
/** What an end does not read, in bytes; then it is not read from either. One message alone may be larger than the second. */
const MAX_UNREAD = 16 * 2 ** 20;
const MAX_UNREAD_BEFORE = 2 * 2 ** 20;
/** What has come and was not looked at yet, in bytes: above it an end is not read from. A read of the system brings 64 KiB. */
const MAX_PENDING = 128 * 1024;
/** Lines of one slice, whatever becomes of them. */
const MAX_LINES = 64;

/** One end of a session over a pair of byte streams. */
export class Peer {
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #lines: LineReader;
  readonly #share: Share;
  readonly #pausedFor = new Set<string>();
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #hasAsked = false;
  #isClosed = false;
  #corked = false;

  constructor(input: Readable, output: Writable, lines: LineReaderOptions, share: Share) {
    this.#input = input;
    this.#output = output;
    this.#lines = new LineReader(lines);
    this.#share = share;
  }

  /** Starts to read; `first` came before that. */
  start(first: Buffer): void {
    if (first.length > 0) this.#take(first);
    this.#input.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#flow();
    this.#output.on('drain', () => this.resume('unread'));
  }

  /** Writes one message; those of one turn leave together. */
  send(bytes: Buffer): void {
    if (this.#output.destroyed || this.#output.writableEnded) return;
    if (!this.#corked) {
      this.#corked = true;
      this.#output.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#output.uncork();
      });
    }
    const before = this.#output.writableLength;
    if (bytes.length < COPY_BELOW) this.#output.write(Buffer.concat([bytes, LINE_END]));
    else {
      this.#output.write(bytes);
      this.#output.write(LINE_END);
    }
    if (before > MAX_UNREAD_BEFORE || this.#output.writableLength > MAX_UNREAD) this.pause('unread');
  }

  get isFull(): boolean {
    return this.#output.writableNeedDrain;
  }

  /** Whether all lines that came were looked at. */
  get isDrained(): boolean {
    return this.#pending.length === 0;
  }

  onDrain(listener: () => void): void {
    this.#output.on('drain', listener);
  }

  /** Nothing more is read, also of what has come already. */
  pause(why: string): void {
    this.#pausedFor.add(why);
    this.#input.pause();
  }

  resume(why: string): void {
    if (!this.#pausedFor.delete(why)) return;
    this.#ask();
    this.#flow();
  }

  /** Gives up a line that has been unfinished since before `time`, unless it was us who stopped reading. */
  discardOlderThan(time: number): void {
    if (this.#pausedFor.size > 0 || !this.isDrained) return this.#lines.restartClock();
    this.#lines.discardOlderThan(time);
    this.#ask();
  }

  close(): void {
    this.#isClosed = true;
    this.#lines.close();
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#input.removeAllListeners('data');
    this.#input.resume(); // into nothing, so that its end is seen
  }

  #take(chunk: Buffer): void {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes >= MAX_PENDING) this.#input.pause();
    this.#ask();
  }

  /** Asks for a slice in which to look at what has come. */
  #ask(): void {
    if (this.#hasAsked || this.#isClosed || this.#pausedFor.size > 0) return;
    if (this.isDrained && !this.#lines.isBehind) return;
    this.#hasAsked = true;
    this.#share.ask(() => this.#readSlice());
  }

  #readSlice(): void {
    this.#hasAsked = false;
    let lines = 0;
    // The first goes on in any case, so that a slow machine gets on.
    const mayGoOn = (): boolean =>
      this.#pausedFor.size === 0 && !this.#isClosed && (lines++ === 0 || (lines <= MAX_LINES && this.#share.hasTime));
    do {
      const chunk = this.#pending[0] ?? NOTHING;
      const read = this.#lines.push(chunk, mayGoOn);
      if (this.#isClosed) return;
      this.#pendingBytes -= read;
      if (read < chunk.length) {
        this.#pending[0] = chunk.subarray(read);
        break;
      }
      this.#pending.shift();
    } while (!this.isDrained);
    this.#ask();
    this.#flow();
  }

  #flow(): void {
    if (this.#pausedFor.size === 0 && this.#pendingBytes < MAX_PENDING) this.#input.resume();
  }
}

const NOTHING = Buffer.alloc(0);
