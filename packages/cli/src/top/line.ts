import { cut, displayWidth, fit } from '../output/text-width.js';

export type Style = 'plain' | 'strong' | 'faint' | 'good' | 'look' | 'wrong' | 'chosen';

/** A part of a line in one style. */
export interface StyledText {
  /** Without control characters. */
  readonly text: string;
  readonly style: Style;
}

/** A line of the screen, from left to right. */
export type ScreenLine = readonly StyledText[];

/** Columns and rows of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The Select Graphic Rendition of a terminal (ECMA-48). */
const RENDITIONS: Readonly<Record<Style, string>> = {
  plain: '',
  strong: '1',
  faint: '2',
  good: '32',
  look: '33',
  wrong: '31;1',
  chosen: '7',
};

export const styled = (text: string, style: Style = 'plain'): StyledText => ({ text, style });

export const textOf = (line: ScreenLine): string => line.map(({ text }) => text).join('');

export function cutLine(line: ScreenLine, columns: number): ScreenLine {
  const kept: StyledText[] = [];
  let left = columns;
  for (const { text, style } of line) {
    if (left <= 0) break;
    const part = cut(text, left);
    kept.push({ text: part, style });
    left -= displayWidth(part);
  }
  return kept;
}

/** One style over the whole width: the line that the keys are about. */
export const chosenLine = (line: ScreenLine, columns: number): ScreenLine => [
  styled(fit(textOf(line), columns), 'chosen'),
];

/** As a terminal is sent it, without its end. Without colours a chosen line is inverse still: it is no colour. */
export const toAnsi = (line: ScreenLine, colors: boolean): string =>
  line.map(({ text, style }) => paint(text, colors || style === 'chosen' ? RENDITIONS[style] : '')).join('');

const paint = (text: string, rendition: string): string =>
  rendition === '' ? text : `\u001b[${rendition}m${text}\u001b[0m`;
