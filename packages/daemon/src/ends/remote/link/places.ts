/** Gives the place back; later calls do nothing. */
export type Leave = () => void;

interface Waiter {
  readonly enter: (leave: Leave) => void;
}

/**
 * Places for what is under way at once. Who finds none waits; sessions that wait get the next places in turn, so that one
 * with many requests holds up no other.
 */
export class Places {
  readonly #max: number;
  readonly #maxWaiting: number;
  /** The first session is the next one. */
  readonly #waiting = new Map<object, Set<Waiter>>();
  #taken = 0;
  #waiters = 0;

  constructor(max: number, maxWaiting: number) {
    this.#max = max;
    this.#maxWaiting = maxWaiting;
  }

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiters;
  }

  /** Resolves with a place, or with nothing if too many wait already. Throws the signal's reason. */
  take(session: object, signal?: AbortSignal): Promise<Leave | undefined> {
    signal?.throwIfAborted();
    if (this.#taken < this.#max) return Promise.resolve(this.#enter());
    if (this.#waiters >= this.#maxWaiting) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        enter(leave) {
          signal?.removeEventListener('abort', giveUp);
          resolve(leave);
        },
      };
      const giveUp = (): void => {
        this.#remove(session, waiter);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiters++;
      const own = this.#waiting.get(session);
      if (own) own.add(waiter);
      else this.#waiting.set(session, new Set([waiter]));
    });
  }

  #enter(): Leave {
    this.#taken++;
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#taken--;
      this.#next();
    };
  }

  #next(): void {
    const [turn] = this.#waiting;
    if (!turn) return;
    const [session, waiters] = turn;
    const [waiter] = waiters;
    if (!waiter) return;
    this.#remove(session, waiter);
    const rest = this.#waiting.get(session);
    if (rest) {
      this.#waiting.delete(session);
      this.#waiting.set(session, rest); // behind the others
    }
    waiter.enter(this.#enter());
  }

  #remove(session: object, waiter: Waiter): void {
    const own = this.#waiting.get(session);
    if (!own?.delete(waiter)) return;
    this.#waiters--;
    if (own.size === 0) this.#waiting.delete(session);
  }
}
