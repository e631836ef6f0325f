import { callOutcome, exchangesBack, type AuditFilter, type AuditReader, type Exchange } from '@mcp-guard/store';
import { isPlumbing } from './call-row.js';
import { toOwnFilter, type LogsOptions } from './options.js';
import { isWarned } from './outcome.js';

/** The call is one that the options ask for. */
export type Wants = (exchange: Exchange) => boolean;

/** Filters by what is only known of a request and its answer together. */
export function toWants(options: LogsOptions, now: number): Wants {
  const { method } = options;
  const { code, rule, until, outcome, isWarned: warned } = toOwnFilter(options, now);
  return (exchange) => {
    const rows = exchange.answer ? [exchange.asked, exchange.answer] : [exchange.asked];
    return (
      exchange.asked.at < (until ?? Infinity) &&
      (outcome === undefined || callOutcome(exchange) === outcome) &&
      (warned === undefined || isWarned(exchange)) &&
      (code === undefined || rows.some((row) => row.code === code)) &&
      (rule === undefined || rows.some((row) => row.rule?.includes(rule))) &&
      (method !== undefined || !isPlumbing(exchange))
    );
  };
}

interface Search {
  readonly wants: Wants;
  readonly limit: number;
  /** Audit id behind the last row. */
  readonly end: number;
}

/** The newest calls that are wanted, the oldest first. */
export function findCalls(
  record: AuditReader,
  filter: AuditFilter,
  { wants, limit, end }: Search,
): readonly Exchange[] {
  const found: Exchange[] = [];
  for (const { exchanges } of exchangesBack(record, filter, end)) {
    for (const exchange of exchanges) {
      if (wants(exchange)) found.push(exchange);
      if (found.length === limit) return found.toReversed();
    }
  }
  return found.toReversed();
}
