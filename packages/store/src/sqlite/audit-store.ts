import { GENESIS, type AuditEntry, type AuditRow, type AuditStore, type ChainHead } from '../record/audit-store.js';
import { CHAINED, chainRow } from '../record/chain.js';
import type { SqliteDatabase } from './database.js';

const FIELDS: readonly (keyof AuditRow)[] = ['seq', ...CHAINED, 'hash'];

/** Writes rows that were chained already. */
export function openRowWriter(db: SqliteDatabase): (row: AuditRow) => void {
  const insert = db.prepare(`INSERT INTO audit (${FIELDS.join(', ')}) VALUES (${FIELDS.map(() => '?').join(', ')})`);
  return (row) => void insert.run(...FIELDS.map((field) => toColumn(row[field])));
}

/** Reads where the chain of a database stands. */
export function openHead(db: SqliteDatabase): () => ChainHead {
  const newest = db.prepare<[], ChainHead>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  return () => newest.get() ?? { seq: 0, hash: GENESIS };
}

/** Appends to the record in a database directly: where no daemon runs. It holds the head of the chain. */
export function openAuditStore(db: SqliteDatabase): AuditStore {
  const insertOne = openRowWriter(db);
  const newest = openHead(db);
  let head = newest();
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
      insertAll.immediate(rows, also);
      head = { seq: last.seq, hash: last.hash };
      return rows;
    },
  };
}

const toColumn = (value: string | number | boolean | null): string | number | null =>
  typeof value === 'boolean' ? Number(value) : value;
