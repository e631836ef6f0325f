import { array, assert, constantFrom, property } from 'fast-check';
import { expect, it } from 'vitest';
import { areNear, othersOf } from '../../src/decoders/others.js';
import { rounds } from '../../../core/test/support/rounds.js';

const pieces = constantFrom(
  'A',
  'bc',
  '1234',
  ' ',
  '😀',
  '🏳️',
  '©',
  'é',
  '\u0007',
  '\u200b',
  '-',
  '\n',
  'lorem ipsum ',
);

it('knows runs of other characters, and each unit of them', () => {
  assert(
    property(array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      const { runs, units } = othersOf(text);
      const found = Array.from(text.matchAll(/[^\t\n\r -~]+/g), ({ index, 0: { length } }) => [index, index + length]);
      expect(runs).toEqual(found.flat());
      expect(units.split('').toSorted()).toEqual([...new Set(text.replace(/[\t\n\r -~]/g, '').split(''))].toSorted());
    }),
    { numRuns: rounds(2000) },
  );
});

it('knows how near they are', () => {
  const near = (text: string, count: number, most: number): boolean => areNear(othersOf(text).runs, 0, count, most);
  expect(near('a😀b😀c😀d😀e', 4, 1)).toBe(true);
  expect(near('a😀b😀cc😀d😀e', 4, 1)).toBe(false);
  expect(near('a😀b😀cc😀d😀e', 4, 2)).toBe(true);
  expect(near('a😀b😀c😀d', 4, 9)).toBe(false);
});
