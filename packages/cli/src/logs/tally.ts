import { callOutcome, type Exchange } from '@mcp-guard/store';
import { Durations } from './durations.js';

/** The figures of one group of calls. Bytes are those that were delivered. */
export interface Figures {
  readonly name: string;
  readonly calls: number;
  readonly refused: number;
  readonly held: number;
  readonly redacted: number;
  readonly errors: number;
  /** Milliseconds that half of the servers' answers took at most; `null` if there was none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly bytesToServer: number;
  readonly bytesToClient: number;
}

/** Groups that are counted one by one; calls of any more go into one for all others. */
const MAX_GROUPS = 1000;
export const OTHERS = '(others)';

/** Counts calls by group. */
export class Tally {
  readonly #groups = new Map<string, Group>();
  readonly #total = new Group('total');

  add(name: string, exchange: Exchange): void {
    this.#total.add(exchange);
    const known = this.#groups.get(name);
    if (known) return known.add(exchange);
    const key = this.#groups.size < MAX_GROUPS ? name : OTHERS;
    const group = this.#groups.get(key) ?? new Group(key);
    this.#groups.set(key, group);
    group.add(exchange);
  }

  /** The busiest first. */
  get groups(): readonly Figures[] {
    return [...this.#groups.values()]
      .map((group) => group.figures)
      .toSorted((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
  }

  get total(): Figures {
    return this.#total.figures;
  }
}

class Group {
  readonly #name: string;
  readonly #durations = new Durations();
  #calls = 0;
  #refused = 0;
  #held = 0;
  #redacted = 0;
  #errors = 0;
  #bytesToServer = 0;
  #bytesToClient = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(exchange: Exchange): void {
    const { asked, answer } = exchange;
    const outcome = callOutcome(exchange);
    this.#calls++;
    if (outcome === 'refused') this.#refused++;
    if (outcome === 'held') this.#held++;
    if (outcome === 'error') this.#errors++;
    if (outcome === 'redacted') this.#redacted++;
    if (answer && answer.waitedMs !== null) this.#durations.add(answer.waitedMs);
    this.#bytesToServer += asked.bytesOut;
    this.#bytesToClient += answer?.bytesOut ?? 0;
  }

  get figures(): Figures {
    return {
      name: this.#name,
      calls: this.#calls,
      refused: this.#refused,
      held: this.#held,
      redacted: this.#redacted,
      errors: this.#errors,
      p50Ms: this.#durations.quantile(0.5),
      p95Ms: this.#durations.quantile(0.95),
      bytesToServer: this.#bytesToServer,
      bytesToClient: this.#bytesToClient,
    };
  }
}
