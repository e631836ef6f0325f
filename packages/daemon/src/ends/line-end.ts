import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { descriptorOf, LineReader, type GuardError } from '@mcp-guard/core';
import type { End, EndResources, Hearing } from './end.js';
import type { Share } from './turns.js';

const LINE_FEED = 0x0a;
const LINE_END = Buffer.of(LINE_FEED);
/** Messages of one turn are put together in here, for a write that is over when it returns: what all ends share. */
const ROOM = Buffer.allocUnsafeSlow(64 * 1024);
/** Bytes that an end leaves unread; above it, the end is not read from either. One message alone may be larger than the second. */
const MAX_UNREAD = 16 * 2 ** 20;
const MAX_UNREAD_BEFORE = 2 * 2 ** 20;
/** Bytes that have come and were not processed yet: above it, an end is not read from. A read of the system brings 64 KiB. */
const MAX_PENDING = 128 * 1024;
/** Lines of one slice, with any outcome. */
const MAX_LINES = 64;
/** Bytes of an unfinished line that do not count against the budget of all sessions. */
const FREE_LINE_BYTES = 2 ** 20;

export interface LineEndOptions extends EndResources, Pick<End, 'label' | 'ended' | 'endInput' | 'close'> {
  /** The end writes here. */
  readonly input: Readable;
  /** The end reads here. */
  readonly output: Writable;
  /** Bytes that came before. */
  readonly first?: Buffer;
}

/** An end that writes and reads lines on a pair of byte streams. Its transport starts and ends it. */
export class LineEnd implements End {
  readonly label: string;
  readonly inputEnded: Promise<void>;
  readonly ended: End['ended'];
  readonly #options: LineEndOptions;
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #writer: LineWriter;
  readonly #lines: LineReader;
  readonly #share: Share;
  readonly #pausedFor = new Set<string>();
  #hearing: Hearing | undefined;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #hasAsked = false;
  #isStopped = false;

  constructor(options: LineEndOptions) {
    const { label, input, output, share, lines, ended } = options;
    this.label = label;
    this.ended = ended;
    this.inputEnded = new Promise((resolve) => input.once('end', resolve));
    this.#options = options;
    this.#input = input;
    this.#output = output;
    this.#writer = new LineWriter(output);
    this.#lines = new LineReader({
      ...lines,
      keepsBudget: true,
      freeBytes: FREE_LINE_BYTES,
      onLine: (line, release) => this.#hearing?.line(line, release),
      onEmpty: () => this.#hearing?.empty(),
      onDiscarded: (scan, why, rule) => this.#hearing?.tooLong(scan, why, rule),
    });
    this.#share = share;
  }

  start(hearing: Hearing): void {
    const { first } = this.#options;
    this.#hearing = hearing;
    if (first && first.length > 0) this.#take(first);
    this.#input.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#flow();
    this.#output.on('drain', () => this.resume('unread'));
  }

  /** Writes one message; those of one turn leave together. */
  send(bytes: Buffer): boolean {
    if (this.#output.destroyed || this.#output.writableEnded) return true;
    const before = this.#writer.unread;
    this.#writer.write(bytes);
    if (before > MAX_UNREAD_BEFORE || this.#writer.unread > MAX_UNREAD) this.pause('unread');
    return !this.#output.writableNeedDrain;
  }

  get hasUnheard(): boolean {
    return this.#pending.length > 0;
  }

  onDrained(listener: () => void): void {
    this.#output.on('drain', listener);
  }

  pause(why: string): void {
    this.#pausedFor.add(why);
    this.#input.pause();
  }

  resume(why: string): void {
    if (!this.#pausedFor.delete(why)) return;
    this.#ask();
    this.#flow();
  }

  /** Gives up a line that has been unfinished since before `time`, unless we stopped reading. */
  discardOlderThan(time: number): void {
    if (this.#pausedFor.size > 0 || this.hasUnheard) return this.#lines.restartClock();
    this.#lines.discardOlderThan(time);
    this.#ask();
  }

  stop(): void {
    this.#isStopped = true;
    this.#lines.close();
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#input.removeAllListeners('data');
    this.#input.resume(); // into nothing, so that its end is seen
  }

  endInput(reason?: GuardError): void {
    this.#writer.leave();
    this.#options.endInput(reason);
  }

  close(): Promise<void> {
    this.#writer.leave();
    return this.#options.close();
  }

  #take(chunk: Buffer): void {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes >= MAX_PENDING) this.#input.pause();
    this.#ask();
  }

  /** Asks for a slice to process what has come. */
  #ask(): void {
    if (this.#hasAsked || this.#isStopped || this.#pausedFor.size > 0) return;
    if (!this.hasUnheard && !this.#lines.isBehind) return;
    this.#hasAsked = true;
    this.#share.ask(() => this.#readSlice());
  }

  #readSlice(): void {
    this.#hasAsked = false;
    let lines = 0;
    // The first line is processed in any case, so that a slow machine makes progress.
    const mayGoOn = (): boolean =>
      this.#pausedFor.size === 0 && !this.#isStopped && (lines++ === 0 || (lines <= MAX_LINES && this.#share.hasTime));
    do {
      const chunk = this.#pending[0] ?? NOTHING;
      const read = this.#lines.push(chunk, mayGoOn);
      if (this.#isStopped) return;
      this.#pendingBytes -= read;
      if (read < chunk.length) {
        this.#pending[0] = chunk.subarray(read);
        break;
      }
      this.#pending.shift();
    } while (this.hasUnheard);
    this.#ask();
    this.#flow();
  }

  #flow(): void {
    if (this.#pausedFor.size === 0 && this.#pendingBytes < MAX_PENDING) this.#input.resume();
  }
}

const NOTHING = Buffer.alloc(0);

/**
 * Writes messages with their line ends. Those of one turn leave together, at once if the other end takes them: the
 * stream, which costs several times as much as the write, gets only what is left.
 */
class LineWriter {
  readonly #output: Writable;
  /** It is the output's until that is destroyed. None of a stream in memory. */
  readonly #descriptor: number | undefined;
  #waiting: Buffer[] = [];
  /** With their line ends; never more than there is room for. */
  #bytes = 0;

  constructor(output: Writable) {
    this.#output = output;
    this.#descriptor = findDescriptor(output);
  }

  /** Bytes that the system has not taken. */
  get unread(): number {
    return this.#output.writableLength + this.#bytes;
  }

  write(message: Buffer): void {
    const bytes = message.length + 1;
    if (this.#bytes + bytes > ROOM.length) this.leave();
    if (bytes > ROOM.length) return this.#pass(message, LINE_END);
    if (this.#bytes === 0) process.nextTick(this.leave);
    this.#waiting.push(message);
    this.#bytes += bytes;
  }

  /** Sends what waits. Call it before the output is ended. */
  readonly leave = (): void => {
    if (this.#bytes === 0) return;
    const [waiting, bytes] = [this.#waiting, this.#bytes];
    this.#waiting = [];
    this.#bytes = 0;
    if (this.#output.destroyed || this.#output.writableEnded) return;
    let at = 0;
    for (const message of waiting) {
      ROOM.set(message, at);
      at += message.length;
      ROOM[at++] = LINE_FEED;
    }
    const written = this.#writeNow(ROOM.subarray(0, bytes));
    if (written < bytes) this.#pass(Buffer.from(ROOM.subarray(written, bytes)));
  };

  /** Returns how many bytes the system took without waiting: none while others wait before them. */
  #writeNow(bytes: Buffer): number {
    if (this.#descriptor === undefined || this.#output.writableLength > 0) return 0;
    try {
      return writeSync(this.#descriptor, bytes);
    } catch {
      return 0; // Full, or gone: the stream waits, or reports it.
    }
  }

  #pass(...parts: readonly Buffer[]): void {
    this.#output.cork();
    for (const part of parts) this.#output.write(part);
    this.#output.uncork();
  }
}

function findDescriptor(output: Writable): number | undefined {
  try {
    return output instanceof Socket ? descriptorOf(output) : undefined;
  } catch {
    return undefined; // It is gone already.
  }
}
