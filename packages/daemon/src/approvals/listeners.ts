/** Callbacks of those that wait for a change of an approval, by its id. Bounded by the calls that are kept open. */
export class Listeners {
  readonly #byId = new Map<string, Set<() => void>>();

  /** Calls back after each notification; what is returned stops that. */
  add(id: string, listener: () => void): () => void {
    const listeners = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#byId.delete(id);
    };
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  notify(id: string): void {
    for (const listener of this.#byId.get(id) ?? []) listener();
  }
}
