import type { Clock } from '../host/clock.js';
import { addInHour, bytesIn, HOUR, type HourBytes } from './hour-bytes.js';

/** Sessions that are counted at a time; all others together are one more. */
const MAX_SESSIONS = 10_000;
const OTHERS = '';

/** How many bytes of the record each session has written in this hour. */
export class BytesBySession {
  readonly #now: Clock;
  readonly #sessions = new Map<string, HourBytes>();

  constructor(now: Clock) {
    this.#now = now;
  }

  add(session: string, bytes: number): void {
    const hour = this.#hour;
    addInHour(this.#find(session, hour), hour, bytes);
  }

  inThisHour(session: string): number {
    const counted = this.#sessions.get(session) ?? this.#sessions.get(OTHERS);
    return counted ? bytesIn(counted, this.#hour) : 0;
  }

  /** The session has ended. */
  forget(session: string): void {
    this.#sessions.delete(session);
  }

  get #hour(): number {
    return Math.floor(this.#now() / HOUR);
  }

  #find(session: string, now: number): HourBytes {
    let found = this.#sessions.get(session);
    if (!found && this.#sessions.size >= MAX_SESSIONS) {
      for (const [other, { hour }] of this.#sessions) if (hour !== now) this.#sessions.delete(other);
    }
    const key = found || this.#sessions.size < MAX_SESSIONS ? session : OTHERS;
    found ??= this.#sessions.get(key);
    if (!found) this.#sessions.set(key, (found = { hour: now, bytes: 0 }));
    return found;
  }
}
