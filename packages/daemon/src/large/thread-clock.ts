/** Milliseconds for which a reading of the computing time serves: one costs more than most messages do. */
export const FRESH = 5;

export interface Clocks {
  /** Milliseconds, never running back. */
  readonly elapsed: () => number;
  /** Of this thread; no more in any time than has elapsed. */
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
