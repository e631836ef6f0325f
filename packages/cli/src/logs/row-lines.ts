import { foldText } from '../output/fold-text.js';
import { NARROWEST, outputWidth, pad, shrinkWidths } from '../output/table.js';
import { cut, displayWidth } from '../output/text-width.js';

export interface LogColumn {
  readonly title: string;
  /** Width while rows are followed, if those that were there first are narrower. */
  readonly usual: number;
  readonly right?: true;
  /** Stays whole in a narrow terminal. */
  readonly keep?: true;
  /** Is wider than its title in a narrow terminal. */
  readonly least?: number;
  /** Stands in lines of its own, below the others, where it has little room beside them. Only the last column may. */
  readonly below?: true;
  /** Is left out where the others have no room; the last such column first. */
  readonly mayGo?: true;
}

/** Lines of a table whose rows come one after the other. */
export interface RowLines {
  /** The titles of the columns. */
  readonly header: string;
  /** @param colorOf gives the color of a cell, as a terminal takes it (ECMA-48) */
  line(cells: readonly string[], colorOf?: (cell: string, column: number) => string | undefined): string;
}

export interface RowLinesOptions {
  /** Rows come later, too: no column is wider then than it was at the beginning. */
  readonly isFollowing: boolean;
  readonly width?: number;
}

const GAP = '  ';

/** With less room than this, a sentence is cut before it says anything. */
const LEAST_BESIDE = 36;
const INDENT = '      ';

/** One line for each row, and what stands below it, in columns that are chosen once. Cells must be safe to print. */
export function createRowLines(
  columns: readonly LogColumn[],
  rows: readonly (readonly string[])[],
  { isFollowing, width = outputWidth() }: RowLinesOptions,
): RowLines {
  const last = columns.length - 1;
  const isEndless = width === Number.POSITIVE_INFINITY;
  const natural = columns.map(({ title, usual }, at) =>
    rows.reduce(
      (widest, row) => Math.max(widest, displayWidth(row[at] ?? '')),
      isFollowing ? (at === last && !isEndless ? width : Math.max(usual, title.length)) : title.length,
    ),
  );
  const least = columns.map(({ title, keep, least: own = 0 }, at) =>
    keep ? (natural[at] ?? 0) : Math.min(natural[at] ?? 0, Math.max(title.length, own, NARROWEST)),
  );
  const beside = layOut(columns, natural, least, width);
  const room = beside.at(-1)?.width ?? 0;
  const isBelow = columns[last]?.below === true && room < Math.min(natural[last] ?? 0, LEAST_BESIDE);
  const places = isBelow ? layOut(columns.slice(0, last), natural, least, width) : beside;
  const lineOf = (cells: readonly string[], colorOf?: Parameters<RowLines['line']>[1]): string =>
    places
      .map(({ at, width: wide }) => {
        const cell = cells[at] ?? '';
        const text = isEndless ? cell : cut(cell, wide);
        const padded = at === last ? text : pad(text, wide, columns[at]?.right);
        const color = colorOf?.(cell, at);
        return color === undefined ? padded : `\u001b[${color}m${padded}\u001b[0m`;
      })
      .join(GAP)
      .trimEnd();
  return {
    header: lineOf(columns.map(({ title }) => title)),
    line(cells, colorOf) {
      const cell = cells[last] ?? '';
      const isLong = isBelow || (columns[last]?.below === true && displayWidth(cell) > room);
      if (!isLong || isEndless || cell === '') return lineOf(cells, colorOf);
      const below = foldText(cell, width - INDENT.length).map((text) => INDENT + text);
      return [lineOf(cells.with(last, ''), colorOf), ...below].join('\n');
    },
  };
}

/** A column by its number, and how wide it is. */
interface Place {
  readonly at: number;
  readonly width: number;
}

function layOut(
  columns: readonly LogColumn[],
  natural: readonly number[],
  least: readonly number[],
  width: number,
): readonly Place[] {
  const shown = chooseColumns(columns, least, width);
  const shrunk = shrinkWidths(
    shown.map((at) => natural[at] ?? 0),
    shown.map((at) => least[at] ?? 0),
    width,
  );
  return shown.map((at, place) => ({ at, width: shrunk[place] ?? 0 }));
}

/** The columns for which there is room, by their numbers. */
function chooseColumns(columns: readonly LogColumn[], least: readonly number[], width: number): readonly number[] {
  const shown = columns.map((_, at) => at);
  const needed = (): number => shown.reduce((sum, at) => sum + (least[at] ?? 0), GAP.length * (shown.length - 1));
  while (needed() > width) {
    const gone = shown.findLastIndex((at) => columns[at]?.mayGo);
    if (gone < 0) break;
    shown.splice(gone, 1);
  }
  return shown;
}
