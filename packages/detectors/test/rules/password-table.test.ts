import { expect, it } from 'vitest';
import { checkPasswordTable, passwordRules } from '../../src/rules/password-table.js';

const HEAD = 'id\thow\twords\tvalue\tconfidence\ttests\tsource';
const LINE = 'some_password\tcommand\tsome\tsome --password \t\t\ta manual';
const check = (...lines: readonly string[]): string => checkPasswordTable([HEAD, ...lines, ''].join('\n'), 'some.tsv');

it('has the rules of a type in all of its lines', () => {
  const table = check(
    LINE,
    '\tat\tother\tother (\\w{6,9})\t0.85\tstrong',
    'a_hash\tat\t$1$\t\\$1\\$\\w{9}\t\t\tcrypt(5)',
  );
  expect(passwordRules(table, 'some_password').map(({ anchors }) => anchors)).toEqual([['some'], ['other']]);
  expect(() => passwordRules(table, 'other_password')).toThrow('the table has no type other_password');
});

it.each([
  ['without a type', LINE.slice('some_password'.length), 2, 'it belongs to no type'],
  ['without a source', LINE.slice(0, -'a manual'.length), 2, 'it has no source'],
  ['with an unknown way', `${LINE}\n\tnear\tother\tother`, 3, 'there is no way near'],
  ['with an expression without an end', `${LINE}\n\tat\tother\tother \\w+`, 3, 'has no upper end'],
])('refuses a line %s with its file and number', (_, lines, number, reason) => {
  expect(() => check(lines)).toThrow(`some.tsv:${number}: `);
  expect(() => check(lines)).toThrow(reason);
});
