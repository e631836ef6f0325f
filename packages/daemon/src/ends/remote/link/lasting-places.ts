import type { Leave } from './places.js';

/** Lasting requests of one session, and requests of it that hold no place at all. */
const MAX_OF_SESSION = 64;

/** One session has these under way beside its places in the queue. */
interface Held {
  lasting: number;
  free: number;
}

/**
 * Places for what holds a connection for any time, in the way of no call. The first lasting request of a session is its own,
 * as the stream of a legacy session is. The others share `max` places, and a session with several leaves as many free, so that
 * there is one for a session that comes later. Nothing waits: what lasts may never end.
 */
export class LastingPlaces {
  readonly #max: number;
  readonly #held = new WeakMap<object, Held>();
  /** Beside the first of each session. */
  #shared = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** A place for what lasts; nothing if there is none. */
  take(session: object): Leave | undefined {
    const held = this.#of(session);
    if (held.lasting >= MAX_OF_SESSION || (held.lasting > 0 && held.lasting > this.#max - this.#shared))
      return undefined;
    if (held.lasting++ > 0) this.#shared++;
    return once(() => {
      if (--held.lasting > 0) this.#shared--;
    });
  }

  /** For what holds no place; nothing if the session has too many such requests under way. */
  takeNone(session: object): Leave | undefined {
    const held = this.#of(session);
    if (held.free >= MAX_OF_SESSION) return undefined;
    held.free++;
    return once(() => held.free--);
  }

  #of(session: object): Held {
    let held = this.#held.get(session);
    if (!held) this.#held.set(session, (held = { lasting: 0, free: 0 }));
    return held;
  }
}

function once(leave: () => void): Leave {
  let hasLeft = false;
  return () => {
    if (hasLeft) return;
    hasLeft = true;
    leave();
  };
}
