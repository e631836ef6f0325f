import type { AuditFilter, AuditReader } from '../record/audit-reader.js';
import type { AuditRow } from '../record/audit-store.js';
import { OUTCOME_SQL, rowOutcome } from '../record/row-outcome.js';
import { CLAIM_WORDS, claimIn } from '../calls/claim.js';
import { verifyChain, type ChainReport } from '../record/chain.js';
import type { SqliteDatabase } from './database.js';
import { countAttempts, type JournalTail, type TakenTo } from './journal-tail.js';

type StoredRow = Omit<AuditRow, 'warn'> & { readonly warn: number };

/** Rows that are read in one go. */
const PAGE = 1000;

/** Values that must be equal. */
const EQUAL = ['session', 'server', 'actor', 'method', 'target', 'code'] as const;

const CONDITIONS: readonly (readonly [keyof AuditFilter, string])[] = [
  ...EQUAL.map((name) => [name, `${name} = @${name}`] as const),
  ['rule', 'instr(rule, @rule) > 0'],
  ['outcome', `(${OUTCOME_SQL}) = @outcome`],
  ['isWarned', 'warn = 1'],
  ['methods', 'method IN (SELECT value FROM json_each(@methods))'],
  ['sessions', 'session IN (SELECT value FROM json_each(@sessions))'],
  ['isClaim', `direction = 'toServer' AND instr(detail, '${CLAIM_WORDS}') > 0`],
  ['since', 'at >= @since'],
  ['until', 'at < @until'],
  ['afterSeq', 'seq > @afterSeq'],
  ['beforeSeq', 'seq < @beforeSeq'],
];

/** Rows, and how far the database had come when they were read. */
interface Page {
  readonly rows: readonly AuditRow[];
  readonly from: TakenTo | undefined;
}

/** The value for `@name` in a condition; a condition without it takes no value. */
const toValue = (value: AuditFilter[keyof AuditFilter]): unknown =>
  value instanceof Set ? JSON.stringify([...value]) : value;

/** Selects rows of the database, each page with how far the database had come. */
function select(db: SqliteDatabase, tail: JournalTail | undefined, filter: AuditFilter, order: string) {
  const asked = CONDITIONS.filter(([name]) => filter[name] !== undefined);
  const where = asked.length > 0 ? `WHERE ${asked.map(([, condition]) => condition).join(' AND ')}` : '';
  const values = Object.fromEntries(asked.map(([name]) => [name, toValue(filter[name])]));
  const statement = db.prepare<[object], StoredRow>(`SELECT * FROM audit ${where} ORDER BY seq ${order}`);
  return db.transaction((more: object): Page => {
    return { rows: statement.all({ ...values, ...more }).map(toRow), from: tail?.takenTo() };
  });
}

/** @param tail what is recorded and not in `db` yet */
export function openAuditReader(db: SqliteDatabase, tail?: JournalTail): AuditReader {
  /** Page by page: a slow reader would keep the daemon from writing its WAL back. Returns how far the database has come. */
  function* stored(filter: AuditFilter): Generator<AuditRow, TakenTo | undefined> {
    let afterSeq = filter.afterSeq ?? 0;
    const read = select(db, tail, { ...filter, afterSeq }, 'ASC LIMIT @page');
    for (;;) {
      const { rows, from } = read({ afterSeq, page: PAGE });
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return from;
      afterSeq = last.seq;
    }
  }

  function* all(filter: AuditFilter): IterableIterator<AuditRow> {
    let afterSeq = filter.afterSeq ?? 0;
    const begin = countAttempts();
    for (;;) {
      begin();
      const from = yield* stored({ ...filter, afterSeq });
      if (!tail || !from) return;
      afterSeq = Math.max(afterSeq, from.head.seq);
      for (const row of tail.rows(from)) {
        afterSeq = Math.max(afterSeq, row.seq);
        if (matches(filter, row)) yield row;
      }
      if (!tail.hasMoved(from)) return;
    }
  }

  /** First those of one state, since old rows are removed meanwhile; then what has come since. */
  function* chain(): IterableIterator<AuditRow> {
    let afterSeq = 0;
    db.exec('BEGIN');
    try {
      for (const row of stored({})) {
        afterSeq = row.seq;
        yield row;
      }
    } finally {
      db.exec('COMMIT');
    }
    yield* all({ afterSeq });
  }

  return {
    newest: (filter, limit) => newest(select(db, tail, filter, 'DESC LIMIT @limit'), tail, filter, limit),
    all,
    verify: (expected) => withDamage(verifyChain(chain(), expected), tail?.damage),
    get damage() {
      return tail?.damage;
    },
    get setAside() {
      return tail?.setAside ?? [];
    },
  };
}

const withDamage = (report: ChainReport, damage: string | undefined): ChainReport =>
  damage === undefined || !report.ok
    ? report
    : { ...report, ok: false, problem: `behind row ${report.head.split(':')[0]}, in the journal: ${damage}` };

function newest(
  read: (more: object) => Page,
  tail: JournalTail | undefined,
  filter: AuditFilter,
  limit: number,
): readonly AuditRow[] {
  const begin = countAttempts();
  for (;;) {
    begin();
    const { rows, from } = read({ limit });
    const found = rows.toReversed();
    if (!tail || !from || (filter.beforeSeq ?? Infinity) <= from.head.seq + 1) return found; // none of it is in the journal
    for (const row of tail.rows(from)) {
      if (matches(filter, row)) found.push(row);
      if (found.length > 2 * limit) found.splice(0, limit); // no more in memory than that
    }
    if (!tail.hasMoved(from)) return found.slice(-limit);
  }
}

/** The conditions hold for a row that is not in the database. */
const matches = (filter: AuditFilter, row: AuditRow): boolean =>
  row.at >= (filter.since ?? -Infinity) &&
  row.at < (filter.until ?? Infinity) &&
  (filter.rule === undefined || row.rule?.includes(filter.rule) === true) &&
  (filter.outcome === undefined || filter.outcome === rowOutcome(row)) &&
  (!filter.isWarned || row.warn) &&
  (!filter.isClaim || claimIn(row) !== undefined) &&
  (filter.methods === undefined || (row.method !== null && filter.methods.has(row.method))) &&
  (filter.sessions === undefined || (row.session !== null && filter.sessions.has(row.session))) &&
  row.seq > (filter.afterSeq ?? 0) &&
  row.seq < (filter.beforeSeq ?? Infinity) &&
  EQUAL.every((name) => filter[name] === undefined || filter[name] === row[name]);

const toRow = (row: StoredRow): AuditRow => ({ ...row, warn: row.warn === 1 });
