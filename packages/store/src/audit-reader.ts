import type { AuditRow } from './audit-store.js';
import { verifyChain, type ChainReport } from './chain.js';
import type { SqliteDatabase } from './database.js';

/** Which rows; every condition must hold. */
export interface AuditFilter {
  readonly server?: string | undefined;
  readonly actor?: string | undefined;
  readonly method?: string | undefined;
  readonly outcome?: string | undefined;
  readonly target?: string | undefined;
  /** Unix milliseconds, inclusive. */
  readonly since?: number | undefined;
  /** Only rows behind this one. */
  readonly afterSeq?: number | undefined;
}

type StoredRow = Omit<AuditRow, 'warn'> & { readonly warn: number };

/** Reads the record, also while a daemon writes it. */
export interface AuditReader {
  /** The newest `limit` rows, oldest first. */
  newest(filter: AuditFilter, limit: number): readonly AuditRow[];
  /** All rows, oldest first, without holding them in memory. */
  all(filter: AuditFilter): IterableIterator<AuditRow>;
  /** @param expected a head `<seq>:<hash>` that was kept elsewhere */
  verify(expected?: string): ChainReport;
  close(): void;
}

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

  function* all(filter: AuditFilter): IterableIterator<AuditRow> {
    const { statement, values } = select(filter, 'ASC');
    for (const row of statement.iterate(values)) yield toRow(row);
  }

  return {
    newest(filter, limit) {
      const { statement, values } = select(filter, 'DESC LIMIT @limit');
      return statement
        .all({ ...values, limit })
        .map(toRow)
        .toReversed();
    },
    all,
    verify: (expected) => verifyChain(all({}), expected),
    close: () => void db.close(),
  };
}

const toRow = (row: StoredRow): AuditRow => ({ ...row, warn: row.warn === 1 });
