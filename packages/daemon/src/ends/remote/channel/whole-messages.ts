import { type ByteBudget, JsonScanner, type Received } from '@mcp-guard/core';
import type { StreamReader } from '../stream/flow.js';
import { FREE_BYTES } from '../stream/whole-body.js';

/** Reads a stream of which each chunk is one message. */
export class WholeMessages implements StreamReader {
  readonly isBehind = false;
  readonly skipped = 0;
  readonly #budget: ByteBudget;
  readonly #take: (received: Received) => void;

  constructor(budget: ByteBudget, take: (received: Received) => void) {
    this.#budget = budget;
    this.#take = take;
  }

  push(chunk: Buffer, mayGoOn: () => boolean): number {
    if (!mayGoOn()) return 0;
    this.#take(this.#toReceived(chunk));
    return chunk.length;
  }

  /** A large message counts against the budget of all sessions until it was judged. */
  #toReceived(bytes: Buffer): Received {
    const charged = Math.max(0, bytes.length - FREE_BYTES);
    if (charged === 0) return { kind: 'kept', bytes, release: undefined };
    if (this.#budget.take(charged)) return { kind: 'kept', bytes, release: () => this.#budget.give(charged) };
    const scan = new JsonScanner();
    scan.feed(bytes);
    return { kind: 'given up', scan, why: 'the guard holds too many unfinished messages' };
  }

  end(): void {
    // nothing is unfinished
  }

  discardOlderThan(): void {
    // nothing is unfinished
  }

  restartClock(): void {
    // nothing is unfinished
  }

  close(): void {
    // nothing is held
  }
}
