import { isBusy } from '@mcp-guard/store';

/** How long a commit is retried while another process holds the database, in milliseconds. */
const MAX_BUSY = 2000;
/** Time between two tries, in milliseconds: most transactions of other processes are short. */
const RETRY_AFTER = { first: 1, most: 50 };

/** When a commit is retried that failed because another process held the database. */
export class BusyRetry {
  /** Since when other processes have kept us out, and when they last did; by `performance.now`. */
  #busy: { readonly since: number; readonly at: number } | undefined;
  #delay = RETRY_AFTER.first;

  /**
   * Milliseconds until the next try. `undefined` for any other error, and once the database was held for too long:
   * then every turn is refused at once until it is free.
   */
  delayAfter(error: unknown): number | undefined {
    if (!isBusy(error)) return undefined;
    const at = performance.now();
    const since = this.#busy && at - this.#busy.at < MAX_BUSY ? this.#busy.since : at;
    this.#busy = { since, at };
    if (at - since >= MAX_BUSY) return undefined;
    const delay = this.#delay;
    this.#delay = Math.min(RETRY_AFTER.most, delay * 2);
    return delay;
  }

  succeeded(): void {
    this.#busy = undefined;
    this.#delay = RETRY_AFTER.first;
  }
}
