import type { AuditFilter, AuditReader } from '../record/audit-reader.js';
import type { AuditRow } from '../record/audit-store.js';
import { isAnswer, isRequest, pairKey, type Exchange } from './exchange.js';
import { windowsBack } from './windows-back.js';

/** Rows behind the first one that are looked through for its answers. */
const LOOK_AHEAD = 5000;
/** Answers that wait for their requests, when the rows are read backwards. */
const MAX_ANSWERS = 100_000;

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
  const answers = new Map<string, AuditRow>();
  if (before !== undefined) for (const row of ahead(reader, filter, before)) remember(answers, row);
  for (const { rows, from } of windowsBack(reader, filter, before)) yield { exchanges: pair(answers, rows), from };
}

function* pair(answers: Map<string, AuditRow>, rows: readonly AuditRow[]): Iterable<Exchange> {
  for (const row of rows) {
    const answer = isRequest(row) ? answers.get(pairKey(row, false)) : undefined;
    remember(answers, row);
    if (!isAnswer(row) || answersNothing(row)) yield { asked: row, answer };
  }
}

/** Refused because there is no such request. */
const answersNothing = ({ method, outcome }: AuditRow): boolean => method === null && outcome === 'block';

/** Rows behind a cursor, the newest first: answers to requests before it. */
const ahead = (reader: AuditReader, filter: AuditFilter, before: number): readonly AuditRow[] =>
  reader.newest({ ...filter, afterSeq: before - 1, beforeSeq: before + LOOK_AHEAD }, LOOK_AHEAD).toReversed();

/** Read backwards: an answer belongs to the next request with its key, and to no earlier one. */
function remember(answers: Map<string, AuditRow>, row: AuditRow): void {
  if (isAnswer(row)) answers.set(pairKey(row, true), row);
  else if (isRequest(row)) answers.delete(pairKey(row, false));
  if (answers.size <= MAX_ANSWERS) return;
  const [oldest = ''] = answers.keys();
  answers.delete(oldest);
}
