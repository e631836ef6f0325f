/** Columns as wide as their widest cell, two spaces apart; the last one runs free. Cells must be safe to print. */
export const toTable = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  alignCells([header, ...rows]);

/** As `toTable`, without a header. */
export function alignCells(rows: readonly (readonly string[])[]): string {
  const columns = rows[0] ?? [];
  const widths = columns.map((_, column) =>
    rows.reduce((width, row) => Math.max(width, (row[column] ?? '').length), 0),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === columns.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
