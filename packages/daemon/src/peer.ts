import type { Readable, Writable } from 'node:stream';
import { LineReader, type LineReaderOptions } from '@mcp-guard/core';

const LINE_END = Buffer.from('\n');
/** Below this a message and its line end are copied into one buffer, which is cheaper than two writes. */
const COPY_BELOW = 16_384;
/** Answers of our own that an end does not read, in bytes; then it is not read from either. */
const MAX_UNREAD = 16 * 2 ** 20;

/** One end of a session over a pair of byte streams. */
export class Peer {
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #lines: LineReader;
  readonly #pausedFor = new Set<string>();
  #corked = false;

  constructor(input: Readable, output: Writable, lines: LineReaderOptions) {
    this.#input = input;
    this.#output = output;
    this.#lines = new LineReader(lines);
  }

  /** Starts to read; `first` came before that. */
  start(first: Buffer): void {
    if (first.length > 0) this.#lines.push(first);
    this.#input.on('data', (chunk: Buffer) => this.#lines.push(chunk));
    if (this.#pausedFor.size === 0) this.#input.resume();
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
    if (bytes.length < COPY_BELOW) this.#output.write(Buffer.concat([bytes, LINE_END]));
    else {
      this.#output.write(bytes);
      this.#output.write(LINE_END);
    }
    if (this.#output.writableLength > MAX_UNREAD) this.pause('unread');
  }

  get isFull(): boolean {
    return this.#output.writableNeedDrain;
  }

  onDrain(listener: () => void): void {
    this.#output.on('drain', listener);
  }

  pause(why: string): void {
    this.#pausedFor.add(why);
    this.#input.pause();
  }

  resume(why: string): void {
    if (this.#pausedFor.delete(why) && this.#pausedFor.size === 0) this.#input.resume();
  }

  /** Gives up a line that has been unfinished since before `time`, unless it was us who stopped reading. */
  discardOlderThan(time: number): void {
    if (this.#pausedFor.size === 0) this.#lines.discardOlderThan(time);
    else this.#lines.restartClock();
  }

  close(): void {
    this.#lines.close();
    this.#input.removeAllListeners('data');
    this.#input.resume(); // into nothing, so that its end is seen
  }
}
