import type { LinkRequest } from './link.js';
import { toCrowdedError, toLastingError } from './link-errors.js';
import { LastingPlaces } from './lasting-places.js';
import { Places, type Leave } from './places.js';

/** Requests that wait for a place, of all sessions. */
const MAX_WAITING = 1024;

/**
 * Every request to one server has to enter here, so that none of its sessions has more under way than is good for the
 * others.
 */
export class Room {
  readonly #name: string;
  readonly #places: Places;
  readonly #lasting: LastingPlaces;

  /** @param max `max_concurrent` of the server */
  constructor(name: string, max: number) {
    this.#name = name;
    this.#places = new Places(max, MAX_WAITING);
    this.#lasting = new LastingPlaces(max);
  }

  /** Resolves with a place, at once or when it is the session's turn. Throws the error for the client, or the signal's reason. */
  async enter(session: object, { isLasting, isLong, signal }: LinkRequest): Promise<Leave> {
    if (!isLasting && !isLong) {
      const leave = await this.#places.take(session, signal);
      if (leave) return leave;
      throw toCrowdedError(this.#name);
    }
    const leave = isLasting ? this.#lasting.take(session) : this.#lasting.takeNone(session);
    if (leave) return leave;
    throw isLasting ? toLastingError(this.#name) : toCrowdedError(this.#name);
  }
}
