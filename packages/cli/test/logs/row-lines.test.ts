import { expect, it } from 'vitest';
import { createRowLines, type LogColumn } from '../../src/logs/row-lines.js';
import { displayWidth } from '../../src/output/text-width.js';

const COLUMNS: readonly LogColumn[] = [
  { title: 'ID', usual: 4, keep: true },
  { title: 'SERVER', usual: 10 },
  { title: 'USER', usual: 8, mayGo: true },
  { title: 'MS', usual: 4, right: true },
  { title: 'DETAIL', usual: 20, least: 10 },
];

/** Where each cell begins. */
const startsOf = (line: string): readonly number[] => [...line.matchAll(/(?<=^|\s{2})\S/gu)].map(({ index }) => index);

it('columns that are followed stay where they are, whatever comes', () => {
  const lines = createRowLines(COLUMNS, [['1', 'a', 'b', '', 'x']], { isFollowing: true, width: 60 });
  const header = lines.line(COLUMNS.map(({ title }) => title));
  const later = lines.line(['99999', 'a-server-with-a-name', 'somebody', '12', 'y'.repeat(100)]);
  expect(displayWidth(later)).toBe(60);
  expect(startsOf(later)[1]).toBe(startsOf(header)[1]);
  expect(startsOf(later).at(-1)).toBe(startsOf(header).at(-1));
});

it('the last column runs free in a pipe', () => {
  const lines = createRowLines(COLUMNS, [['1', 'a', 'b', '', 'x']], { isFollowing: true, width: Infinity });
  expect(lines.line(['2', 'a', 'b', '3', 'y'.repeat(500)])).toContain('y'.repeat(500));
});

it('no column cuts a name in a pipe', () => {
  const lines = createRowLines(COLUMNS, [['1', 'a', 'b', '', 'x']], { isFollowing: true, width: Infinity });
  expect(lines.line(['2', 'a-server-with-a-name', 'b', '3', 'y'])).toContain('a-server-with-a-name');
});

it('a sentence that does not fit beside the others stands below, and is not cut', () => {
  const columns = COLUMNS.map((column, at) => ({ ...column, ...(at === 4 && { below: true as const }) }));
  const long = 'so many words that they need more than one line of this terminal '.repeat(3).trim();
  const lines = createRowLines(columns, [['1', 'a', 'b', '', 'short']], { isFollowing: true, width: 90 });
  const [row, ...below] = lines.line(['2', 'a', 'b', '3', long]).split('\n');
  expect(row).toMatch(/^2 +a +b +3$/u);
  expect(below.map((line) => line.trim()).join(' ')).toBe(long);
  expect(Math.max(...below.map(displayWidth))).toBeLessThanOrEqual(90);
});

it('a column that may go makes room', () => {
  const lines = createRowLines(COLUMNS, [['1', 'a', 'somebody', '', 'x'.repeat(30)]], {
    isFollowing: false,
    width: 30,
  });
  expect(lines.line(COLUMNS.map(({ title }) => title))).not.toContain('USER');
});

it('a color is that of one cell, and changes no width', () => {
  const lines = createRowLines(COLUMNS, [['1', 'a', 'b', '', 'x']], { isFollowing: false, width: 60 });
  const cells = ['1', 'a', 'a', '', 'a'];
  const painted = lines.line(cells, (_, at) => (at === 2 ? '31' : undefined));
  expect(painted).toBe('1   a       \u001b[31ma   \u001b[0m      a');
  expect(painted.replace('\u001b[31m', '').replace('\u001b[0m', '')).toBe(lines.line(cells));
});
