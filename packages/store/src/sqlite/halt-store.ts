import type { Halt } from '@mcp-guard/core';
import type { HaltStore } from '../state/halt-store.js';
import type { SqliteDatabase } from './database.js';

type Row = Omit<Halt, 'ends'> & { readonly ends: number };

export function openHaltStore(db: SqliteDatabase): HaltStore {
  const select = db.prepare<[], Row>('SELECT at, by, reason, ends FROM halt');
  const insert = db.prepare<[Row]>('INSERT OR REPLACE INTO halt VALUES (1, @at, @by, @reason, @ends)');
  const remove = db.prepare('DELETE FROM halt');
  return {
    load() {
      const row = select.get();
      return row && { ...row, ends: row.ends === 1 };
    },
    put: (halt) => void (halt ? insert.run({ ...halt, ends: Number(halt.ends) }) : remove.run()),
  };
}
