import { textOf, toAnsi, type ScreenLine } from './line.js';
import { displayWidth } from '../output/text-width.js';

/** Writes bytes to a terminal and returns when it has taken them. */
export type Write = (text: string) => Promise<void>;

/** Begins and ends what a terminal shows at once; one that does not know it ignores it. */
const AT_ONCE = '\u001b[?2026h';
const SHOW = '\u001b[?2026l';
const ERASE_REST = '\u001b[K';
const ERASE_ALL = '\u001b[2J';

/** Brings lines onto a screen that it has for itself. */
export interface Painter {
  /** Shows these lines. While a slow terminal takes the last frame, only the newest one waits. */
  paint(lines: readonly ScreenLine[], columns: number): void;
  /** The screen may show anything: the next frame is written whole. */
  forget(): void;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
}

/** @param failed is called if the terminal is gone */
export function createPainter(write: Write, colors: boolean, failed: (error: unknown) => void): Painter {
  let onScreen: readonly string[] | undefined;
  let waiting: readonly string[] | undefined;
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (waiting) {
      const lines = waiting;
      waiting = undefined;
      const changes = onScreen ? changed(onScreen, lines) : ERASE_ALL + changed([], lines);
      onScreen = lines;
      if (changes !== '') await write(`${AT_ONCE}${changes}${SHOW}`);
    }
  }

  return {
    paint(lines, columns) {
      waiting = lines.map((line) => toRow(line, columns, colors));
      writing ??= writeAll()
        .catch(failed)
        .finally(() => (writing = undefined));
    },
    forget: () => void (onScreen = undefined),
    idle: async () => writing,
  };
}

/**
 * Erases the rest of the line before. It goes first where the last column is written: the cursor then stays on that.
 */
function toRow(line: ScreenLine, columns: number, colors: boolean): string {
  const isFull = displayWidth(textOf(line)) >= columns;
  return isFull ? ERASE_REST + toAnsi(line, colors) : toAnsi(line, colors) + ERASE_REST;
}

/** Each line that differs, at its place: nothing scrolls, and no line depends on the width of another. */
const changed = (before: readonly string[], after: readonly string[]): string =>
  after.map((line, row) => (line === before[row] ? '' : `\u001b[${row + 1};1H${line}`)).join('');
