import { ERRORS, GuardError, isErrorCode } from '@mcp-guard/core';
import type { AuditFilter, AuditReader } from '@mcp-guard/store';
import type { ConfigOption } from '../command.js';
import { parseDuration } from '../output/duration.js';
import { parseMoment } from '../output/moment.js';
import { findSessionsOf } from './clients.js';
import { parseOutcome } from './outcome.js';
import type { Grouping } from './summarize.js';

export interface LogsOptions extends ConfigOption {
  readonly server?: string;
  readonly user?: string;
  readonly client?: string;
  readonly session?: string;
  readonly method?: string;
  readonly tool?: string;
  readonly type?: string;
  readonly warned?: true;
  readonly code?: string;
  readonly rule?: string;
  readonly last?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: string;
  readonly raw?: true;
  readonly follow?: true;
  readonly export?: 'csv' | 'jsonl';
  readonly json?: true;
  readonly summary?: true;
  readonly by?: Grouping;
  readonly verify?: true;
  readonly expect?: string;
  readonly prune?: true;
  readonly before?: string;
  readonly to?: string;
  readonly yes?: true;
}

export const MAX_LIMIT = 100_000;

/** The newest rows that are shown. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= MAX_LIMIT) return limit;
  throw new GuardError('USAGE', `--limit is a number from 1 to ${MAX_LIMIT}`);
}

/** The audit id that a refusal names. */
export function parseAuditId(text: string): number {
  if (/^\d{1,15}$/.test(text) && Number(text) > 0) return Number(text);
  throw new GuardError('USAGE', 'an id is the number of a record, as a refusal names it in audit_id', {
    hint: { words: 'ids are listed by:', command: 'mcp-guard logs' },
  });
}

/** Filters by what a request and its answer have in common. Times are Unix milliseconds. */
export function toNameFilter(options: LogsOptions, record: AuditReader, now: number): AuditFilter {
  const { server, user, client, session, method, tool, last, since } = options;
  return {
    server,
    actor: user,
    session,
    method,
    target: tool,
    sessions: client === undefined ? undefined : findSessionsOf(record, client),
    since: last === undefined ? parseOptional(since, now, '--since') : now - parseDuration(last),
  };
}

/** The conditions of the options on a row. */
export const toRowFilter = (options: LogsOptions, record: AuditReader, now: number): AuditFilter => ({
  ...toNameFilter(options, record, now),
  ...toOwnFilter(options, now),
});

/** Filters by what a request may have and its answer not. */
export function toOwnFilter({ type, warned, code, rule, since, until }: LogsOptions, now: number): AuditFilter {
  const [from, to] = [parseOptional(since, now, '--since'), parseOptional(until, now, '--until')];
  if (from !== undefined && to !== undefined && from > to) {
    throw new GuardError('USAGE', '--since is later than --until');
  }
  return {
    outcome: type === undefined ? undefined : parseOutcome(type),
    isWarned: warned,
    code: code === undefined ? undefined : toCode(code),
    rule,
    until: to,
  };
}

const parseOptional = (text: string | undefined, now: number, option: string): number | undefined =>
  text === undefined ? undefined : parseMoment(text, now, option);

function toCode(text: string): string {
  const code = text.toUpperCase();
  if (isErrorCode(code)) return code;
  throw new GuardError('USAGE', `there is no such code; known: ${Object.keys(ERRORS).join(', ')}`, {
    hint: { command: 'mcp-guard help errors' },
  });
}
