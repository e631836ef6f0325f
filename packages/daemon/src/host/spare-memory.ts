import { setFlagsFromString } from 'node:v8';

/** Between two looks, in milliseconds. */
const LOOK_EVERY = 2000;
/** A thread that has computed for less since the last look is idle, in milliseconds. */
const IDLE_BELOW = 20;
/** After so much computing there is enough to give back, in milliseconds; a collection takes about a tenth of that. */
const WORTH_IT = 1000;

export interface SpareMemoryParts {
  /** Collects all garbage now, and gives its memory back to the system. */
  readonly collect: () => void;
  /** How long this thread has computed so far, in milliseconds. */
  readonly active: () => number;
}

/**
 * Gives memory back that work has left behind, once the thread is idle. V8 collects only when it runs out of room, which
 * an idle daemon never does: what its start has left would stay for as long as it runs.
 */
export class SpareMemory {
  readonly #parts: SpareMemoryParts;
  #seen = 0;
  /** Since the last collection; the start of the process was work enough. */
  #worked = WORTH_IT;

  constructor(parts: SpareMemoryParts) {
    this.#parts = parts;
  }

  look(): void {
    const { active, collect } = this.#parts;
    const since = active() - this.#seen;
    this.#seen += since;
    this.#worked += since;
    if (since >= IDLE_BELOW || this.#worked < WORTH_IT) return;
    collect();
    this.#worked = 0;
    this.#seen = active();
  }
}

/** Looks from now on, until the returned function is called. Does nothing in a process without `--expose-gc`. */
export function giveMemoryBack(): () => void {
  const { gc } = globalThis;
  if (!gc) return () => undefined;
  const memory = new SpareMemory({
    collect: () => gc({ type: 'major', flavor: 'last-resort', execution: 'sync' }),
    active: () => performance.eventLoopUtilization().active,
  });
  const timer = setInterval(() => memory.look(), LOOK_EVERY).unref();
  return () => clearInterval(timer);
}

/**
 * From now on each thread collects its short-lived heap alone. Of 4 MB so little survives that to wake other threads and to
 * wait for them takes as long again, on two cores; a start, of which much survives, has their help.
 */
export const collectAlone = (): void => setFlagsFromString('--no-parallel-scavenge');
