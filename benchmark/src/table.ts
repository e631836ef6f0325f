/** Lines of columns as wide as their widest cell: the first to the left, the others to the right. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `  ${line}\n`).join('');
}

const UNKNOWN = 'n/a';

export const toNumber = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value)
    ? UNKNOWN
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const toRatio = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? UNKNOWN : `${value.toFixed(2)}×`;

export const toPercent = (share: number): string => (Number.isNaN(share) ? UNKNOWN : `${toNumber(share * 100, 1)} %`);

export const toMegabytes = (bytes: number | undefined): string =>
  bytes === undefined ? UNKNOWN : `${(bytes / 1e6).toFixed(1)} MB`;
