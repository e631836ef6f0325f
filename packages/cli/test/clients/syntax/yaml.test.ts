import type { JsonValue } from '@mcp-guard/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyPath } from '../../../src/clients/syntax/syntax.js';
import { parseYaml } from '../../../src/clients/syntax/yaml.js';
import { describeReading, describeSyntax, entries, names, type Sample } from './syntax.contract.js';

interface Style {
  readonly lineBreak: string;
  readonly unit: string;
  readonly bom: boolean;
  readonly habits: readonly ('plain' | 'above' | 'behind' | 'flow' | 'blank line')[];
}

const styles: fc.Arbitrary<Style> = fc.record({
  lineBreak: fc.constantFrom('\n', '\r\n'),
  unit: fc.constantFrom('  ', '    ', ' '),
  bom: fc.boolean(),
  habits: fc.array(fc.constantFrom('plain', 'above', 'behind', 'flow', 'blank line'), { minLength: 1, maxLength: 7 }),
});

const MARK = '\u0000';

const documents: fc.Arbitrary<Sample> = fc
  .tuple(
    styles,
    fc.uniqueArray(fc.tuple(names, entries), { minLength: 1, maxLength: 4, selector: ([name]) => name }),
    entries,
    fc.nat(),
    fc.boolean(),
  )
  .map(([{ lineBreak, unit, bom, habits }, servers, other, pick, asList]) => {
    let turn = 0;
    const at = pick % servers.length;
    const remark = (): string => `# remark ${turn}; - a: "x"`;

    /** With all that stands before it, from the colon or dash. */
    function print(value: JsonValue, indent: string, isMarked = false): string {
      turn += 1;
      const habit = habits[turn % habits.length];
      const mark = isMarked ? MARK : '';
      const behind = habit === 'behind' ? ` ${remark()}` : '';
      const isFilled = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
      if (!isFilled || habit === 'flow') return `${mark} ${JSON.stringify(value)}${mark}${behind}`;
      const above = habit === 'above' ? `${indent}${remark()}${lineBreak}` : '';
      const blank = habit === 'blank line' ? lineBreak : '';
      const lines = Array.isArray(value)
        ? value.map((item) => `${indent}-${print(item, indent + unit)}`)
        : Object.entries(value).map(([name, item]) => `${indent}${JSON.stringify(name)}:${print(item, indent + unit)}`);
      return `${mark}${lineBreak}${blank}${lines.join(lineBreak + above + blank)}${mark}${behind}`;
    }

    const list = servers.map(
      ([name, entry], index) =>
        `${unit}${asList ? '-' : `${JSON.stringify(name)}:`}${print(entry, unit + unit, index === at)}${lineBreak}`,
    );
    const root = `${remark()}${lineBreak}other:${print(other, unit)}${lineBreak}servers: ${remark()}${lineBreak}${list.join('')}`;
    const [before = '', entry = '', after = ''] = `${bom ? '\uFEFF' : ''}${root}${remark()}${lineBreak}`.split(MARK);
    return { before, entry, after, path: ['servers', asList ? at : (servers[at]?.[0] ?? '')] };
  });

describeSyntax(parseYaml, documents);

describeReading(parseYaml, {
  values: [
    ['', null],
    ['# only a remark\n', null],
    ['\uFEFFa: 1\r\nb: [x, {c: d}]\r\n', { a: 1, b: ['x', { c: 'd' }] }],
    ['- name: x\n  env:\n- 2026-11-21\n', [{ name: 'x', env: null }, '2026-11-21']],
    ['a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['a: |\n  b\n  c\nd: .inf\n', { a: 'b\nc\n', d: '.inf' }],
    ['1: a\n"b c": d\n', { 1: 'a', 'b c': 'd' }],
  ],
  proto: '__proto__: {a: 1}',
  refused: [
    ['a: 1\n---\nb: 2\n', 2, 1, 'a file holds one document'],
    ['a: 1\r\nb:\r\n  c: 1\r\n  "c": 2\r\n', 4, 3, 'duplicate key'],
    ['a: b: c\n', 1, 4, 'a nested map must start on its own line'],
    ['a: "x\n', 2, 1, 'a closing quote, bracket or comma is missing here'],
    ['a: *b\n', 1, 4, 'an alias of nothing that stands before it'],
    ['? [a]\n: b\n', 1, 3, 'a key is plain text'],
    ['a:\n\t- b\n', 2, 1, 'a tab cannot indent'],
    ['&a [*a]\n', 1, 5, 'nested deeper than 100'],
    ['['.repeat(100_000), 1, 101, 'nested deeper than 100'],
    ['- '.repeat(100_000), 1, 41, 'nested deeper than 100'],
  ],
  text: '# x\nservers:\n  - name: a\n    env: {X: 1}\n',
  places: [
    [['servers'], 2, 1],
    [['servers', 0], 3, 3],
    [['servers', 0, 'name'], 3, 5],
    [['servers', 0, 'env', 'X'], 4, 11],
    [['servers', 0, 'args', 1], 3, 3],
    [['nothing'], 2, 1],
  ],
});

describe('an unreadable text', () => {
  it('may consist of aliases of aliases', () => {
    const lists = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}]\n`,
    );
    expect(() => parseYaml(`l0: &l0 [x]\n${lists.join('')}`)).toThrow('aliases make too much of this file');
  });

  it('is reported without a word of the file', () => {
    for (const text of [
      'a: *SECRET',
      'SECRET: 1\nSECRET: 2',
      'a: "SECRET\\q"',
      'a: !SECRET b',
      '%SECRET\n---\na',
      'SECRET\nb: c',
    ]) {
      expect(() => parseYaml(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('SECRET') }),
      );
    }
  });
});

describe('editing', () => {
  const server = { command: 'npx', args: ['-y', '@x/y'], env: {} };

  it.each<[string, string, KeyPath, JsonValue | undefined, string]>([
    [
      'replaces a map',
      'a:\n    b: 1 # x\n\n# y\nc: 2\n',
      ['a'],
      { d: [true] },
      'a:\n    d:\n        - true # x\n\n# y\nc: 2\n',
    ],
    [
      'keeps a remark above',
      'a: # x\n  b: 1\n',
      ['a'],
      server,
      'a: # x\n  command: npx\n  args:\n    - -y\n    - "@x/y"\n  env: {}\n',
    ],
    ['replaces an item', '- name: a # x\n  b: 1\n- name: c\n', [0], { name: 'd' }, '- name: d\n- name: c\n'],
    ['replaces in flow', 'a: {b: [1, 2], c: 3}\n', ['a', 'b'], { d: 'x y' }, 'a: {b: { d: "x y" }, c: 3}\n'],
    ['replaces nothing', 'a: # x\nb: 1\n', ['a'], 'c', 'a: c # x\nb: 1\n'],
    [
      'writes words as text',
      'a: 1\n',
      ['a'],
      ['yes', '1', '-', 'x: y', ''],
      'a:\n  - "yes"\n  - "1"\n  - "-"\n  - "x: y"\n  - ""\n',
    ],
    ['fills an empty file', '# x', [], { a: 1 }, '# x\na: 1\n'],
    ['fills an empty map', 'a: {}\r\n', ['a', 'b'], { c: 1 }, 'a:\r\n  b:\r\n    c: 1\r\n'],
    ['adds to a map', 'a:\n  b: |\n    x\n# y\n', ['a', 'c'], 1, 'a:\n  b: |\n    x\n  c: 1\n# y\n'],
    ['adds to the end', 'a: 1', ['b'], { c: 1 }, 'a: 1\nb:\n  c: 1'],
    [
      'adds to a list',
      'a:\n- name: x\n  b: 1\nc: 1\n',
      ['a', 1],
      { name: 'z', b: 2 },
      'a:\n- name: x\n  b: 1\n- name: z\n  b: 2\nc: 1\n',
    ],
    ['adds in flow', 'a: [1, 2,]\n', ['a', 2], 3, 'a: [1, 2, 3,]\n'],
    ['takes a member', 'a:\n  # x\n  b: 1 # y\n  # z\n  c: 2\n', ['a', 'b'], undefined, 'a:\n  # x\n  # z\n  c: 2\n'],
    ['takes the only one', 'a:\n  b: 1\nc: 2\n', ['a', 'b'], undefined, 'a: {}\nc: 2\n'],
    ['takes the first of an item', '- name: a\n  # x\n  b: 1\n', [0, 'name'], undefined, '- # x\n  b: 1\n'],
    ['takes an item', '- a: 1\n  b: 2\n# x\n- c\n', [0], undefined, '# x\n- c\n'],
    ['takes from flow', 'a: [1, 2, 3]\n', ['a', 1], undefined, 'a: [1, 3]\n'],
    ['takes the end of flow', 'a: {b: 1, c}\n', ['a', 'c'], undefined, 'a: {b: 1}\n'],
  ])('%s', (_, text, path, value, expected) => {
    expect(parseYaml(text).replace(path, value)).toBe(expected);
  });

  it.each<[string, string, KeyPath, JsonValue | undefined]>([
    ['inside an alias', 'a: &x {b: 1}\nc: *x\n', ['c', 'b'], 2],
    ['what an alias repeats', 'a: &x {b: 1}\nc: *x\n', ['a', 'b'], 2],
    ['behind an anchor', 'a: &x {b: 1}\n', ['a'], 2],
    ['what an alias needs', 'a: {b: &x 1, d: 2}\nc: *x\n', ['a', 'b'], undefined],
    ['behind a tag', 'a: !!str 1\n', ['a'], 2],
    ['below nothing', 'a: 1\n', ['b', 'c'], 2],
    ['what is not there', 'a: 1\n', ['b'], undefined],
  ])('refuses %s', (_, text, path, value) => {
    expect(() => parseYaml(text).replace(path, value)).toThrow(/cannot be edited|leads nowhere/);
  });
});
