import type { Counter, CounterStore } from '../state/counter-store.js';
import type { SqliteDatabase } from './database.js';

/** Only the takeover of a journal needs this. */
interface CounterTable {
  forget(since: number): void;
  all(): readonly Counter[];
}

export function openCounterStore(db: SqliteDatabase): CounterStore & CounterTable {
  const forget = db.prepare<[number]>('DELETE FROM counters WHERE at < ?');
  const select = db.prepare<[], Counter>('SELECT key, used, at FROM counters');
  const upsert = db.prepare<[string, number, number]>(
    'INSERT INTO counters (key, used, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET used = excluded.used, at = excluded.at',
  );
  return {
    forget: (since) => void forget.run(since),
    all: () => select.all(),
    load(since) {
      forget.run(since);
      return select.all();
    },
    put(counters) {
      for (const { key, used, at } of counters) upsert.run(key, used, at);
    },
  };
}
