import type { GuardError } from '@mcp-guard/core';
import type { Direction } from '@mcp-guard/rules';
import { FloodMeter } from './flood-meter.js';

/** Counts what both ends of a session send, and ends the session if one of them floods. */
export class Floods {
  readonly #end: (reason: GuardError) => void;
  readonly #meters = { toServer: new FloodMeter('client'), toClient: new FloodMeter('server') };
  /** The session ends: no more messages are processed. */
  #isOver = false;

  constructor(end: (reason: GuardError) => void) {
    this.#end = end;
  }

  /** The session has ended. */
  close(): void {
    this.#isOver = true;
  }

  /** False if the session is over, or ends by this line. */
  countLine(direction: Direction): boolean {
    if (!this.#isOver) this.#endFor(this.#meters[direction].countLine());
    return !this.#isOver;
  }

  /** Counts a line that leads to nothing. */
  countIdle(direction: Direction): void {
    if (!this.#isOver) this.#endFor(this.#meters[direction].countIdle());
  }

  /** Forgets what was counted a while ago: called every `SWEEP_EVERY`. */
  sweep(): void {
    for (const meter of Object.values(this.#meters)) meter.sweep();
  }

  #endFor(flood: GuardError | undefined): void {
    if (!flood) return;
    this.#isOver = true;
    this.#end(flood);
  }
}
