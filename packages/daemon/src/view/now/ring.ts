import type { Latency, Second } from '@mcp-guard/core';
import { callOutcome, isCallAnswer, isCallRequest, isKeptOpen, Pairs, type AuditRow } from '@mcp-guard/store';

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
  /** The refused ones of each server. */
  readonly refusedBy: Map<string, number>;
}

/** More servers than a person has; calls of others are in the sum only. */
const MAX_SERVERS = 200;
const NONE = { calls: 0, refused: 0, held: 0 };

/** The calls of the last five minutes, second by second: each counts in the second in which it came. */
export class Ring {
  readonly #now: () => number;
  readonly #slots: readonly Slot[] = Array.from({ length: SPAN }, () => ({ at: 0, ...NONE, refusedBy: new Map() }));
  readonly #guard = new RecentDurations(SPAN / PART);
  readonly #pairs = new Pairs();
  readonly #upstream = new RecentDurations(SPAN / PART);

  /** @param now Unix milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  readonly add = (rows: readonly AuditRow[]): void => {
    for (const row of rows) {
      const [isAsked, isAnswered] = [isCallRequest(row), isCallAnswer(row)];
      if (isAsked || isAnswered) this.#measure(row, isAnswered);
      this.#count(row, isAsked);
    }
  };

  /** The oldest first, without gaps. */
  get seconds(): readonly Second[] {
    const last = Math.floor(this.#now() / 1000);
    return Array.from({ length: SPAN }, (_, index): Second => {
      const at = last - SPAN + 1 + index;
      const slot = this.#slots[at % SPAN];
      const { calls, refused, held } = slot?.at === at ? slot : NONE;
      return { at, calls, refused, held };
    });
  }

  /** The calls to a server that were refused in these seconds. */
  refusedBy(server: string): number {
    const first = Math.floor(this.#now() / 1000) - SPAN + 1;
    return this.#slots.reduce((sum, slot) => sum + (slot.at >= first ? (slot.refusedBy.get(server) ?? 0) : 0), 0);
  }

  get latency(): Latency {
    const oldest = Math.floor((this.#now() / 1000 - SPAN) / PART) + 1;
    return { guard: this.#guard.quantiles(oldest), upstream: this.#upstream.quantiles(oldest) };
  }

  #measure(row: AuditRow, isAnswered: boolean): void {
    const part = Math.floor(row.at / 1000 / PART);
    this.#guard.add(part, row.guardUs / 1000);
    if (isAnswered && row.waitedMs !== null) this.#upstream.add(part, row.waitedMs);
  }

  #count(row: AuditRow, isAsked: boolean): void {
    if (isAsked) {
      // A call that is kept open is held, until another row says what became of it.
      if (this.#pairs.startOf(row)) this.#add(row, 'held', -1);
      else this.#add(row, 'calls', 1);
      if (isKeptOpen(row)) this.#add(row, 'held', 1);
    }
    const exchange = this.#pairs.add(row);
    if (!exchange || !isCallRequest(exchange.asked)) return;
    const outcome = callOutcome(exchange);
    if (outcome === 'refused' || outcome === 'held') this.#add(exchange.asked, outcome, 1);
  }

  #add(row: AuditRow, figure: 'calls' | 'refused' | 'held', count: 1 | -1): void {
    const at = Math.floor(row.at / 1000);
    const slot = this.#slots[at % SPAN];
    if (!slot || slot.at > at) return; // it is over, or the clock was set back
    if (slot.at < at) {
      Object.assign(slot, { at, ...NONE });
      slot.refusedBy.clear();
    }
    slot[figure] += count;
    if (figure !== 'refused' || row.server === null) return;
    const before = slot.refusedBy.get(row.server);
    if (before !== undefined || slot.refusedBy.size < MAX_SERVERS)
      slot.refusedBy.set(row.server, (before ?? 0) + count);
  }
}

/** Steps for each doubling: a value is known to within 9 %. */
const STEPS = 4;
/** In milliseconds: what is shorter counts as this. */
const LEAST = 0.001;
/** From a microsecond to over an hour. */
const BUCKETS = 32 * STEPS;

/** Durations in milliseconds, in parts of time of which the oldest are forgotten; its memory never grows. */
class RecentDurations {
  readonly #parts: readonly { at: number; readonly counts: Uint32Array }[];

  /** @param length parts that are remembered */
  constructor(length: number) {
    this.#parts = Array.from({ length }, () => ({ at: -1, counts: new Uint32Array(BUCKETS) }));
  }

  /** @param at number of the part; a later one is greater */
  add(at: number, milliseconds: number): void {
    const part = this.#parts[at % this.#parts.length];
    if (!part || part.at > at) return;
    if (part.at < at) {
      part.at = at;
      part.counts.fill(0);
    }
    const bucket = bucketOf(milliseconds);
    part.counts[bucket] = (part.counts[bucket] ?? 0) + 1;
  }

  /** The quantiles of the parts from `oldest` on; `null` if nothing was measured. */
  quantiles(oldest: number): { readonly p50: number | null; readonly p95: number | null } {
    const sum = new Float64Array(BUCKETS);
    for (const { at, counts } of this.#parts) {
      if (at < oldest) continue;
      for (let bucket = 0; bucket < BUCKETS; bucket++) sum[bucket] = (sum[bucket] ?? 0) + (counts[bucket] ?? 0);
    }
    return { p50: quantile(sum, 0.5), p95: quantile(sum, 0.95) };
  }
}

const bucketOf = (milliseconds: number): number =>
  Math.min(BUCKETS - 1, Math.max(0, Math.floor(Math.log2(milliseconds / LEAST) * STEPS)));

/** The middle of the bucket that it lies in. */
function quantile(counts: Float64Array, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.ceil(total * share);
  const bucket = counts.findIndex((count) => (left -= count) <= 0);
  return Number((LEAST * 2 ** ((bucket + 0.5) / STEPS)).toPrecision(3));
}
