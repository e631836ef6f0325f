import type { Cut } from '../record/audit-store.js';
import type { Cuts } from '../record/cuts.js';
import type { SqliteDatabase } from './database.js';

/** Rows that are read in one go, so that no writer's WAL waits for a reader. */
const PAGE = 5000;
/** Size of a row beside its texts, in bytes. */
const ROW_BYTES = 60;

const TEXTS =
  'session actor server direction shape method target rpcId outcome code rule detail findings kind hash'.split(' ');
const SIZE = `${ROW_BYTES} + ${TEXTS.map((name) => `ifnull(octet_length(${name}), 0)`).join(' + ')}`;

type SizedRow = Cut & { readonly bytes: number };

export function openCuts(db: SqliteDatabase): Cuts {
  const next = db.prepare<[number], Cut>('SELECT seq, hash, at FROM audit WHERE seq >= ? ORDER BY seq LIMIT 1');
  const last = db.prepare<[], Cut>('SELECT seq, hash, at FROM audit ORDER BY seq DESC LIMIT 1');
  const sizes = db.prepare<[number, number], SizedRow>(
    `SELECT seq, hash, at, ${SIZE} AS bytes FROM audit WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const open = db
    .prepare<[], number | null>(
      `SELECT min(at) FROM (
        SELECT min(createdAt) AS at FROM approvals WHERE state = 'pending'
        UNION ALL SELECT min(at) FROM reservations WHERE isLost = 0)`,
    )
    .pluck();
  const pages = db
    .prepare<[], number>(
      'SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size',
    )
    .pluck();

  return {
    before: (at) => findBefore((seq) => next.get(seq), last.get()?.seq ?? 0, at),
    after: (bytes) => findAfter((seq) => sizes.all(seq, PAGE), bytes),
    at: (seq) => {
      const row = next.get(seq);
      return row?.seq === seq ? row : undefined;
    },
    openSince: () => open.get() ?? undefined,
    size: () => pages.get() ?? 0,
    ends() {
      const [one, other] = [next.get(0), last.get()];
      return one && other && { first: one, last: other };
    },
  };
}

/**
 * Rows are in the order of time, so the range is halved instead of read: it may be gigabytes.
 * @param next reads the first row with this number or a later one
 */
function findBefore(next: (seq: number) => Cut | undefined, lastSeq: number, at: number): Cut | undefined {
  let found: Cut | undefined;
  let low = next(0)?.seq ?? 1;
  let high = lastSeq;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const row = next(middle);
    if (row && row.at < at) low = (found = row).seq + 1;
    else high = middle - 1;
  }
  return found;
}

/** @param read one page of the rows behind this one */
function findAfter(read: (seq: number) => readonly SizedRow[], bytes: number): Cut | undefined {
  let left = bytes;
  let cut: Cut | undefined;
  for (;;) {
    const page = read(cut?.seq ?? 0);
    for (const row of page) {
      if (left <= 0) return cut;
      left -= row.bytes;
      cut = row;
    }
    if (page.length < PAGE) return cut;
  }
}
