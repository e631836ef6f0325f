import { GuardError } from '@mcp-guard/core';
import type { Counter, CounterStore } from '@mcp-guard/store';
import { addCharge, usedOf, type ChargeLimits } from '@mcp-guard/rules';
import { monotonicNow, type Clock } from '../host/clock.js';
import type { TransactionWriter, Unwritten } from '../record/transaction-writer.js';

/** Counters at a time; only used ones are kept. */
const MAX_COUNTERS = 100_000;
/** The longest window, in milliseconds: a counter that rested for this long is empty. */
const LONGEST = 3_600_000;

/**
 * Token buckets, one for each rule and user, shared by all sessions of the user: as many requests as the limit at once,
 * then evenly as many in its window. Exact: all counts are whole numbers, on a clock that cannot be set. Changes are
 * written with the rows of the requests, so a restart gives nothing back.
 */
export class RateLimits implements TransactionWriter {
  readonly #store: CounterStore;
  readonly #unwritten: Unwritten;
  readonly #now: Clock;
  readonly #counters = new Map<string, Counter>();
  readonly #changed = new Map<string, Counter>();

  /** @param now Unix milliseconds, never running back */
  constructor(store: CounterStore, unwritten: Unwritten, now: Clock = monotonicNow) {
    this.#store = store;
    this.#unwritten = unwritten;
    this.#now = now;
    const at = Math.floor(now());
    // A clock that was set back meanwhile neither empties a counter nor keeps it full for long.
    for (const counter of store.load(at - LONGEST)) {
      this.#counters.set(counter.key, { ...counter, at: Math.min(counter.at, at) });
    }
  }

  /** Takes from all counters that are named, or from none and says why. */
  readonly charge: ChargeLimits = (charges) => {
    const now = Math.floor(this.#now());
    const taken: { counter: Counter; isKept: boolean }[] = [];
    for (const charge of charges) {
      const { key, isKept } = charge;
      const bucket = addCharge(charge, this.#counters.get(key), now);
      if (bucket instanceof GuardError) return bucket;
      taken.push({ counter: { key, ...bucket }, isKept });
    }
    if (this.#counters.size + taken.length > MAX_COUNTERS && !this.#makeRoom(now)) {
      return new GuardError('RATE_LIMITED', 'too many limits are being counted');
    }
    for (const { counter, isKept } of taken) {
      this.#counters.set(counter.key, counter);
      if (isKept) this.#changed.set(counter.key, counter);
    }
    if (this.#changed.size > 0) this.#unwritten.add(this);
    return undefined;
  };

  /**
   * The user who has used most of a limit, and how much in milliseconds of its window, one whole window for each request;
   * nothing if no one has used any. A look at all counters: for people, not for messages.
   */
  most(rule: string, limit: number): { readonly user: string; readonly used: number } | undefined {
    const now = Math.floor(this.#now());
    let most: { readonly user: string; readonly used: number } | undefined;
    for (const [key, counter] of this.#counters) {
      if (!key.startsWith(`${rule} `)) continue;
      const used = usedOf(counter, limit, now);
      if (used > (most?.used ?? 0)) most = { user: key.slice(rule.length + 1), used };
    }
    return most;
  }

  write(): void {
    this.#store.put([...this.#changed.values()]);
  }

  written(): void {
    this.#changed.clear();
  }

  #makeRoom(now: number): boolean {
    for (const [key, { at }] of this.#counters) if (at < now - LONGEST) this.#counters.delete(key);
    return this.#counters.size < MAX_COUNTERS;
  }
}
