import type { SqliteDatabase } from './sqlite/database.js';

/** What the rows about a server take up, of one day. */
export interface RecordUse {
  /** Empty: of what names no server. */
  readonly server: string;
  /** Unix days. */
  readonly day: number;
  readonly bytes: number;
  /** Unix hours: the last one of the day in which something was written, and how much. */
  readonly hour: number;
  readonly hourBytes: number;
}

/** How much of the record each server has, over restarts. */
export interface RecordUseStore {
  /** In the order of time. */
  load(): readonly RecordUse[];
  /** Replaces what is known of a server and its day. Meant for the transaction of the rows. */
  put(uses: readonly RecordUse[]): void;
  /** The rows of before `day` are gone. */
  forget(day: number): void;
}

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
