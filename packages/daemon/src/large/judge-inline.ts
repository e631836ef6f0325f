import { GuardError, type Message } from '@mcp-guard/core';
import type { ChargeLimits, Direction, Judgement, MessageContext, Pipeline } from '@mcp-guard/rules';
import type { LargeMessage, LargeMessages } from './large-messages.js';
import type { Owner } from './thread-queue.js';

/** Milliseconds for which a reading of the computing time serves: one costs more than most messages do. */
const FRESH = 5;
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

/**
 * Judges a message in this thread as long as that delays no one. Nothing if it is too much work: it is to be judged as
 * a whole elsewhere.
 * @param charge takes from each limit once, even if the message is judged again
 */
export function judgeInline(
  pipeline: Pick<Pipeline, 'run'>,
  direction: Direction,
  message: Message,
  context: MessageContext,
  charge: ChargeLimits,
  budget: InlineBudget = new InlineBudget(),
): Judgement | undefined {
  budget.use(0); // the time begins
  const judgement = pipeline.run(direction, message, { ...context, onWork: budget.use }, { charge });
  return budget.isSpent ? undefined : judgement;
}

/** Reads a message that was read here in a thread of its own, to be judged there. */
export async function readInThread(
  large: Pick<LargeMessages, 'read'>,
  owner: Owner,
  message: Message,
): Promise<LargeMessage> {
  // Copied, since its bytes are handed over, and small buffers share one piece of memory.
  const read = await large.read(Buffer.from(new Uint8Array(message.bytes).buffer), owner);
  if (read.kind === 'large') return read;
  throw read.kind === 'malformed' ? read.error : new GuardError('INTERNAL', 'the message was read as a batch');
}

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

interface Clocks {
  /** Milliseconds, never running back. */
  readonly elapsed: () => number;
  /** The computing time of this thread; no more in any time than has elapsed. */
  readonly computing: () => number;
}

/** The time that has elapsed, and what of it this thread has computed: waiting on a busy machine does not count. */
export class ThreadClock {
  readonly #clocks: Clocks;
  #last = { at: -Infinity, computing: 0 };

  constructor(clocks: Clocks = { elapsed: () => performance.now(), computing: threadTime }) {
    this.#clocks = clocks;
  }

  elapsed(): number {
    return this.#clocks.elapsed();
  }

  computing(): number {
    this.#last = { at: this.elapsed(), computing: this.#clocks.computing() };
    return this.#last.computing;
  }

  /** The computing time until `now`, or up to `FRESH` more; seldom reads the clock for it. */
  computingAtMost(now: number): number {
    if (now - this.#last.at > FRESH) this.computing();
    return this.#last.computing + Math.max(0, now - this.#last.at);
  }
}

/** Node 22 cannot measure it. */
function threadTime(): number {
  if (!('threadCpuUsage' in process)) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const CLOCK = new ThreadClock();
