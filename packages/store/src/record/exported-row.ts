import type { CallOutcome } from '@mcp-guard/core';
import type { AuditRow } from './audit-store.js';
import { rowOutcome } from './row-outcome.js';

/** A row as other programs get it: its time is ISO 8601 in UTC, with milliseconds, and its outcome is in the words of all surfaces. */
export type ExportedRow = Omit<AuditRow, 'at' | 'outcome'> & {
  readonly at: string;
  readonly outcome: CallOutcome | null;
};

export const toExportedRow = (row: AuditRow): ExportedRow => ({
  ...row,
  at: toIsoTime(row.at),
  outcome: rowOutcome(row),
});

/** The most milliseconds that a `Date` can hold, either way (ECMA-262, 21.4.1.1). */
const MAX_TIME = 8.64e15;

/** @param at Unix milliseconds; a number that is no time, as others may have written it, stays that number */
export const toIsoTime = (at: number): string => (Math.abs(at) <= MAX_TIME ? new Date(at).toISOString() : String(at));
