/**
 * The outcome of an attempt. `cut`: the connection broke, as all do when a server is started again; that is known at
 * once and soon over. `none` says nothing of the server, as when its client has cancelled it.
 */
export type AttemptOutcome = 'success' | 'failure' | 'cut' | 'none';

/** How long a server whose connections break is left alone at most, in milliseconds. */
const BRIEF = 1000;

/** The breaker as people see it: whether a server is asked now. */
export type BreakerView =
  | { readonly state: 'closed'; readonly failures: number }
  /** It is asked again in `retryAfter` milliseconds. */
  | { readonly state: 'open'; readonly failures: number; readonly retryAfter: number }
  /** One request finds out. */
  | { readonly state: 'half-open'; readonly failures: number };

export interface BreakerLimits {
  /** In a row. */
  readonly failures: number;
  /** Milliseconds. */
  readonly openFor: number;
}

/** An admitted attempt; only its first outcome counts, and only if it was not overtaken. */
export type Attempt = (outcome: AttemptOutcome) => void;

/**
 * Leaves a server alone that has failed several times in a row. After a while exactly one attempt, the probe, finds out
 * whether it is back, unless something else shows it before. What was begun before says nothing of the time after.
 */
export class Breaker {
  readonly #limits: BreakerLimits;
  readonly #now: () => number;
  #failures = 0;
  #openUntil: number | undefined;
  #probe: { readonly since: number } | undefined;
  /** Attempts of an earlier state do not count. */
  #epoch = 0;

  /** @param now milliseconds of any steady clock */
  constructor(limits: BreakerLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  get view(): BreakerView {
    const failures = this.#failures;
    if (this.#openUntil === undefined) return { state: 'closed', failures };
    const retryAfter = this.#openUntil - this.#now();
    return retryAfter > 0 ? { state: 'open', failures, retryAfter } : { state: 'half-open', failures };
  }

  /** Returns nothing if the server must not be asked now. */
  admit(): Attempt | undefined {
    const { state } = this.view;
    if (state === 'closed') return this.#attempt((outcome) => this.#count(outcome));
    if (state === 'open' || this.#isProbed) return undefined;
    this.#epoch++; // an older probe is overtaken
    this.#probe = { since: this.#now() };
    return this.#attempt((outcome) => this.#settleProbe(outcome));
  }

  /** For what no client waits for: that it succeeds shows that the server is back, and its failure says nothing. Always admitted. */
  watch(): Attempt {
    return this.#attempt((outcome) => {
      if (outcome === 'success') this.#close();
    });
  }

  /** The server did what no honest one does, whatever it answered: leaves it alone at once. */
  trip(): void {
    this.#failures++;
    this.#probe = undefined;
    this.#open('failure');
  }

  /** A probe that is silent for longer than the server is left alone makes room for another. */
  get #isProbed(): boolean {
    return this.#probe !== undefined && this.#now() - this.#probe.since < this.#limits.openFor;
  }

  #attempt(settle: Attempt): Attempt {
    const epoch = this.#epoch;
    let isSettled = false;
    return (outcome) => {
      if (isSettled || epoch !== this.#epoch) return;
      isSettled = true;
      settle(outcome);
    };
  }

  #count(outcome: AttemptOutcome): void {
    if (outcome === 'none') return;
    this.#failures = outcome === 'success' ? 0 : this.#failures + 1;
    if (this.#failures >= this.#limits.failures) this.#open(outcome);
  }

  #settleProbe(outcome: AttemptOutcome): void {
    this.#probe = undefined;
    if (outcome === 'none') return;
    if (outcome === 'success') return this.#close();
    this.#failures++;
    this.#open(outcome);
  }

  #close(): void {
    if (this.#openUntil === undefined) return; // calls alone count while it is asked
    this.#failures = 0;
    this.#epoch++;
    this.#probe = undefined;
    this.#openUntil = undefined;
  }

  #open(why: AttemptOutcome): void {
    const { openFor } = this.#limits;
    this.#epoch++;
    this.#openUntil = this.#now() + (why === 'cut' ? Math.min(BRIEF, openFor) : openFor);
  }
}
