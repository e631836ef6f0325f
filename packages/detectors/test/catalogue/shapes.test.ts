import { describe, expect, it } from 'vitest';
import { Shapes, toShapeTables } from '../../src/catalogue/shapes.js';
import { ALL_DIGITS } from '../../src/catalogue/target.js';

const find = (shapes: readonly string[], text: string, start = 0): readonly string[] => {
  const found: string[] = [];
  const all = new Shapes(
    toShapeTables(shapes.map((shape, value) => ({ shape, value, edges: 0, firstDigits: ALL_DIGITS }))),
    (values) => Array.from(values, (value) => shapes[value]).join('+'),
  );
  all.find(text, start, (each, from, to) => found.push(`${each} ${text.slice(from, to)}`));
  return found;
};

describe('shapes', () => {
  it.each([
    [['##', '##-##'], '12-34', ['## 12', '##-## 12-34']],
    [['##-##'], '12-345', []],
    [['###-#'], '1234-5', []],
    [['## ##'], '12\u00a034', ['## ## 12\u00a034']],
    [['## ##'], '12\t34', ['## ## 12\t34']],
    [['##\u202f##'], '12\u202f34', ['##\u202f## 12\u202f34']],
    [['##\u202f##'], '12\u202e34', []],
    [['#A'], '1z', ['#A 1z']],
    [['#A'], '1Z', ['#A 1Z']],
    [['#A'], '1[', []],
    [['#A#'], '1a22', []],
    [['#.#', '#.#'], '1.2', ['#.#+#.# 1.2']],
    [['#'.repeat(32)], '1'.repeat(32), [`${'#'.repeat(32)} ${'1'.repeat(32)}`]],
    [['#'.repeat(32)], '1'.repeat(33), []],
    [[], '12', []],
  ])('%j in %j are %j', (shapes, text, expected) => {
    expect(find(shapes, text)).toEqual(expected);
  });

  it('are found among many others as alone', () => {
    const separators = ['-', '.', '/', ' ', ':'];
    const sizes = ['#', '##', '###', '####'];
    const shapes = separators.flatMap((one) =>
      sizes.flatMap((a) => sizes.flatMap((b) => [`${a}${one}${b}`, `${a}${one}${b}A`])),
    );
    for (const shape of shapes) {
      const text = shape.replaceAll('#', '7').replace('A', 'q');
      const expected = shapes.filter(
        (each) => shape.startsWith(each) && !/#/.test(shape.slice(each.length, each.length + 1)),
      );
      expect(find(shapes, text)).toEqual(expected.map((each) => `${each} ${text.slice(0, each.length)}`));
    }
  });
});
