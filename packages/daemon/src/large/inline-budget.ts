import { GuardError } from '@mcp-guard/core';

/** For one message, in characters that are looked at: each as often as it is read. */
const MAX_WORK = 1_000_000;
/** In milliseconds of this thread: some texts take a hundred times as long as others of their length. */
const MAX_TIME = 20;
/** So little work and so few uses never take long: for most messages the clock is not read at all. */
const FREE = { work: 8192, uses: 256 };
/** So often the clock is read after that; and before each longer text. */
const LOOK_EVERY = 16;
const LONG = 4096;

/** What the main thread does for one message while all sessions wait for it. */
export class InlineBudget {
  readonly #now: () => number;
  #start: number | undefined;
  #work = 0;
  #uses = 0;
  #isSpent = false;

  /** @param now milliseconds, never running back; read for the first time where there is something to do */
  constructor(now: () => number = threadTime) {
    this.#now = now;
  }

  /** It was used up: what came of the message is not to be relied upon. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Throws where there is not so much left. */
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
    const now = this.#now();
    this.#start ??= now;
    return now - this.#start > MAX_TIME;
  }
}

/** What this thread has computed: a machine that lets it wait makes no message heavier. Node 22 cannot tell. */
function threadTime(): number {
  if (!('threadCpuUsage' in process)) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
