import { readStrict, splitElements, startsBatch } from '@mcp-guard/core';
import type { Direction } from '@mcp-guard/rules';
import { LARGE_BYTES } from '../large/large-messages.js';
import { batchProblem, NESTED_BATCH, toRefusedElement, unreadable, type Finish } from './batches.js';
import type { Incoming, IngressParts } from './incoming.js';
import { SerialQueue } from './serial-queue.js';
import { isCancellation } from './pairing.js';

/** Small messages that may wait in a lane, and their bytes; cancellations behind them are still processed. */
const MAX_HELD_UP = 256;
const MAX_HELD_BYTES = 2 ** 20;
/** Elements of a batch that are processed in one slice. */
const MAX_ELEMENTS = 16;
/** Elements and bytes of a batch refused as a whole that are searched for waiting ends. */
const MAX_SEARCHED = 100;
const MAX_SEARCHED_BYTES = 64 * 1024;

/** A line, an element of a batch, or work that must follow what came before it. */
type Piece = Part | { readonly work: () => void };

interface Part {
  readonly bytes: Buffer;
  readonly finish: Finish;
  readonly isElement: boolean;
  /** Gives back what it holds of the budget for lines. */
  readonly release?: (() => void) | undefined;
}

/** Makes messages of lines: reads small ones at once and large ones in a worker, takes batches apart, and keeps the order. */
export class Ingress {
  readonly #parts: IngressParts;
  readonly #lanes = {
    toServer: new SerialQueue(() => this.#onLane('toServer')),
    toClient: new SerialQueue(() => this.#onLane('toClient')),
  };
  /** Large messages whose ids are not known yet. */
  readonly #unread = { toServer: 0, toClient: 0 };
  /** The rest of a batch, and the lines after it. */
  readonly #queues: Readonly<Record<Direction, Piece[]>> = { toServer: [], toClient: [] };
  readonly #hasAsked = { toServer: false, toClient: false };

  constructor(parts: IngressParts) {
    this.#parts = parts;
  }

  /**
   * Takes one line from the end that the direction comes from.
   * @param release is called once the line no longer uses the budget for lines
   */
  receive(direction: Direction, line: Buffer, release?: () => void): void {
    const piece = { bytes: line, finish: this.#parts.batches.alone[direction], isElement: false, release };
    this.#join(direction, piece);
  }

  /** Calls back once everything that came from an end before was judged. */
  follow(direction: Direction, work: () => void): void {
    this.#join(direction, { work });
  }

  /** Whether everything that came from an end was judged and recorded. */
  isSettled(direction: Direction): boolean {
    return this.#unread[direction] === 0 && this.#queues[direction].length === 0 && this.#lanes[direction].isIdle;
  }

  #join(direction: Direction, piece: Piece): void {
    const queue = this.#queues[direction];
    if (queue.length > 0) queue.push(piece);
    else this.#take(direction, piece);
  }

  #take(direction: Direction, piece: Piece): void {
    if ('work' in piece) this.#lanes[direction].run(piece.work);
    else this.#takePart(direction, piece);
  }

  #takePart(direction: Direction, piece: Part): void {
    const { inForce, reject, allowsBatches, floods } = this.#parts;
    const { bytes, finish, isElement } = piece;
    if (!floods.countLine(direction)) return piece.release?.();
    if (startsBatch(bytes)) {
      if (isElement) return reject(direction, NESTED_BATCH, bytes.length, finish);
      const why = batchProblem(bytes, allowsBatches());
      if (why !== undefined) return this.#refuseBatch(direction, piece, why);
    }
    if (bytes.length > LARGE_BYTES) return this.#queueLarge(direction, piece);
    piece.release?.();
    const read = readStrict(bytes, inForce().policy.maxDepth);
    if (read.kind === 'malformed') reject(direction, read, bytes.length, finish);
    else if (read.kind === 'batch') this.#takeApart(direction, read.elements);
    else this.#relay(direction, { message: read, bytesIn: bytes.length, finish });
  }

  /** Keeps the order; a cancellation overtakes messages that are held up. */
  #relay(direction: Direction, incoming: Incoming): void {
    const { relay } = this.#parts;
    const { message, bytesIn } = incoming;
    const lane = this.#lanes[direction];
    if (!isCancellation(message)) {
      const inspect = relay(direction, incoming);
      if (inspect) lane.run(inspect, bytesIn);
    } else if (this.#unread[direction] > 0) {
      // The request that it cancels may still be being read.
      lane.run(() => relay(direction, incoming)?.(), bytesIn);
    } else void relay(direction, incoming)?.();
  }

  #queueLarge(direction: Direction, piece: Part): void {
    this.#unread[direction]++;
    this.#reportHeldUp(direction);
    this.#lanes[direction].run(() => this.#receiveLarge(direction, piece));
  }

  /** Large messages are read and judged in a worker, and paired and recorded here like all others. */
  async #receiveLarge(direction: Direction, { bytes, finish, isElement, release }: Part): Promise<void> {
    const { large, relay, reject } = this.#parts;
    const bytesIn = bytes.length;
    const read = await large.read(isElement ? Buffer.from(bytes) : bytes, direction);
    release?.();
    this.#unread[direction]--;
    if (read.kind === 'malformed') reject(direction, read, bytesIn, finish);
    else if (read.kind === 'batch') this.#takeApart(direction, read.elements);
    else await relay(direction, { message: read.message, bytesIn, finish, large: read })?.();
  }

  /** The elements of a batch come one by one, before the lines after it; each is judged by itself. */
  #takeApart(direction: Direction, elements: readonly Buffer[]): void {
    const finish = this.#parts.batches.collect(direction, elements.length);
    const pieces = elements.map((bytes) => ({ bytes, finish, isElement: true }));
    this.#queues[direction].unshift(...pieces);
    this.#takeQueued(direction);
  }

  /** Elements after one that is still being judged wait unread: as texts they are small. */
  #takeQueued(direction: Direction): void {
    const queue = this.#queues[direction];
    const lane = this.#lanes[direction];
    for (let count = 0; count < MAX_ELEMENTS && lane.isIdle; count++) {
      const next = queue.shift();
      if (!next) break;
      this.#take(direction, next);
    }
    this.#resume(direction);
    this.#reportHeldUp(direction);
  }

  /** Others have their turn before the next elements. */
  #resume(direction: Direction): void {
    const hasWork = this.#queues[direction].length > 0 && this.#lanes[direction].isIdle;
    if (!hasWork || this.#hasAsked[direction]) return;
    this.#hasAsked[direction] = true;
    this.#parts.later(direction, () => {
      this.#hasAsked[direction] = false;
      this.#takeQueued(direction);
    });
  }

  /** Refuses a batch that is not taken apart. The ends that wait for its first elements get an error each; the rest gets one. */
  #refuseBatch(direction: Direction, { bytes, finish, release }: Part, why: string): void {
    const { reject, floods } = this.#parts;
    release?.();
    const searched = bytes.subarray(0, MAX_SEARCHED_BYTES);
    let told = 0;
    let left = bytes.length;
    for (const element of splitElements(searched)) {
      if (told > 0 && !floods.countLine(direction)) return;
      told++;
      left -= element.length;
      reject(direction, toRefusedElement(element, why), element.length, finish);
      if (told === MAX_SEARCHED) break;
    }
    const isWhole = told < MAX_SEARCHED && searched.length === bytes.length;
    if (told === 0 || !isWhole) reject(direction, unreadable(why), left, finish);
  }

  #onLane(direction: Direction): void {
    this.#resume(direction);
    this.#reportHeldUp(direction);
  }

  /** Nothing follows a message in a worker or a batch, and a lane holds only so many small messages. */
  #reportHeldUp(direction: Direction): void {
    const lane = this.#lanes[direction];
    const isBehind = this.#unread[direction] > 0 || this.#queues[direction].length > 0;
    this.#parts.onHeldUp(direction, isBehind || lane.length > MAX_HELD_UP || lane.bytes > MAX_HELD_BYTES);
  }
}
