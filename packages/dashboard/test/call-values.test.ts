import { describe, expect, it } from 'vitest';
import { toCallValues } from '../src/views/approvals/call-values.js';
import { diffLines } from '../src/views/approvals/diff-lines.js';

const valuesOf = (values: Readonly<Record<string, unknown>>): unknown =>
  toCallValues(Object.entries(values).map(([pointer, value]) => ({ pointer, value: JSON.stringify(value) })));

describe('an argument of a held call', () => {
  it.each([
    ['report', 'report'],
    ['one\ntwo\n', 'one\ntwo\n'],
    ['\tindented\n', '\tindented\n'],
    [12, '12'],
    ['12', '"12"'],
    ['true', '"true"'],
    ['', '""'],
    [' a', '" a"'],
    ['"quoted"', String.raw`"\"quoted\""`],
    ['a\u202eb', String.raw`a\u{202e}b`],
    ['a\rb', String.raw`a\u{d}b`],
    ['p\u0430ypal', String.raw`p\u{430}ypal`],
    ['x'.repeat(10_000), 'x'.repeat(10_000)],
  ])('%j is shown so that it cannot be taken for another', (value, text) => {
    expect(valuesOf({ '/to': value })).toEqual([{ kind: 'text', name: 'to', text }]);
  });

  it.each([
    ['/edits/0/oldText', '/edits/0/newText', 'edits/0/oldText'],
    ['/old_str', '/new_str', 'old_str'],
    ['/old', '/new', 'old'],
  ])('%s and %s are one difference', (before, after, name) => {
    expect(valuesOf({ [after]: 'b\nsame', [before]: 'a\nsame' })).toEqual([
      {
        kind: 'edit',
        name,
        lines: [
          { sign: '-', text: 'a' },
          { sign: '+', text: 'b' },
          { sign: ' ', text: 'same' },
        ],
      },
    ]);
  });

  it('an old number and a new text stay two values', () => {
    expect(valuesOf({ '/old': 1, '/new': 'b' })).toHaveLength(2);
  });
});

const textOf = (before: string, after: string): string =>
  diffLines(before.split(''), after.split(''))
    .map(({ sign, text }) => sign + text)
    .join('');

it.each([
  ['abc', 'abc', ' a b c'],
  ['abc', 'axc', ' a-b+x c'],
  ['', 'a', '+a'],
  ['a', '', '-a'],
  ['abcd', 'bd', '-a b-c d'],
])('the difference of %j and %j has every line of both: %j', (before, after, shown) => {
  expect(textOf(before, after)).toBe(shown);
});

it('a large difference shows all of both texts without a comparison', () => {
  const lines = Array.from({ length: 20_000 }, () => 'x');
  const start = performance.now();
  expect(diffLines(lines, lines)).toHaveLength(40_000);
  expect(performance.now() - start).toBeLessThan(1000);
});
