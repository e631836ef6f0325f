import type { SqliteDatabase } from './sqlite/database.js';

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

export function openCounterStore(db: SqliteDatabase): CounterStore {
  const forget = db.prepare<[number]>('DELETE FROM counters WHERE at < ?');
  const select = db.prepare<[], Counter>('SELECT key, used, at FROM counters');
  const upsert = db.prepare<[string, number, number]>(
    'INSERT INTO counters (key, used, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET used = excluded.used, at = excluded.at',
  );
  return {
    load(since) {
      forget.run(since);
      return select.all();
    },
    put(counters) {
      for (const { key, used, at } of counters) upsert.run(key, used, at);
    },
  };
}

/** Forgets everything with its test. */
export function openMemoryCounterStore(): CounterStore {
  const counters = new Map<string, Counter>();
  return {
    load(since) {
      for (const { key, at } of counters.values()) if (at < since) counters.delete(key);
      return [...counters.values()];
    },
    put(changed) {
      for (const counter of changed) counters.set(counter.key, counter);
    },
  };
}
