import { describe, expect, it } from 'vitest';
import { checkNumberTable } from '../../src/rules/number-table.js';

describe('a line of the table', () => {
  const head = 'id\ttitle\tgroup\tlabels\town\tshapes\tlead\tbehind\tpattern\tcheck\tplausible\tsource';
  const columns = ['xx_id', 'an id', 'national', 'id', '', '9', '', '', '', 'luhn', '', 'a law', 'one', 'two'];
  const change = (...changes: readonly (readonly [column: number, text: string])[]): string =>
    columns.map((each, index) => changes.find(([column]) => column === index)?.[1] ?? each).join('\t');
  const check = (...lines: readonly string[]): string =>
    checkNumberTable([head, change(), ...lines, ''].join('\n'), 'some.tsv');
  const other = [0, 'xy_id'] as const;

  it('is one more form or check without an id', () => {
    expect(() => check('\t\t\t\t\t###-###', `${'\t'.repeat(9)}mod 97`)).not.toThrow();
  });

  it.each([
    ['with too few columns', change(other).split('\t').slice(0, 13).join('\t'), '13 columns'],
    ['with an id that another has', change(), 'stands above'],
    ['of an unknown group', change(other, [2, 'planetary']), '"planetary" is no group'],
    ['without labels', change(other, [3, '']), 'it has no labels'],
    ['without a source', change(other, [11, '']), 'it has no source'],
    ['without a form', change(other, [5, '']), 'neither a shape nor a pattern'],
    ['with an odd shape', change(other, [5, '##x##']), '"##x##" is no shape'],
    ['with a pattern alone', change(other, [8, '[A-Z]{9}']), 'a pattern needs words'],
    ['with an unknown check', change(other, [9, 'luck']), 'a check cannot be read: there is no check luck'],
    ['with a lead without an end', change(other, [6, '[A-Z]+$']), 'has no upper end: [A-Z]+$'],
    ['with a pattern that cannot be read', change(other, [7, 'id'], [8, '[A']), 'cannot be read: [A'],
    ['with labels that cannot be read', change(other, [3, '(id']), 'labels cannot be read: (id'],
  ])('%s is refused with its file and line', (_, bad, reason) => {
    expect(() => check(bad)).toThrow(`some.tsv:3: `);
    expect(() => check(bad)).toThrow(reason);
  });
});
