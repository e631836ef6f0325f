import { describe, expect, it } from 'vitest';
import { CustomTypes, refuseExpression } from '../src/custom.js';

const found = (patterns: Readonly<Record<string, readonly string[]>>, text: string) =>
  new CustomTypes(Object.entries(patterns).map(([id, all]) => ({ id, patterns: all })))
    .find(text)
    .map(({ detector, start, end }) => [detector.id, text.slice(start, end)]);

describe('types of a configuration', () => {
  it.each([
    [
      'one',
      { employee: ['E-[0-9]{6}'] },
      'ask E-123456 or E-654321',
      [
        ['employee', 'E-123456'],
        ['employee', 'E-654321'],
      ],
    ],
    [
      'several of one type',
      { a: ['x1', 'y2'] },
      'y2 x1',
      [
        ['a', 'x1'],
        ['a', 'y2'],
      ],
    ],
    [
      'several types',
      { a: ['x+'], b: ['xx'] },
      'xx',
      [
        ['a', 'xx'],
        ['b', 'xx'],
      ],
    ],
    ['letters of any script', { a: ['Ключ-\\d+'] }, 'вот Ключ-42!', [['a', 'Ключ-42']]],
    ['behind characters of two units', { a: ['k\\d'] }, '\u{1f600}k7', [['a', 'k7']]],
    ['nothing', { a: ['x'] }, 'y', []],
    ['nothing without types', {}, 'y', []],
  ])('are found: %s', (_, patterns, text, hits) => {
    expect(found(patterns, text)).toEqual(hits);
  });

  it.each([
    ['(', /^the expression does not compile: .*/],
    ['(?=x)', /^the expression does not compile: .*/],
    ['(a)\\1', /^the expression does not compile: .*/],
    ['x*', /^the expression matches where there is nothing$/],
    ['^', /^the expression matches where there is nothing$/],
  ])('refuse the expression %j', (source, why) => {
    expect(refuseExpression(source)).toMatch(why);
  });

  it('finds all matches, or reports that there are more', () => {
    expect(found({ a: ['E-[0-9]{6}'] }, 'E-123456 '.repeat(9_000))).toHaveLength(9_000);
    const flood = found({ a: ['E-[0-9]{6}'] }, 'E-123456 '.repeat(10_001));
    expect(flood).toHaveLength(10_001);
    expect(flood.at(-1)).toEqual(['inspection_limit', 'E-123456 ']);
  });

  it('that look far ahead from every place are not looked for to the end', () => {
    const all = found({ a: ['a[^z]*z|b'] }, 'ab'.repeat(64_000));
    expect(all.at(-1)?.[0]).toBe('inspection_limit');
    expect(all.length).toBeLessThan(9_000);
  });

  it('take no longer for an expression that others never come back from', () => {
    expect(found({ a: ['(a+)+$'] }, `${'a'.repeat(20_000)}b`)).toEqual([]);
  });
});
