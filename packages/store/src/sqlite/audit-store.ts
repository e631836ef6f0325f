import { GENESIS, type AuditEntry, type AuditRow, type AuditStore, type ChainHead } from '../audit-store.js';
import { CHAINED, chainRow } from '../chain.js';
import type { SqliteDatabase } from './database.js';

const FIELDS: readonly (keyof AuditRow)[] = ['seq', ...CHAINED, 'hash'];

/** The record in the guard's database. One per database: it holds the head of the chain. */
export function openAuditStore(db: SqliteDatabase): AuditStore {
  const insert = db.prepare(`INSERT INTO audit (${FIELDS.join(', ')}) VALUES (${FIELDS.map(() => '?').join(', ')})`);
  const newest = db.prepare<[], ChainHead>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  let head = newest.get() ?? { seq: 0, hash: GENESIS };
  let isOurs = false;

  const insertOne = (row: AuditRow): unknown => insert.run(...FIELDS.map((field) => toColumn(row[field])));
  const insertAll = db.transaction((rows: readonly AuditRow[], also: (() => void) | undefined) => {
    rows.forEach(insertOne);
    also?.();
  });

  return {
    get head() {
      return head;
    },
    append(entries: readonly AuditEntry[], also?: () => void): readonly AuditRow[] {
      const rows: AuditRow[] = [];
      let last = head;
      for (const entry of entries) rows.push((last = chainRow(last, entry)));
      const [only] = rows;
      try {
        if (only && rows.length === 1 && !also) insertOne(only); // a statement is a transaction of its own, and half the work
        else insertAll.immediate(rows, also);
      } catch (error) {
        // `logs --prune` may have written a row while this daemon started.
        if (!isOurs) head = newest.get() ?? head;
        throw error;
      }
      isOurs = true;
      head = { seq: last.seq, hash: last.hash };
      return rows;
    },
  };
}

const toColumn = (value: string | number | boolean | null): string | number | null =>
  typeof value === 'boolean' ? Number(value) : value;
