import type { RecordUse, RecordUseStore } from '../state/record-use-store.js';
import type { SqliteDatabase } from './database.js';

export function openRecordUse(db: SqliteDatabase): RecordUseStore {
  const select = db.prepare<[], RecordUse>('SELECT server, day, bytes, hour, hourBytes FROM record_use ORDER BY day');
  const upsert = db.prepare<[RecordUse]>(
    `INSERT INTO record_use VALUES (@server, @day, @bytes, @hour, @hourBytes)
     ON CONFLICT DO UPDATE SET bytes = excluded.bytes, hour = excluded.hour, hourBytes = excluded.hourBytes`,
  );
  const forget = db.prepare<[number]>('DELETE FROM record_use WHERE day < ?');
  return {
    load: () => select.all(),
    put: (uses) => uses.forEach((use) => upsert.run(use)),
    forget: (day) => void forget.run(day),
  };
}
