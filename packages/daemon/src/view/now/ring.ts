import type { Latency, Second } from '@mcp-guard/core';
import { isAnswer, isRequest, type AuditRow } from '@mcp-guard/store';
import { RecentDurations } from './durations.js';

/** Seconds that are remembered. */
export const SPAN = 300;
/** Latency is kept by parts of so many seconds, so that old values go. */
const PART = 30;

interface Slot {
  /** Unix seconds. */
  at: number;
  calls: number;
  refused: number;
  held: number;
}

/** The last five minutes, second by second. All memory is taken at once. */
export class Ring {
  readonly #now: () => number;
  readonly #slots: readonly Slot[] = Array.from({ length: SPAN }, () => ({ at: 0, calls: 0, refused: 0, held: 0 }));
  readonly #guard = new RecentDurations(SPAN / PART);
  readonly #upstream = new RecentDurations(SPAN / PART);

  /** @param now Unix milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  readonly add = (rows: readonly AuditRow[]): void => {
    for (const row of rows) {
      if (row.kind !== 'message') continue;
      const at = Math.floor(row.at / 1000);
      const part = Math.floor(at / PART);
      this.#guard.add(part, row.guardUs / 1000);
      if (isAnswer(row) && row.waitedMs !== null) this.#upstream.add(part, row.waitedMs);
      if (row.direction === 'toServer' && isRequest(row)) this.#count(at, row.outcome);
    }
  };

  /** The oldest first, without gaps. */
  get seconds(): readonly Second[] {
    const last = Math.floor(this.#now() / 1000);
    return Array.from({ length: SPAN }, (_, index): Second => {
      const at = last - SPAN + 1 + index;
      const slot = this.#slots[at % SPAN];
      return slot?.at === at ? { ...slot } : { at, calls: 0, refused: 0, held: 0 };
    });
  }

  get latency(): Latency {
    const oldest = Math.floor((this.#now() / 1000 - SPAN) / PART) + 1;
    return { guard: this.#guard.quantiles(oldest), upstream: this.#upstream.quantiles(oldest) };
  }

  #count(at: number, outcome: AuditRow['outcome']): void {
    const slot = this.#slots[at % SPAN];
    if (!slot || slot.at > at) return; // a clock that was set back
    if (slot.at < at) Object.assign(slot, { at, calls: 0, refused: 0, held: 0 });
    slot.calls++;
    if (outcome === 'block') slot.refused++;
    if (outcome === 'hold') slot.held++;
  }
}
