import { messageOf } from '@mcp-guard/core';
import type { Cuts, Store } from '@mcp-guard/store';

/** How long a check of the files and their size is good for, in milliseconds. */
const CHECK_EVERY = 500;

type WatchedStore = Pick<Store, 'findReplaced'> & { readonly cuts: Pick<Cuts, 'size'> };

/** Checks that the files of the store are still those that were opened, and how much of the record they fill. */
export class StoreWatch {
  readonly #store: WatchedStore;
  readonly #onSize: (bytes: number) => void;
  readonly #timer: NodeJS.Timeout;
  #checkedAt = -Infinity;
  #obstacle: string | null = null;

  /** @param onSize gets the bytes in use after each check */
  constructor(store: WatchedStore, onSize: (bytes: number) => void) {
    this.#store = store;
    this.#onSize = onSize;
    this.#check();
    this.#timer = setInterval(() => this.#check(), CHECK_EVERY).unref();
  }

  /** Why nothing could be recorded at the last check. */
  get obstacle(): string | null {
    return this.#obstacle;
  }

  /** Throws why nothing can be recorded. */
  readonly insist = (): undefined => {
    if (performance.now() - this.#checkedAt > CHECK_EVERY) this.#check();
    if (this.#obstacle !== null) throw new Error(this.#obstacle);
  };

  close(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    this.#checkedAt = performance.now();
    try {
      const replaced = this.#store.findReplaced();
      this.#onSize(this.#store.cuts.size());
      this.#obstacle = replaced === undefined ? null : `${replaced} was deleted or replaced`;
    } catch (error) {
      this.#obstacle = `the database cannot be read: ${messageOf(error)}`;
    }
  }
}
