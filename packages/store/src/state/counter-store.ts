/** How much of a limit one user has used up. */
export interface Counter {
  /** Names the rule and the user. */
  readonly key: string;
  /** In milliseconds of the limit's window, one whole window for each request; a non-negative integer. */
  readonly used: number;
  /** Unix milliseconds at which that was so. */
  readonly at: number;
}

/** The used part of limits, over restarts. */
export interface CounterStore {
  /** Counters that changed at or after `since` (Unix milliseconds); older ones are forgotten. */
  load(since: number): readonly Counter[];
  /** To be called in the transaction of the rows that changed them. */
  put(counters: readonly Counter[]): void;
}
