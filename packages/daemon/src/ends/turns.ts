/** Time for the ends of all sessions in one turn of the event loop, in milliseconds. */
const TURN = 5;
/** Time for one end before others have theirs, in milliseconds. */
const SLICE = 2;
/** Slices of a turn: their rows are recorded together at its end. */
const MAX_SLICES = 64;

export interface TurnsOptions {
  readonly delivery: {
    /** A turn begins, and with it what `commit` records. */
    expectCommit(): void;
    /** Ends a turn: records what it brought. Resolves where more must wait until that is settled. */
    commit(): Promise<void> | undefined;
  };
  /** Milliseconds that never run back. */
  readonly now?: () => number;
  /** Calls back after the pending events of the system. */
  readonly schedule?: (run: () => void) => void;
}

/** The work of one end of a session, a slice at a time. */
export interface Share {
  /** `work` is called once in a later turn, and stops if `hasTime` returns false. */
  ask(work: () => void): void;
  /** The current slice may go on. */
  readonly hasTime: boolean;
}

/**
 * Shares the main thread among the ends of all sessions. The end that has used least of it goes first. Slices and turns are
 * short: one end that writes without pause delays only itself.
 */
export class Turns {
  readonly #delivery: TurnsOptions['delivery'];
  readonly #now: () => number;
  readonly #schedule: (run: () => void) => void;
  /** Bounded by the ends: each is in here once. */
  readonly #ready = new Set<End>();
  #isScheduled = false;
  #sliceEnd = 0;
  /** The time used by the end that went last: an end that slept has saved nothing. */
  #floor = 0;

  constructor({ delivery, now = () => performance.now(), schedule = setImmediate }: TurnsOptions) {
    this.#delivery = delivery;
    this.#now = now;
    this.#schedule = schedule;
  }

  open(): Share {
    return new End(
      (end) => this.#add(end),
      () => this.#now() < this.#sliceEnd,
    );
  }

  #add(end: End): void {
    end.used = Math.max(end.used, this.#floor);
    this.#ready.add(end);
    this.#wake();
  }

  #wake(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => this.#run());
  }

  #run(): void {
    this.#delivery.expectCommit();
    let at = this.#now();
    const end = at + TURN;
    for (let slices = 0; slices < MAX_SLICES && at < end && this.#ready.size > 0; slices++) at = this.#runSlice(at);
    const settled = this.#delivery.commit();
    if (settled) void settled.then(() => this.#resume());
    else this.#resume();
  }

  #resume(): void {
    this.#isScheduled = false;
    if (this.#ready.size > 0) this.#wake();
  }

  /** Returns when it ended. */
  #runSlice(at: number): number {
    const next = this.#takeLeastUsed();
    this.#sliceEnd = at + SLICE;
    this.#floor = next.used;
    next.run();
    const ended = this.#now();
    next.used += Math.max(ended - at, LEAST);
    return ended;
  }

  #takeLeastUsed(): End {
    let least: End | undefined;
    // Among equals the last one: those that flood have been here for a while. It has used more afterwards.
    for (const end of this.#ready) if (!least || end.used <= least.used) least = end;
    if (!least) throw new Error('no end has anything to do');
    this.#ready.delete(least);
    return least;
  }
}

/** The minimum that a slice counts, in milliseconds: a clock is coarse. */
const LEAST = 0.01;

class End implements Share {
  /** Milliseconds of the main thread that count. */
  used = 0;
  readonly #add: (end: End) => void;
  readonly #hasTime: () => boolean;
  #work: (() => void)[] = [];

  constructor(add: (end: End) => void, hasTime: () => boolean) {
    this.#add = add;
    this.#hasTime = hasTime;
  }

  get hasTime(): boolean {
    return this.#hasTime();
  }

  ask(work: () => void): void {
    this.#work.push(work);
    this.#add(this);
  }

  run(): void {
    const work = this.#work;
    this.#work = [];
    for (const each of work) each();
  }
}
