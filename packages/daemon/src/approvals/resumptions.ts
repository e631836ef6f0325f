import type { Money } from '@mcp-guard/rules';
import type { Clock } from '../host/clock.js';

/** Calls that servers have asked for input on and that may be resumed. */
const MAX_KEPT = 4096;
/** How long a call may be resumed, in milliseconds. */
const KEEP = 3_600_000;

/** The grants of the original call, for the retry that resumes it. */
export interface Resumed {
  readonly paid: Money;
  /** The rules for which a person approved it. */
  readonly approvedBy: ReadonlySet<string>;
}

/**
 * In the modern era a server may respond to a call with a request for input and a state, and the client sends the call
 * again with both. The retry resumes the call once, and only if the guard saw that state in a response to the same
 * user, server and params. Kept in memory: after a restart it is a new call.
 */
export class Resumptions {
  readonly #now: Clock;
  readonly #granted = new Map<string, Resumed & { readonly until: number }>();

  constructor(now: Clock) {
    this.#now = now;
  }

  add(key: string, granted: Resumed): void {
    this.#granted.delete(key);
    this.#granted.set(key, { ...granted, until: this.#now() + KEEP });
    for (const oldest of this.#granted.keys()) {
      if (this.#granted.size <= MAX_KEPT) return;
      this.#granted.delete(oldest);
    }
  }

  find(key: string): Resumed | undefined {
    const granted = this.#granted.get(key);
    return granted && granted.until > this.#now() ? granted : undefined;
  }

  /** The call was resumed, which works once. */
  consume(key: string): void {
    this.#granted.delete(key);
  }
}
