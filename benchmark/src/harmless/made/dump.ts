import { DatabaseSync } from 'node:sqlite';
import type { Random } from '../../security/harness/random.js';
import { toColumns } from './draw.js';
import type { Row, Table, Value } from './records.js';

const MAX_ROWS = 400;

/** Rows that SQLite has stored and given back, a few or many. */
export function readRows(table: Table, random: Random): readonly Row[] {
  const database = new DatabaseSync(':memory:');
  try {
    const columns = Object.entries(table.columns);
    database.exec(toSchema(table));
    const insert = database.prepare(`INSERT INTO ${table.name} VALUES (${columns.map(() => '?').join(', ')})`);
    for (let left = random.between(5, MAX_ROWS); left > 0; left--) {
      const row = table.draw(random);
      insert.run(...columns.map(([name]) => row[name] ?? null));
    }
    return database.prepare(`SELECT * FROM ${table.name} ORDER BY 1`).all().map(toRow);
  } finally {
    database.close();
  }
}

const toRow = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' || typeof value === 'string' ? value : null,
    ]),
  );

const toSchema = ({ name, columns }: Table): string =>
  `CREATE TABLE ${name} (${Object.entries(columns)
    .map(([column, type]) => `"${column}" ${type}`)
    .join(', ')});`;

/** As database clients show and dump them. */
export const FORMATS: Readonly<Record<string, (table: Table, rows: readonly Row[]) => string>> = {
  SQL: (table, rows) =>
    `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n${toSchema(table)}\n${rows.map((row) => `INSERT INTO ${table.name} VALUES(${Object.values(row).map(toSql).join(',')});\n`).join('')}COMMIT;\n`,
  copy: (table, rows) =>
    `COPY public.${table.name} (${Object.keys(table.columns).join(', ')}) FROM stdin;\n${rows
      .map(
        (row) =>
          `${Object.values(row)
            .map((value) => value ?? String.raw`\N`)
            .join('\t')}\n`,
      )
      .join('')}\\.\n`,
  CSV: (table, rows) =>
    `${Object.keys(table.columns).join(',')}\n${rows.map((row) => `${Object.values(row).map(toCsv).join(',')}\n`).join('')}`,
  JSON: (_, rows) => `${JSON.stringify(rows, null, 2)}\n`,
  lines: (_, rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  columns: (table, rows) =>
    toColumns([
      Object.keys(table.columns),
      ...rows.map((row) => Object.values(row).map((value) => String(value ?? ''))),
    ]),
  table: (table, rows) =>
    `| ${Object.keys(table.columns).join(' | ')} |\n|${' --- |'.repeat(Object.keys(table.columns).length)}\n${rows
      .map(
        (row) =>
          `| ${Object.values(row)
            .map((value) => String(value ?? 'NULL'))
            .join(' | ')} |\n`,
      )
      .join('')}`,
  expanded: (_, rows) =>
    rows
      .map(
        (row, index) =>
          `-[ RECORD ${index + 1} ]---\n${toColumns(Object.entries(row).map(([name, value]) => [name, `| ${value ?? ''}`]))}`,
      )
      .join(''),
};

const toSql = (value: Value): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL');
const toCsv = (value: Value): string => {
  const text = String(value ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
