import { safe } from '@mcp-guard/core';
import { CHAINED, toExportedRow, type AuditRow, type ExportedRow } from '@mcp-guard/store';

const FIELDS: readonly (keyof AuditRow)[] = ['seq', ...CHAINED, 'hash'];
const MAX_CELL = 8192;

export const toCsvHeader = (): string => FIELDS.join(',');

export function toCsvRow(row: AuditRow): string {
  const exported = toExportedRow(row);
  return FIELDS.map((field) => toCell(exported[field])).join(',');
}

/** A cell that a spreadsheet would read as a formula gets an apostrophe in front. */
function toCell(value: ExportedRow[keyof ExportedRow]): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = safe(value, MAX_CELL);
  const inert = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",']/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
