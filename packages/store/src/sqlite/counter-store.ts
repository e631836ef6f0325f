import type { Counter, CounterStore } from '../counter-store.js';
import type { SqliteDatabase } from './database.js';

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
