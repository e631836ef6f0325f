import { GuardError } from '@mcp-guard/core';

/** Characters for one message; each counts as often as it is read. */
const MAX_WORK = 1_000_000;
/**
 * In milliseconds, because some texts take a hundred times as long as others of their length: so much by the clock on the
 * wall, which is quick to read, and then so much computing time of this thread, which waiting on a busy machine is not.
 */
const MAX_TIME = { elapsed: 10, computing: 10 };
/** So little work and so few uses never take long: most messages never read the clock. */
const FREE = { work: 8192, uses: 256 };
/** After that the clock is read so often, and before each longer text. */
const LOOK_EVERY = 16;
const LONG = 4096;

/** The work of the main thread for one message, while all sessions wait. */
export class InlineBudget {
  readonly #clocks: Clocks;
  #start: number | undefined;
  #computingStart: number | undefined;
  #work = 0;
  #uses = 0;
  #isSpent = false;

  /** @param clocks read for the first time when there is work */
  constructor(clocks: Clocks = CLOCKS) {
    this.#clocks = clocks;
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
    const { elapsed, computing } = this.#clocks;
    const now = elapsed();
    this.#start ??= now;
    if (now - this.#start <= MAX_TIME.elapsed) return false;
    const computed = computing();
    this.#computingStart ??= computed;
    return computed - this.#computingStart > MAX_TIME.computing;
  }
}

/** Milliseconds, never running back. */
interface Clocks {
  readonly elapsed: () => number;
  /** Of this thread. */
  readonly computing: () => number;
}

const CLOCKS: Clocks = { elapsed: () => performance.now(), computing: threadTime };

/** Node 22 cannot measure it. */
function threadTime(): number {
  if (!('threadCpuUsage' in process)) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
