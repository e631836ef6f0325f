import type { AuditFilter, AuditReader } from '../audit-reader.js';
import type { AuditRow } from '../audit-store.js';
import { verifyChain } from '../chain.js';
import type { SqliteDatabase } from './database.js';

type StoredRow = Omit<AuditRow, 'warn'> & { readonly warn: number };

/** Rows that are read in one go. */
const PAGE = 1000;

const CONDITIONS: readonly (readonly [keyof AuditFilter, string])[] = [
  ['server', 'server = @server'],
  ['actor', 'actor = @actor'],
  ['method', 'method = @method'],
  ['outcome', 'outcome = @outcome'],
  ['target', 'target = @target'],
  ['since', 'at >= @since'],
  ['afterSeq', 'seq > @afterSeq'],
];

export function openAuditReader(db: SqliteDatabase): AuditReader {
  function select(filter: AuditFilter, order: string) {
    const asked = CONDITIONS.filter(([name]) => filter[name] !== undefined);
    const where = asked.length > 0 ? `WHERE ${asked.map(([, condition]) => condition).join(' AND ')}` : '';
    const values = Object.fromEntries(asked.map(([name]) => [name, filter[name]]));
    return { statement: db.prepare<[object], StoredRow>(`SELECT * FROM audit ${where} ORDER BY seq ${order}`), values };
  }

  /** Page by page: a slow reader would keep the daemon from writing its WAL back. */
  function* all(filter: AuditFilter): IterableIterator<AuditRow> {
    const { statement, values } = select({ ...filter, afterSeq: filter.afterSeq ?? 0 }, 'ASC LIMIT @page');
    let afterSeq = filter.afterSeq ?? 0;
    for (;;) {
      const rows = statement.all({ ...values, afterSeq, page: PAGE });
      for (const row of rows) yield toRow(row);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      afterSeq = last.seq;
    }
  }

  const verify = db.transaction((expected: string | undefined) => verifyChain(all({}), expected));

  return {
    newest(filter, limit) {
      const { statement, values } = select(filter, 'DESC LIMIT @limit');
      return statement
        .all({ ...values, limit })
        .map(toRow)
        .toReversed();
    },
    all,
    verify: (expected) => verify(expected), // of one state: rows are removed meanwhile
  };
}

const toRow = (row: StoredRow): AuditRow => ({ ...row, warn: row.warn === 1 });
