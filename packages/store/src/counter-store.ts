/** How much of a limit is used up. */
export interface Counter {
  /** Names the rule and whom it counts. */
  readonly key: string;
  /** In milliseconds of the limit's window, one whole window for each request; a non-negative integer. */
  readonly used: number;
  /** Unix milliseconds at which that was so. */
  readonly at: number;
}

/** What is left of limits over restarts. */
export interface CounterStore {
  /** Those that changed at or after `since` (Unix milliseconds); older ones are forgotten. */
  load(since: number): readonly Counter[];
  /** Meant for the transaction of the rows that they were changed by. */
  put(counters: readonly Counter[]): void;
}
