import { safe } from '@mcp-guard/core';
import { CHAINED, type AuditRow } from '@mcp-guard/store';

const FIELDS: readonly (keyof AuditRow)[] = ['seq', ...CHAINED, 'hash'];
const MAX_CELL = 8192;

export const toCsvHeader = (): string => FIELDS.join(',');

export const toCsvRow = (row: AuditRow): string => FIELDS.map((field) => toCell(row[field])).join(',');

/** A cell that a spreadsheet would read as a formula gets an apostrophe in front. */
function toCell(value: AuditRow[keyof AuditRow]): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = safe(value, MAX_CELL);
  const inert = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",']/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
