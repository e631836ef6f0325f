import { GuardError } from '@mcp-guard/core';

/** Bytes of one stream that have come and were not processed yet: above it, the stream is not read. */
const MAX_PENDING = 64 * 1024;
/** Bytes that a chunk counts beside its own: a server may send one byte at a time. */
const CHUNK_COST = 256;
/** Bytes of a message that was given up, after which its stream is given up as well. */
const MAX_SKIPPED = 256 * 2 ** 20;

export interface ByteSource {
  pause(): unknown;
  resume(): unknown;
}

/** Cuts the bytes of one stream into messages. */
export interface StreamReader {
  /**
   * Reads on in `chunk` while `mayGoOn` allows it; it is called before each message and each step. Returns how many bytes
   * were read: what follows them is pushed before anything else.
   */
  push(chunk: Buffer, mayGoOn: () => boolean): number;
  /** It has read all bytes, and is still at work: to be pushed with any bytes, or none. */
  readonly isBehind: boolean;
  /** Bytes of an unfinished message that was given up. */
  readonly skipped: number;
  /** All of the stream was read. */
  end(): void;
  /** Gives up a message that has been unfinished since before `time` (milliseconds of `performance.now`). */
  discardOlderThan(time: number): void;
  restartClock(): void;
  /** Frees what it holds; it is not used afterwards. */
  close(): void;
}

export interface FlowEvents {
  /** Something has come. */
  readonly onWaiting: (flow: Flow) => void;
  /** Called once: all was read, or nothing more will be. */
  readonly onDone: (error: Error | undefined) => void;
}

/** One stream of a session: what has come of it and waits for a slice. */
export class Flow {
  readonly reader: StreamReader;
  readonly #source: ByteSource;
  readonly #events: FlowEvents;
  #chunks: Buffer[] = [];
  #pending = 0;
  #end: { readonly error: Error | undefined } | undefined;
  #isPaused = false;
  /** The last order to the source. */
  #isHeld: boolean | undefined;
  isClosed = false;

  constructor(source: ByteSource, reader: StreamReader, events: FlowEvents) {
    this.reader = reader;
    this.#source = source;
    this.#events = events;
  }

  /** Bytes that have come. */
  take(chunk: Buffer): void {
    if (this.isClosed || this.#end) return;
    this.#chunks.push(chunk);
    this.#pending += chunk.length + CHUNK_COST;
    this.keepPace(this.#isPaused);
    this.#events.onWaiting(this);
  }

  /** Ends the flow. The first of several calls counts. */
  end(error?: Error): void {
    if (this.isClosed || this.#end) return;
    this.#end = { error };
    this.#events.onWaiting(this);
  }

  /** Reads what has come, while it may. True if all of it was read. */
  readOn(mayGoOn: () => boolean): boolean {
    const { reader } = this;
    while (this.#chunks.length > 0 || reader.isBehind) {
      const chunk = this.#chunks[0] ?? NOTHING;
      const read = reader.push(chunk, mayGoOn);
      if (this.isClosed) return true;
      if (reader.skipped > MAX_SKIPPED) this.#giveUp();
      else if (read < chunk.length || (reader.isBehind && this.#chunks.length === 0)) {
        if (read > 0) this.#chunks[0] = chunk.subarray(read);
        this.#pending -= read;
        return false;
      } else if (this.#chunks.shift()) this.#pending -= read + CHUNK_COST;
    }
    if (!this.#end) return true;
    if (!mayGoOn()) return false;
    if (!this.#end.error) reader.end();
    this.#finish(this.#end.error);
    return true;
  }

  /** Lets the source send if `isPaused` does not forbid it and not too much waits already. */
  keepPace(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (this.isClosed || this.#end) return;
    const isHeld = isPaused || this.#pending >= MAX_PENDING;
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    if (isHeld) this.#source.pause();
    else this.#source.resume();
  }

  discardOlderThan(time: number): void {
    this.reader.discardOlderThan(time);
    if (this.reader.isBehind) this.#events.onWaiting(this);
  }

  /** Drops what was not read. */
  close(): void {
    if (!this.isClosed) this.#finish(undefined);
  }

  #giveUp(): void {
    this.#end = { error: new GuardError('MESSAGE_TOO_LARGE', 'the server sends a message without an end') };
    this.#finish(this.#end.error);
  }

  #finish(error: Error | undefined): void {
    this.isClosed = true;
    this.#chunks = [];
    this.#pending = 0;
    this.reader.close();
    this.#events.onDone(error);
  }
}

const NOTHING = Buffer.alloc(0);
