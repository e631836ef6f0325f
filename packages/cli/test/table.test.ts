import { expect, it } from 'vitest';
import { toTable } from '../src/table.js';

it('a table has columns as wide as their widest cell, and lets the last one run free', () => {
  expect(
    toTable(
      ['A', 'LONG', 'LAST'],
      [
        ['wide', 'b', 'c'],
        ['', 'd', ''],
      ],
    ),
  ).toBe(['A     LONG  LAST', 'wide  b     c', '      d'].join('\n'));
});

it('a table has no limit of rows', () => {
  const rows = Array.from({ length: 300_000 }, () => ['a', 'b']);
  expect(toTable(['A', 'B'], rows).split('\n')).toHaveLength(300_001);
});
