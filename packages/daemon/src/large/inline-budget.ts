import { GuardError } from '@mcp-guard/core';
import { FRESH, ThreadClock } from './thread-clock.js';

/** Characters for one message; each counts as often as it is read. */
const MAX_WORK = 1_000_000;
/** In milliseconds of this thread: some texts take a hundred times as long as others of their length. */
const MAX_TIME = 20;
/** When a message started is known to within `FRESH`. */
const LATE_AFTER = MAX_TIME - FRESH;
/** So little work and so few uses never take long: most messages read the clock once. */
const FREE = { work: 8192, uses: 256 };
/** After that the clock is read so often, and before each longer text. */
const LOOK_EVERY = 16;
const LONG = 4096;

const CLOCK = new ThreadClock();

/** Milliseconds of both clocks. */
interface Start {
  readonly at: number;
  readonly computing: number;
}

/** The work of the main thread for one message, while all sessions wait. */
export class InlineBudget {
  readonly #clock: ThreadClock;
  #start: Start | undefined;
  #work = 0;
  #uses = 0;
  #isSpent = false;

  /** @param clock read for the first time at the first use */
  constructor(clock: ThreadClock = CLOCK) {
    this.#clock = clock;
  }

  /** It was used up: the outcome of the message must not be used. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Throws if less is left, from then on each time. */
  readonly use = (characters: number): void => {
    this.#start ??= this.#read();
    this.#work += characters;
    this.#uses++;
    this.#isSpent ||= this.#work > MAX_WORK || (this.#isTimeToLook(characters) && this.#isLate(this.#start));
    if (!this.#isSpent) return;
    throw new GuardError('INTERNAL', 'the inspection of the message takes too long for the thread of all sessions');
  };

  #read(): Start {
    const at = this.#clock.elapsed();
    return { at, computing: this.#clock.computingAtMost(at) };
  }

  #isTimeToLook(characters: number): boolean {
    if (this.#work <= FREE.work && this.#uses <= FREE.uses) return false;
    return characters > LONG || this.#uses % LOOK_EVERY === 0;
  }

  #isLate(start: Start): boolean {
    if (this.#clock.elapsed() - start.at <= LATE_AFTER) return false; // nor has it computed for longer
    return this.#clock.computing() - start.computing > LATE_AFTER;
  }
}
