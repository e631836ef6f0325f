/** A message that the server sent by itself: a notice, or (with an id) a request. */
export interface Said {
  readonly id?: string | number;
  readonly method: string;
  readonly params?: unknown;
}

interface Waiting {
  readonly matches: (said: Said) => boolean;
  readonly times: number;
  readonly resolve: () => void;
}

/** All that a server said by itself on one connection, in the order in which it came. */
export class Heard {
  readonly all: Said[] = [];
  readonly #waiting = new Set<Waiting>();

  /** Takes any message of a transport; answers are not the server's own words and are left out. */
  readonly listen = (message: object): void => {
    if (!('method' in message) || typeof message.method !== 'string') return;
    const { method } = message;
    const id =
      'id' in message && (typeof message.id === 'string' || typeof message.id === 'number') ? message.id : undefined;
    this.all.push({ ...(id !== undefined && { id }), method, ...('params' in message && { params: message.params }) });
    for (const waiting of this.#waiting) this.#settle(waiting);
  };

  /** Resolves as soon as the method (with these words somewhere in its parameters) was heard so many times. */
  async until(method: string, { times = 1, saying = '' }: { times?: number; saying?: string } = {}): Promise<void> {
    const matches = (said: Said): boolean =>
      said.method === method && JSON.stringify(said.params ?? {}).includes(saying);
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = { matches, times, resolve };
    this.#waiting.add(waiting);
    this.#settle(waiting);
    await promise;
  }

  #settle(waiting: Waiting): void {
    if (this.all.filter(waiting.matches).length < waiting.times) return;
    this.#waiting.delete(waiting);
    waiting.resolve();
  }
}
