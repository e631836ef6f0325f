import { readStrict, type Malformed, type Message } from '@mcp-guard/core';
import { NESTED_BATCH, toUnknown, type Batches, type Finish } from './batches.js';
import type { Direction } from './interceptor.js';
import { Lane } from './lane.js';
import { LARGE_BYTES, type LargeMessage, type LargeMessages } from './large/large-messages.js';
import { isCancellation } from './pairing.js';

/** Small messages that may wait in a lane; cancellations are still heard behind them. */
const MAX_HELD_UP = 256;

const OBJECT_START = 0x7b;

export interface IntakeParts {
  readonly maxDepth: () => number;
  /** Whether the revision in use has them. */
  readonly allowsBatches: () => boolean;
  readonly batches: Batches;
  /** Where messages above `LARGE_BYTES` are read and judged. */
  readonly large: { read(line: Buffer, direction: Direction): ReturnType<LargeMessages['read']> };
  /** Whether the end that a direction comes from is to be read from. */
  readonly onHeldUp: (direction: Direction, isFull: boolean) => void;
  /** Takes a message that could be read. Returns what the lane is to wait for. */
  readonly relay: (
    direction: Direction,
    message: Message,
    bytesIn: number,
    finish: Finish,
    large?: LargeMessage,
  ) => void | Promise<void>;
  readonly reject: (direction: Direction, malformed: Malformed, bytesIn: number, finish: Finish) => void;
}

/** Makes messages of lines: reads small ones at once and large ones in a worker, takes batches apart, and keeps the order. */
export class Intake {
  readonly #parts: IntakeParts;
  readonly #lanes = {
    toServer: new Lane(() => this.#tellHeldUp('toServer')),
    toClient: new Lane(() => this.#tellHeldUp('toClient')),
  };
  /** Large messages whose ids are not known yet. */
  readonly #unread = { toServer: 0, toClient: 0 };

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Takes one line from the end that the direction comes from. */
  receive(direction: Direction, line: Buffer): void {
    const { batches, maxDepth, relay, reject } = this.#parts;
    const finish = batches.single(direction);
    if (line.length > LARGE_BYTES) {
      this.#unread[direction]++;
      this.#tellHeldUp(direction);
      return this.inOrder(direction, () => this.#receiveLarge(direction, line, finish));
    }
    const read = readStrict(line, maxDepth());
    if (read.kind === 'malformed') reject(direction, read, line.length, finish);
    else if (read.kind === 'batch') this.#receiveBatch(direction, read.elements);
    else if (isCancellation(read) && this.#unread[direction] > 0) {
      // What it takes back may be what is still being read.
      this.inOrder(direction, () => relay(direction, read, line.length, finish));
    } else void relay(direction, read, line.length, finish);
  }

  /** Runs `work` when everything of its direction that came before is done. */
  inOrder(direction: Direction, work: () => void | Promise<void>): void {
    this.#lanes[direction].run(work);
  }

  /** Whether everything that came from an end was judged and recorded. */
  isSettled(direction: Direction): boolean {
    return this.#unread[direction] === 0 && this.#lanes[direction].isIdle;
  }

  /** What would hold up others is read and judged in a worker, and paired and recorded here like everything else. */
  async #receiveLarge(direction: Direction, line: Buffer, finish: Finish): Promise<void> {
    const { large, relay, reject } = this.#parts;
    const bytesIn = line.length;
    const read = await large.read(line, direction);
    this.#unread[direction]--;
    if (read.kind === 'malformed') reject(direction, read, bytesIn, finish);
    else if (read.kind === 'batch') this.#receiveBatch(direction, read.elements);
    else await relay(direction, read.message, bytesIn, finish, read);
  }

  /** Where there are no batches, whoever waits in one is told, element by element. */
  #receiveBatch(direction: Direction, elements: readonly Buffer[]): void {
    const { batches, maxDepth, relay, reject } = this.#parts;
    const allowed = this.#parts.allowsBatches();
    const finish = allowed ? batches.collect(direction, elements.length) : batches.single(direction);
    for (const element of elements) {
      if (allowed && element.length > LARGE_BYTES && element[0] === OBJECT_START) {
        this.#unread[direction]++;
        this.inOrder(direction, () => this.#receiveLarge(direction, Buffer.from(element), finish));
        continue;
      }
      const read = readStrict(element, maxDepth());
      if (read.kind === 'malformed') reject(direction, read, element.length, finish);
      else if (read.kind === 'batch') reject(direction, NESTED_BATCH, element.length, finish);
      else if (!allowed) reject(direction, toUnknown(read), element.length, finish);
      else void relay(direction, read, element.length, finish);
    }
  }

  /** A message in a worker is not followed by another one, and a lane holds only so many small ones. */
  #tellHeldUp(direction: Direction): void {
    const isFull = this.#unread[direction] > 0 || this.#lanes[direction].length > MAX_HELD_UP;
    this.#parts.onHeldUp(direction, isFull);
  }
}
