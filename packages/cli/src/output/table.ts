import { foldText, foldWhole } from './fold-text.js';
import { cut, displayWidth } from './text-width.js';

export interface TableOptions {
  /** Columns of the terminal; by default those of the standard output, and no limit in a pipe. */
  readonly width?: number;
  /** Each row stays on one line: a text that does not fit ends with `…`. Else it goes on below, between words. */
  readonly oneLine?: boolean;
  /** Columns of numbers. */
  readonly right?: readonly number[];
  /** Columns that never get narrower, such as those of ids. */
  readonly keep?: readonly number[];
}

type Cells = readonly string[];

const GAP = '  ';
/** Used for a terminal that does not report its width. */
const USUAL_WIDTH = 80;
/** A column gets no narrower than this, as long as others may give. */
const COMFORT = 16;
export const NARROWEST = 5;

/** Columns of what the output is shown on; a file or a pipe has no end. */
export const outputWidth = (): number => widthOf(process.stdout);

/** The same of notes and errors. */
export const errorWidth = (): number => widthOf(process.stderr);

const widthOf = ({ isTTY, columns }: NodeJS.WriteStream): number =>
  isTTY ? columns || USUAL_WIDTH : Number.POSITIVE_INFINITY;

/**
 * Columns as wide as their widest cell, two spaces apart, all within the width of the terminal; one block a row where that
 * is too narrow for columns. Cells must be safe to print.
 */
export function toTable(header: Cells, rows: readonly Cells[], options: TableOptions = {}): string {
  const { width = outputWidth(), oneLine = false, right = [], keep = [] } = options;
  const all = [header, ...rows];
  const natural = naturalWidths(all);
  const least = header.map((title, at) => (keep.includes(at) ? (natural[at] ?? 0) : displayWidth(title)));
  if (!oneLine && isTooNarrow(natural, least, width)) return toBlocks(header, rows, width);
  const widths = shrinkWidths(natural, least, width);
  const fold = (cell: string, at: number): readonly string[] =>
    oneLine ? [cut(cell, widths[at] ?? 0)] : foldText(cell, widths[at] ?? 0);
  return all.map((cells) => toLines(cells.map(fold), widths, right).join('\n')).join('\n');
}

const isTooNarrow = (natural: readonly number[], least: readonly number[], width: number): boolean =>
  comfortable(natural, least).reduce((sum, each) => sum + each, GAP.length * (natural.length - 1)) > width;

/**
 * Shows each row as a line with its first two cells, and its other cells below with their titles, where a table would
 * be a few letters wide.
 */
function toBlocks(header: Cells, rows: readonly Cells[], width: number): string {
  const labels = header.map((title) => title.toLowerCase());
  const label = Math.max(...labels.slice(2).map(displayWidth));
  const room = width - label - 2 * GAP.length;
  return rows
    .flatMap((cells) => [
      ...foldText(cells.slice(0, 2).join(GAP), width),
      ...cells.slice(2).flatMap((cell, at) => {
        const [first = '', ...more] = foldText(cell, room).map((line) => GAP + line);
        const lines = [pad(labels[at + 2] ?? '', label) + first, ...more.map((line) => ' '.repeat(label) + line)];
        return cell === '' ? [] : lines.map((line) => GAP + line);
      }),
    ])
    .join('\n');
}

/** Rows without a header, such as labels and what they say. Nothing is cut: the last cell goes on below, between words. */
export function alignCells(rows: readonly Cells[], width: number = outputWidth()): string {
  const widths = naturalWidths(rows);
  const last = widths.length - 1;
  const room = width - widths.slice(0, last).reduce((sum, each) => sum + each + GAP.length, 0);
  const fold = (cell: string, at: number): readonly string[] =>
    at === last ? foldWhole(cell, Math.max(room, COMFORT)) : [cell];
  return rows.map((cells) => toLines(cells.map(fold), widths).join('\n')).join('\n');
}

/** The widest cell of each column. */
const naturalWidths = (rows: readonly Cells[]): readonly number[] =>
  (rows[0] ?? []).map((_, at) => rows.reduce((widest, row) => Math.max(widest, displayWidth(row[at] ?? '')), 0));

/**
 * Takes from the widest columns until all fit. They keep their titles and a comfortable width as long as that is possible.
 * @param least width of each title, or of what must not be cut
 */
export function shrinkWidths(natural: readonly number[], least: readonly number[], width: number): readonly number[] {
  if (width === Number.POSITIVE_INFINITY) return natural;
  const room = width - GAP.length * (natural.length - 1);
  const narrow = natural.map((each, at) => Math.min(each, Math.max(least[at] ?? 0, NARROWEST)));
  return [comfortable(natural, least), narrow].reduce(
    (widths, floors) => takeFromWidest(widths, floors, room),
    natural,
  );
}

const comfortable = (natural: readonly number[], least: readonly number[]): readonly number[] =>
  natural.map((each, at) => Math.min(each, Math.max(least[at] ?? 0, COMFORT)));

/**
 * Takes from the widest columns that may still give until all fit into the room, or none can.
 * @param floors below which a column gives nothing
 */
export function takeFromWidest(given: readonly number[], floors: readonly number[], room: number): readonly number[] {
  const widths = [...given];
  for (let over = widths.reduce((sum, each) => sum + each, 0) - room; over > 0; over--) {
    const widest = widths.reduce(
      (so, each, at) => (each > (floors[at] ?? 0) && each > (widths[so] ?? -1) ? at : so),
      -1,
    );
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** The lines of a row whose cells may have several. */
function toLines(cells: readonly Cells[], widths: readonly number[], right: readonly number[] = []): string[] {
  const height = cells.reduce((most, lines) => Math.max(most, lines.length), 1);
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, at) => pad(lines[line] ?? '', widths[at] ?? 0, right.includes(at)))
      .join(GAP)
      .trimEnd(),
  );
}

/** Fills a cell up with spaces. */
export function pad(cell: string, width: number, toRight = false): string {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(cell)));
  return toRight ? spaces + cell : cell + spaces;
}
