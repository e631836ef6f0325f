import type { Money } from '@mcp-guard/rules';
import type { Clock } from '../host/clock.js';

/** Calls that servers have asked something about, and that may be gone on with. */
const MAX_KEPT = 4096;
/** How long, in milliseconds. */
const KEEP = 3_600_000;

/** What a call that goes on was allowed when it began. */
export interface Resumed {
  readonly paid: Money;
  /** The rules that a person has let it pass by. */
  readonly approvedBy: ReadonlySet<string>;
}

/**
 * In the modern era a server answers a call with a question and a state, and the client sends the call again with
 * both. It goes on with its call only where the guard saw that state in an answer to the same user, server, and
 * params, and once. Kept in memory: after a restart it is a new call.
 */
export class Resumptions {
  readonly #now: Clock;
  readonly #begun = new Map<string, Resumed & { readonly until: number }>();

  constructor(now: Clock) {
    this.#now = now;
  }

  add(key: string, begun: Resumed): void {
    this.#begun.delete(key);
    this.#begun.set(key, { ...begun, until: this.#now() + KEEP });
    for (const oldest of this.#begun.keys()) {
      if (this.#begun.size <= MAX_KEPT) return;
      this.#begun.delete(oldest);
    }
  }

  find(key: string): Resumed | undefined {
    const begun = this.#begun.get(key);
    return begun && begun.until > this.#now() ? begun : undefined;
  }

  /** It can be gone on with once. */
  consume(key: string): void {
    this.#begun.delete(key);
  }
}
