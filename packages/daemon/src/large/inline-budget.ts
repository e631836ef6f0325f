import { GuardError } from '@mcp-guard/core';
import { FRESH, ThreadClock } from './thread-clock.js';

/** Characters for one message; each counts as often as it is read. */
const MAX_WORK = 1_000_000;
/** In milliseconds of this thread: some texts take a hundred times as long as others of their length. */
const MAX_TIME = 20;
/** When a message started is known to within `FRESH`. */
const LATE_AFTER = MAX_TIME - FRESH;
/** So little work and so few uses never take long: most messages never read the clock. */
const FREE = { work: 8192, uses: 256 };
/** After that the clock is read so often, and before each longer text. */
const LOOK_EVERY = 16;
const LONG = 4096;

const CLOCK = new ThreadClock();

/** The work of the main thread for one message, while all sessions wait. */
export class InlineBudget {
  readonly #clock: ThreadClock;
  #start: { readonly at: number; readonly computing: number } | undefined;
  #work = 0;
  #uses = 0;
  #isSpent = false;

  /** @param clock read for the first time when there is work */
  constructor(clock: ThreadClock = CLOCK) {
    this.#clock = clock;
  }

  /** It was used up: the outcome of the message must not be used. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Throws if less is left. */
  readonly use = (characters: number): void => {
    this.#work += characters;
    this.#uses++;
    if (this.#work <= FREE.work && this.#uses <= FREE.uses) return;
    const looks = characters > LONG || this.#uses % LOOK_EVERY === 0;
    if (this.#work <= MAX_WORK && !(looks && this.#isLate())) return;
    this.#isSpent = true;
    throw new GuardError('INTERNAL', 'the inspection of the message takes too long for the thread of all sessions');
  };

  #isLate(): boolean {
    const now = this.#clock.elapsed();
    this.#start ??= { at: now, computing: this.#clock.computingAtMost(now) };
    if (now - this.#start.at <= LATE_AFTER) return false; // nor has it computed for longer
    return this.#clock.computing() - this.#start.computing > LATE_AFTER;
  }
}
