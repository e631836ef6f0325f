import type { Cut } from './audit-store.js';
import type { SqliteDatabase } from './sqlite/database.js';

/** Rows that are looked at in one go, so that no writer's WAL waits for a reader. */
const PAGE = 5000;
/** Of a row, beside its texts. */
const ROW_BYTES = 60;

const TEXTS =
  'session actor server direction shape method target rpcId outcome code rule detail findings kind hash'.split(' ');
const SIZE = `${ROW_BYTES} + ${TEXTS.map((name) => `ifnull(octet_length(${name}), 0)`).join(' + ')}`;

/** Where the record may be cut. */
export interface Cuts {
  /** The last row of before `at` (Unix milliseconds); where a clock ran back, one of them. Looks at a few rows only. */
  before(at: number): Cut | undefined;
  /** The row with which so many bytes go; the last one where there are fewer. */
  after(bytes: number): Cut | undefined;
  /** The row with this number. */
  at(seq: number): Cut | undefined;
  /** Since when a call waits for a person, or a payment for its answer, in Unix milliseconds: their rows are needed. */
  openSince(): number | undefined;
  /** Bytes of the database in use. */
  size(): number;
  /** The first row, and the last. */
  ends(): { readonly first: Cut; readonly last: Cut } | undefined;
}

export function openCuts(db: SqliteDatabase): Cuts {
  const next = db.prepare<[number], Cut>('SELECT seq, hash, at FROM audit WHERE seq >= ? ORDER BY seq LIMIT 1');
  const last = db.prepare<[], Cut>('SELECT seq, hash, at FROM audit ORDER BY seq DESC LIMIT 1');
  const sizes = db.prepare<[number, number], Cut & { bytes: number }>(
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

  /** Rows are in the order of time, so it halves the range instead of reading it: that may be gigabytes. */
  function before(at: number): Cut | undefined {
    let found: Cut | undefined;
    let low = next.get(0)?.seq ?? 1;
    let high = last.get()?.seq ?? 0;
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const row = next.get(middle);
      if (row && row.at < at) low = (found = row).seq + 1;
      else high = middle - 1;
    }
    return found;
  }

  function after(bytes: number): Cut | undefined {
    let left = bytes;
    let cut: Cut | undefined;
    for (;;) {
      const page = sizes.all(cut?.seq ?? 0, PAGE);
      for (const row of page) {
        if (left <= 0) return cut;
        left -= row.bytes;
        cut = row;
      }
      if (page.length < PAGE) return cut;
    }
  }

  return {
    before,
    after,
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
