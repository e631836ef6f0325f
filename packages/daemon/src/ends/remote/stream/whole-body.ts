import { PartialMessage, type Received } from '@mcp-guard/core';
import type { LineLimits } from '../../end.js';
import type { StreamReader } from './flow.js';

/** Bytes of an unfinished message that do not count against the budget of all sessions. */
export const FREE_BYTES: number = 64 * 1024;

/** Reads a body that is one message: JSON, in the bytes of its sender. White space around it is no part of it. */
export class WholeBody implements StreamReader {
  readonly #message: PartialMessage;
  readonly #onMessage: (received: Received) => void;
  /** Not copied yet, since most bodies come in one part. */
  #first: Buffer | undefined;

  constructor(lines: LineLimits, onMessage: (received: Received) => void) {
    this.#message = new PartialMessage({ ...lines, freeBytes: FREE_BYTES });
    this.#onMessage = onMessage;
  }

  push(chunk: Buffer, mayGoOn: () => boolean): number {
    if (!mayGoOn()) return 0;
    if (this.#message.isBehind) this.#message.scanOn();
    else if (chunk.length > 0 && !this.#first && this.#message.isEmpty) {
      this.#first = chunk;
      return chunk.length;
    } else if (this.#first) {
      if (this.#message.add(this.#first, false)) this.#first = undefined;
    } else if (this.#message.add(chunk, false)) return chunk.length;
    return 0;
  }

  get isBehind(): boolean {
    return this.#message.isBehind;
  }

  get skipped(): number {
    return this.#message.skipped;
  }

  end(): void {
    const first = this.#first ?? NOTHING;
    this.#first = undefined;
    // A message that comes whole is not copied, and still may not be too long.
    while (!this.#message.add(first, true)) while (this.isBehind) this.#message.scanOn();
    const received = this.#message.finish(first);
    this.#onMessage(received.kind === 'kept' ? { ...received, bytes: trim(received.bytes) } : received);
  }

  discardOlderThan(time: number): void {
    this.#message.discardOlderThan(time);
  }

  restartClock(): void {
    this.#message.restartClock();
  }

  close(): void {
    this.#first = undefined;
    this.#message.close();
  }
}

const NOTHING: Buffer = Buffer.alloc(0);

/** Without the white space of JSON at both ends. */
function trim(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  return bytes.subarray(start, end);
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
