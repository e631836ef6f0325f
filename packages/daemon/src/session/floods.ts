import { GuardError } from '@mcp-guard/core';
import type { Direction } from '@mcp-guard/rules';
import { TIMINGS } from '../timings.js';

const SWEEPS_PER_MINUTE = 60_000 / TIMINGS.sweep;
/** Lines of one end in a minute that lead nowhere: empty, unreadable, a response to nothing, refused unseen, a client's notification. */
export const MAX_IDLE = 60_000;
/**
 * Lines of any kind from one end in a minute. The daemon carries some 8,000 calls a second on two cores, and a server that
 * logs all it does sends 60,000 notifications within seconds: this stops neither.
 */
export const MAX_LINES = 600_000;

/** Counts what one end of a session sends. Above a limit the session ends: no honest end needs so much. */
export class FloodMeter {
  readonly #who: string;
  #lines = 0;
  #idle = 0;

  /** @param who for people */
  constructor(who: string) {
    this.#who = who;
  }

  /** Counts a line, or an element of a batch. Returns why it is one too many. */
  countLine(): GuardError | undefined {
    return ++this.#lines > MAX_LINES ? this.#tooMany(`more than ${MAX_LINES} lines`) : undefined;
  }

  /** Counts the last line as one that leads nowhere. */
  countIdle(): GuardError | undefined {
    return ++this.#idle > MAX_IDLE ? this.#tooMany(`more than ${MAX_IDLE} lines that lead nowhere`) : undefined;
  }

  /** Gives back the share of the time that has passed: called in every sweep. */
  sweep(): void {
    this.#lines = Math.max(0, this.#lines - MAX_LINES / SWEEPS_PER_MINUTE);
    this.#idle = Math.max(0, this.#idle - MAX_IDLE / SWEEPS_PER_MINUTE);
  }

  #tooMany(what: string): GuardError {
    return new GuardError('RATE_LIMITED', `the ${this.#who} sent ${what} in a minute`);
  }
}

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
