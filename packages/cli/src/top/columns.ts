import { takeFromWidest } from '../output/table.js';
import { styled, type ScreenLine, type Style } from './line.js';
import { displayWidth, fit } from '../output/text-width.js';

export interface Column {
  readonly title: string;
  /** Columns that it never goes below. */
  readonly min: number;
  readonly max: number;
  readonly align?: 'right';
}

const GAP = 2;

/** A header and rows. The widest columns give way first where the screen is narrow. Cells must be harmless. */
export function layOut(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): { readonly header: ScreenLine; readonly rows: readonly ScreenLine[] } {
  const widths = takeFromWidest(
    columns.map(({ title, max, min }, at) =>
      rows.reduce((so, row) => Math.max(so, Math.min(max, displayWidth(row[at] ?? ''))), Math.max(min, title.length)),
    ),
    columns.map(({ min }) => min),
    width - GAP * (columns.length - 1),
  );
  const toLine = (cells: readonly string[], style: Style): ScreenLine =>
    cells.map((cell, at) => {
      const room = widths[at] ?? 0;
      const text = columns[at]?.align === 'right' ? toRight(cell, room) : fit(cell, room);
      return styled(at === cells.length - 1 ? text : `${text}${' '.repeat(GAP)}`, style);
    });
  const titles = columns.map(({ title }) => title);
  return { header: toLine(titles, 'faint'), rows: rows.map((row) => toLine(row, 'plain')) };
}

function toRight(cell: string, room: number): string {
  const text = fit(cell, room).trimEnd();
  return ' '.repeat(Math.max(0, room - displayWidth(text))) + text;
}
