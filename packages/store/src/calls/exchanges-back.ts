import type { AuditFilter, AuditReader } from '../record/audit-reader.js';
import type { AuditRow } from '../record/audit-store.js';
import { isAnswer, isEndOf, isRequest, pairKey, type Exchange } from './exchange.js';
import { windowsBack } from './windows-back.js';

/** Rows behind the first one that are looked through for its answers. */
const LOOK_AHEAD = 5000;
/** Answers that wait for their requests, and requests, when the rows are read backwards. */
const MAX_LATER = 100_000;

/** One step back in the record. */
export interface ExchangeStep {
  /** The newest first: requests with their answers, and every other row that answers nothing. */
  readonly exchanges: Iterable<Exchange>;
  /** Everything from this id on has been looked at. */
  readonly from: number;
}

/**
 * Goes back through the record from before an audit id; the newest exchanges if there is none.
 * @param filter must hold for the rows of a request and of its answer alike, as names do and outcomes do not
 */
export function* exchangesBack(
  reader: AuditReader,
  filter: AuditFilter,
  before?: number,
): Generator<ExchangeStep, void> {
  const seen = new Later();
  if (before !== undefined) for (const row of ahead(reader, filter, before)) seen.add(row);
  for (const { rows, from } of windowsBack(reader, filter, before)) yield { exchanges: pair(seen, rows), from };
}

function* pair(seen: Later, rows: readonly AuditRow[]): Iterable<Exchange> {
  for (const row of rows) {
    const answer = isRequest(row) ? seen.answerTo(row) : undefined;
    const hasEnded = isRequest(row) && seen.hasEnd(row);
    seen.add(row);
    if (hasEnded) continue;
    if (!isAnswer(row) || answersNothing(row)) yield { asked: row, answer };
  }
}

/** Refused because there is no such request. */
const answersNothing = ({ method, outcome }: AuditRow): boolean => method === null && outcome === 'block';

/** Rows behind a cursor, the newest first: answers to requests before it. */
const ahead = (reader: AuditReader, filter: AuditFilter, before: number): readonly AuditRow[] =>
  reader.newest({ ...filter, afterSeq: before - 1, beforeSeq: before + LOOK_AHEAD }, LOOK_AHEAD).toReversed();

/** The rows behind, read backwards. */
class Later {
  readonly #answers = new Map<string, AuditRow>();
  readonly #requests = new Map<string, AuditRow>();

  /** Read backwards: an answer belongs to the next request with its key, and to no earlier one. */
  add(row: AuditRow): void {
    if (isAnswer(row)) keep(this.#answers, pairKey(row, true), row);
    if (!isRequest(row)) return;
    this.#answers.delete(pairKey(row, false));
    keep(this.#requests, pairKey(row, false), row);
  }

  answerTo(request: AuditRow): AuditRow | undefined {
    return this.#answers.get(pairKey(request, false));
  }

  /** A later row says what became of the call, so that this one is no call of its own. */
  hasEnd(request: AuditRow): boolean {
    const later = this.#requests.get(pairKey(request, false));
    return later !== undefined && isEndOf(later, request);
  }
}

function keep(rows: Map<string, AuditRow>, key: string, row: AuditRow): void {
  rows.set(key, row);
  if (rows.size <= MAX_LATER) return;
  const [oldest = ''] = rows.keys();
  rows.delete(oldest);
}
