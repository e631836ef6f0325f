import { HOUR } from './bytes-written.js';

/**
 * Refusals are recorded up to this part of `audit.max_bytes`; the rest is for decisions of people and the guard itself.
 */
const REFUSAL_SHARE = 0.995;
/**
 * The part of the rest for refusals that one server gets in an hour: however many it causes, those of others are
 * recorded.
 */
const SHARE_OF_ONE = 1 / 8;
/** Servers whose refusals are counted at a time; all others together are one more. */
const MAX_COUNTED = 1000;

/** Divides the last of a full record among the refusals of all servers. */
export class RefusalReserve {
  readonly #maxBytes: number;
  readonly #now: () => number;
  /** Bytes of refusals by server, in one hour. */
  readonly #used = new Map<string, number>();
  #hour = 0;

  constructor(maxBytes: number, now: () => number) {
    this.#maxBytes = maxBytes;
    this.#now = now;
  }

  /**
   * Takes room for a refusal. False if its server has used up its part.
   * @param filled bytes of the record
   */
  take(server: string, bytes: number, filled: number): boolean {
    const hour = Math.floor(this.#now() / HOUR);
    if (hour !== this.#hour) this.#used.clear();
    this.#hour = hour;
    const key = this.#used.has(server) || this.#used.size < MAX_COUNTED ? server : '';
    const used = (this.#used.get(key) ?? 0) + bytes;
    if (used > (this.#maxBytes * REFUSAL_SHARE - filled) * SHARE_OF_ONE) return false;
    this.#used.set(key, used);
    return true;
  }
}
