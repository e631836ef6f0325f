import { describe, expect, it } from 'vitest';
import type { Site } from '../../src/detector.js';
import { checkTokenTable, toTokenTypes } from '../../src/rules/token-table.js';

const HEAD = 'id\ttitle\tgroup\thow\twords\tvalue\tconfidence\ttests\tsource';
const COLUMNS = [
  'some_key',
  'a key',
  'secret',
  'prefixed',
  'some_',
  '[a-z]{9}',
  '',
  '',
  'https://some.example',
  'a',
  'b',
];

const change = (...changes: readonly (readonly [column: number, text: string])[]): string =>
  COLUMNS.map((each, index) => changes.find(([column]) => column === index)?.[1] ?? each).join('\t');

describe('a line of the table', () => {
  const check = (...lines: readonly string[]): string =>
    checkTokenTable([HEAD, change(), ...lines, ''].join('\n'), 'some.tsv');
  const other = [0, 'other_key'] as const;

  it('is one more rule without an id', () => {
    expect(() => check('\t\t\tnamed\tsome\t{uuid}')).not.toThrow();
  });

  it.each([
    ['with too few columns', change(other).split('\t').slice(0, 10).join('\t'), '10 columns'],
    ['with an id that another has', change(), 'stands above'],
    ['of an unknown group', change(other, [2, 'public']), '"public" is no group'],
    ['without a source', change(other, [8, '']), 'it has no source'],
    ['without words', change(other, [4, '']), 'it has no words'],
    ['with a confidence that is none', change(other, [6, '95']), '95 is no confidence'],
    ['with a value without an end', change(other, [5, '[a-z]+']), 'has no upper end: [a-z]+'],
    ['with an unknown way', change(other, [3, 'near']), 'there is no way near'],
    ['with an unknown test', change(other, [7, 'varied & pretty']), 'there is no test pretty'],
    ['with a label that is no expression', change(other, [7, 'label some']), 'some is no expression'],
  ])('%s is refused with its file and line', (_, bad, reason) => {
    expect(() => check(bad)).toThrow(`some.tsv:3: `);
    expect(() => check(bad)).toThrow(reason);
  });
});

describe('a rule of the table', () => {
  const ruleOf = (how: string, words: string, value: string, tests = '') =>
    toTokenTypes(`${HEAD}\n${change([3, how], [4, words], [5, value], [7, tests])}\n`)[0]?.rules[0];

  it('has a word for each character in brackets, and a shape for each number of digits', () => {
    expect(ruleOf('at', 'a[bc][de] | f', '[a-f]{3}')?.anchors).toEqual(['abd', 'abe', 'acd', 'ace', 'f']);
    expect(ruleOf('at shape', '#{2-3}:', '\\d{2,3}:')?.shapes).toEqual(['##:', '###:']);
  });

  it.each([
    ['/k7/', true],
    ['not /k7/', false],
    ['varied 4.5', false],
    ['varied & mixed', true],
    ['varied 4.5 or unwritten', true],
    ['from 6 /^k7/', true],
    ['behind - /^k7/', true],
    ['before 8 /mine/', true],
    ['around 24 /yours/', true],
    ['before 24 /yours/', false],
    ['label /owner/', true],
    ['random 6 & entropy 3 & no-word', true],
    ['given-password', true],
  ])('takes what %s says', (tests, isFound) => {
    const text = 'mine is some--k7Qz2Vx9Rw4T, not yours';
    const start = text.indexOf('some-');
    const site: Site = {
      text,
      start,
      end: start + 5,
      key: '',
      round: 0,
      isAmongWords: () => true,
      isLabelled: (words) => words.test('owner'),
    };
    expect(ruleOf('at', 'some-', 'some--[A-Za-z0-9]{12}', tests)?.verify(site) !== undefined).toBe(isFound);
  });
});
