import type { AuditFilter, AuditReader, AuditRow, Exchange } from '@mcp-guard/store';
import { CALL_COLUMNS, describeCall } from './call-row.js';
import { CallFollower } from './call-follower.js';
import { findCalls, toWants } from './calls.js';
import { Clients } from './clients.js';
import { toNameFilter, toRowFilter, type LogsOptions } from './options.js';
import { describeRow, ROW_COLUMNS } from './raw-rows.js';
import type { LogColumn } from './row-lines.js';

/** One way to show the record: what is there, and what comes. */
export interface LogView {
  readonly columns: readonly LogColumn[];
  /** The oldest first. */
  readonly first: readonly Exchange[];
  /** Rows that it wants to know of. */
  readonly filter: AuditFilter;
  /** Selects from new rows what is shown. */
  next(rows: readonly AuditRow[], now: number): readonly Exchange[];
  /** The cells of one line; safe to print. */
  describe(exchange: Exchange, now: number): readonly string[];
}

/** The circumstances in which a view was opened. */
export interface ViewOptions {
  readonly options: LogsOptions;
  readonly limit: number;
  /** Audit id behind the last row. */
  readonly end: number;
  /** Unix milliseconds. */
  readonly now: number;
}

/** One line a call. */
export function viewCalls(record: AuditReader, { options, limit, end, now }: ViewOptions): LogView {
  const clients = new Clients(record);
  const wants = toWants(options, now);
  const filter = toNameFilter(options, record, now);
  const first = findCalls(record, filter, { wants, limit, end });
  const follower = new CallFollower(first);
  // From the newest to the oldest: the name of a client is recorded behind the beginning of its session.
  for (const { asked } of first.toReversed()) clients.nameOf(asked);
  return {
    columns: CALL_COLUMNS,
    first,
    filter,
    next: (rows, at) => follower.add(rows, at).filter(wants),
    describe: (exchange, at) => describeCall(exchange, clients, at),
  };
}

/** One line a row. */
export function viewRows(record: AuditReader, { options, limit, end, now }: ViewOptions): LogView {
  const filter = toRowFilter(options, record, now);
  return {
    columns: ROW_COLUMNS,
    first: record.newest({ ...filter, beforeSeq: end }, limit).map(alone),
    filter,
    next: (rows) => rows.map(alone),
    describe: ({ asked }, at) => describeRow(asked, at),
  };
}

const alone = (asked: AuditRow): Exchange => ({ asked, answer: undefined });
