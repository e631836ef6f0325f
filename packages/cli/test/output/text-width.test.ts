import { expect, it } from 'vitest';
import { cut, displayWidth, fit, wrap } from '../../src/output/text-width.ts';
import { sparkline } from '../../src/top/sparkline.ts';

it.each([
  ['plain', 5],
  ['日本', 4],
  ['ｶﾅ', 2],
  ['Ａ', 2],
  ['e\u0301', 1],
  ['각', 2],
  ['\u1100\u1161\u11a8', 2],
  ['\u{1f1e9}\u{1f1ea}', 2],
  ['\u{1f600}', 2],
  ['\u{1f44d}\u{1f3fd}', 2],
  ['', 0],
])('%j is so many columns wide', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

it('cuts between letters, and never in the half of a wide one', () => {
  expect(cut('日本語', 5)).toBe('日本…');
  expect(cut('日本語', 4)).toBe('日…');
  expect(fit('日本語', 4)).toBe('日… ');
  expect(cut('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  expect(wrap('a日b', 2)).toEqual(['a', '日', 'b']);
});

it('draws one column for each number', () => {
  expect(sparkline([0, 1, 4, 8], false)).toBe(' ▁▄█');
  expect(sparkline([0, 1, 4, 8], true)).toBe(' _-#');
});
