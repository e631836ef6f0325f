import type { AuditRow } from './audit-store.js';

/** A row as other programs get it: its time is ISO 8601 in UTC, with milliseconds. */
export type ExportedRow = Omit<AuditRow, 'at'> & { readonly at: string };

export const toExportedRow = (row: AuditRow): ExportedRow => ({ ...row, at: toIsoTime(row.at) });

/** The most milliseconds that a `Date` can hold, either way (ECMA-262, 21.4.1.1). */
const MAX_TIME = 8.64e15;

/** @param at Unix milliseconds; a number that is no time, as others may have written it, stays that number */
export const toIsoTime = (at: number): string => (Math.abs(at) <= MAX_TIME ? new Date(at).toISOString() : String(at));
