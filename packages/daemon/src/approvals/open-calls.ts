import type { Approval } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { Approvals } from './approvals.js';

const TICK = 250;
/** How often a client gets a progress notification for a call that waits, in milliseconds. */
const PROGRESS_EVERY = 5000;
/** Calls that are kept open at a time, and their bytes together. */
const MAX_OPEN = 1000;
const MAX_BYTES = 64 * 2 ** 20;

/** How the wait for a person has ended. `gone`: the client no longer waits. */
export type WaitEnd = 'decided' | 'late' | 'gone';

export interface OpenCall {
  readonly end: Promise<WaitEnd>;
  /** The client no longer waits. What people decide about the call counts when it is repeated. */
  abandon(): void;
}

interface Waiter {
  readonly until: number;
  readonly progress: (left: number) => void;
  nextProgress: number;
  readonly finish: (end: WaitEnd) => void;
}

/** Calls that are kept open for people, with one timer for all of them. */
export class OpenCalls {
  readonly #approvals: Pick<Approvals, 'listen'>;
  readonly #now: Clock;
  /** Waiters by the id of the approval. */
  readonly #waiters = new Map<string, Set<Waiter>>();
  #timer: NodeJS.Timeout | undefined;
  #count = 0;
  #bytes = 0;
  #isClosed = false;

  constructor(approvals: Pick<Approvals, 'listen'>, now: Clock) {
    this.#approvals = approvals;
    this.#now = now;
  }

  /**
   * Returns nothing if no more calls can be kept open.
   * @param seconds to wait
   * @param bytes that the call holds
   * @param progress gets the seconds left, every few seconds
   */
  wait(approval: Approval, seconds: number, bytes: number, progress: (left: number) => void): OpenCall | undefined {
    if (this.#isClosed || this.#count >= MAX_OPEN || this.#bytes + bytes > MAX_BYTES) return undefined;
    this.#count++;
    this.#bytes += bytes;
    const { promise: end, resolve } = Promise.withResolvers<WaitEnd>();
    const now = this.#now();
    const waiters = this.#waiters.get(approval.id) ?? new Set();
    const finish = (how: WaitEnd): void => {
      if (!waiters.delete(waiter)) return;
      unlisten();
      this.#count--;
      this.#bytes -= bytes;
      if (waiters.size === 0) this.#waiters.delete(approval.id);
      if (this.#waiters.size === 0) this.#stop();
      resolve(how);
    };
    const waiter: Waiter = { until: now + seconds * 1000, progress, nextProgress: now, finish };
    const unlisten = this.#approvals.listen(approval, () => finish('decided'));
    this.#waiters.set(approval.id, waiters.add(waiter));
    this.#timer ??= setInterval(() => this.#tick(), TICK).unref();
    return { end, abandon: () => finish('gone') };
  }

  /** As `finishAll`, and from now on no call is kept open. */
  close(): void {
    this.#isClosed = true;
    this.finishAll();
  }

  /** Ends all waits at once; the calls stay held. */
  finishAll(): void {
    for (const waiter of this.#all()) waiter.finish('late');
  }

  #all(): readonly Waiter[] {
    return [...this.#waiters.values()].flatMap((waiters) => Array.from(waiters));
  }

  #tick(): void {
    const now = this.#now();
    for (const waiter of this.#all()) {
      if (now >= waiter.until) waiter.finish('late');
      else if (now >= waiter.nextProgress) {
        waiter.nextProgress = now + PROGRESS_EVERY;
        waiter.progress((waiter.until - now) / 1000);
      }
    }
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
