import { safe, safeJson } from '@mcp-guard/core';
import { CHAINED, toExportedRow, type AuditReader, type AuditRow, type ExportedRow } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';
import { warnOfDamage } from './damage.js';
import { toRowFilter, type LogsOptions } from './options.js';

const FIELDS: readonly (keyof AuditRow)[] = ['seq', ...CHAINED, 'hash'];
const MAX_CELL = 8192;

/** Prints all rows that the options ask for, in the order of the chain. */
export function exportRows(record: AuditReader, options: LogsOptions, tools: CommandTools): void {
  const { print } = tools;
  const isCsv = options.export === 'csv';
  if (isCsv) print(FIELDS.join(','));
  for (const row of record.all(toRowFilter(options, record, Date.now()))) {
    print(isCsv ? toCsvRow(row) : safeJson(toExportedRow(row)));
  }
  warnOfDamage(record, tools);
}

function toCsvRow(row: AuditRow): string {
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
