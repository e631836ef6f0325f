import { safeJson } from '@mcp-guard/core';
import { toExportedRow, type AuditReader } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';
import { toCsvHeader, toCsvRow } from './csv.js';
import { warnOfDamage } from './damage.js';
import { toRowFilter, type LogsOptions } from './options.js';

/** Prints all rows that the options ask for, in the order of the chain. */
export function exportRows(record: AuditReader, options: LogsOptions, tools: CommandTools): void {
  const { print } = tools;
  const isCsv = options.export === 'csv';
  if (isCsv) print(toCsvHeader());
  for (const row of record.all(toRowFilter(options, record, Date.now()))) {
    print(isCsv ? toCsvRow(row) : safeJson(toExportedRow(row)));
  }
  warnOfDamage(record, tools);
}
