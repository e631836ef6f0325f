import type { JsonValue } from '@mcp-guard/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyPath } from '../../../src/clients/syntax/syntax.js';
import { parseToml } from '../../../src/clients/syntax/toml.js';
import { describeReading, describeSyntax, entries, names, type Sample } from './syntax.contract.js';

interface Style {
  readonly lineBreak: string;
  readonly indent: string;
  readonly bom: boolean;
  readonly habits: readonly ('plain' | 'above' | 'behind' | 'dotted' | 'lines')[];
}

const styles: fc.Arbitrary<Style> = fc.record({
  lineBreak: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('', '  ', '\t'),
  bom: fc.boolean(),
  habits: fc.array(fc.constantFrom('plain', 'above', 'behind', 'dotted', 'lines'), { minLength: 1, maxLength: 7 }),
});

const MARK = '\u0000';

// JSON leaves this one as it is, TOML does not.
const quote = (text: string): string => JSON.stringify(text).replaceAll('\u007F', '\\u007F');

const documents: fc.Arbitrary<Sample> = fc
  .tuple(
    styles,
    fc.uniqueArray(fc.tuple(names, entries), { minLength: 1, maxLength: 4, selector: ([name]) => name }),
    entries,
    fc.nat(),
    fc.boolean(),
  )
  .map(([{ lineBreak, indent, bom, habits }, servers, other, pick, asList]) => {
    let turn = 0;
    const at = pick % servers.length;
    const remark = (): string => `# remark ${turn}; [a] = "x"`;
    const habit = () => habits[turn++ % habits.length];

    function print(value: JsonValue): string {
      if (typeof value === 'string') return quote(value);
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      if (!Array.isArray(value))
        return `{${Object.entries(value)
          .map(([key, item]) => `${quote(key)}=${print(item)}`)
          .join(' , ')}}`;
      if (habit() !== 'lines') return `[${value.map(print).join(',')}]`;
      return `[ ${remark()}${lineBreak}${value.map((item) => `${indent}${print(item)}, ${remark()}${lineBreak}`).join('')}]`;
    }

    function printMember(key: string, value: JsonValue): string {
      const kind = habit();
      const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
      if (kind === 'dotted' && inner.length > 0) {
        return inner.map(([name, item]) => `${indent}${key} . ${quote(name)} = ${print(item)}`).join(lineBreak);
      }
      const line = `${indent}${key} = ${print(value)}`;
      if (kind === 'above') return `${indent}${remark()}${lineBreak}${lineBreak}${line}`;
      return kind === 'behind' ? `${line} ${remark()}` : line;
    }

    const tables = servers.map(([name, entry], index) => {
      const header = asList ? '[[servers]]' : `[ servers . ${quote(name)} ]`;
      const lines = Object.entries(entry ?? {}).map(([key, value]) => printMember(quote(key), value));
      const [mark, end] = index === at ? [MARK, `${MARK} ${remark()}`] : ['', ''];
      return `${remark()}${lineBreak}${indent}${mark}${[header, ...lines].join(lineBreak)}${end}${lineBreak}`;
    });
    const last = `[last]${lineBreak}x = 1979-05-27`;
    const root = [remark(), printMember('other', other), ...tables, remark(), last].join(lineBreak);
    // A remark behind the last line of an entry stands there already.
    const [before = '', entry = '', after = ''] = `${bom ? '\uFEFF' : ''}${root}`.split(MARK);
    const isTwice = (entry.split(lineBreak).at(-1) ?? '').includes('# remark');
    return {
      before,
      entry,
      after: isTwice ? after.slice(after.indexOf(lineBreak)) : after,
      path: ['servers', asList ? at : (servers[at]?.[0] ?? '')],
    };
  });

describeSyntax(parseToml, documents);

describeReading(parseToml, {
  values: [
    ['', {}],
    ['\uFEFFa = 1 # x\r\n', { a: 1 }],
    [
      'a.b = 1\n[c."d e"]\nf = \'g\'\n[c]\nh = [1, {i = true}]\n',
      { a: { b: 1 }, c: { 'd e': { f: 'g' }, h: [1, { i: true }] } },
    ],
    ['[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\n[[a.a]]\n', { a: [{ b: 1, c: { d: 2 } }, { a: [{}] }] }],
    ['a = 1979-05-27T07:32:00Z\nb = inf\nc = 0xFF\n', { a: '1979-05-27T07:32:00Z', b: 'inf', c: 255 }],
  ],
  proto: '[__proto__]\na = 1',
  refused: [
    ['a = 1\r\n[b]\r\nc = \r\n', 3, 4, 'a value is missing here'],
    ['\uFEFFa 1', 1, 3, 'an equals sign is missing here'],
    ['[a]\nb = 1\n[a]\n', 3, 2, 'duplicate key'],
    ['a = "x\n', 1, 7, 'a string that does not end'],
    [`a = ${'['.repeat(900)}${']'.repeat(900)}`, 1, 105, 'nested deeper than 100'],
    [`a = ${'['.repeat(100_000)}`, 1, 1005, 'nested deeper than 100'],
    [`[a${'.a'.repeat(10_000)}]`, 1, 1, 'nested deeper than 100'],
  ],
  text: '# x\n[servers.a]\nargs = [1, 2]\n[[b]]\n[servers.a.env]\nX.Y = 1\n',
  places: [
    [['servers', 'a'], 2, 10],
    [['servers', 'a', 'args', 1], 3, 12],
    [['servers', 'a', 'env', 'X', 'Y'], 6, 3],
    [['servers', 'a', 'url'], 2, 10],
    [['b', 0], 4, 1],
    [['nothing'], 1, 1],
  ],
});

describe('editing', () => {
  const server = { command: 'npx', args: ['-y', 'x'], env: { A: 'b' } };

  it.each<[string, string, KeyPath, JsonValue | undefined, string]>([
    [
      'replaces a table',
      '# x\n[a.b]\nc = 1 # y\n\n# z\n[d]\n',
      ['a', 'b'],
      server,
      '# x\n[a.b]\ncommand = "npx"\nargs = ["-y", "x"]\nenv = { A = "b" } # y\n\n# z\n[d]\n',
    ],
    [
      'replaces a table and its parts',
      '[a.b]\nc = 1\n[d]\n# x\n[a.b.env]\nX = "y"\n\n[e]\n',
      ['a', 'b'],
      { f: 2 },
      '[a.b]\nf = 2\n[d]\n# x\n\n[e]\n',
    ],
    [
      'replaces what dotted keys say',
      '[a]\nb.c = 1\nd = 2\nb.e = 3\n',
      ['a', 'b'],
      { f: 1 },
      '[a]\nb = { f = 1 }\nd = 2\n',
    ],
    ['replaces a value', 'a = [1, 2] # x\r\n', ['a'], 'b', 'a = "b" # x\r\n'],
    [
      'replaces an inline table',
      'a = { b = { c = 1 }, d = 2 }',
      ['a', 'b'],
      { e: [] },
      'a = { b = { e = [] }, d = 2 }',
    ],
    [
      'adds a table at the end',
      '[a.b]\r\nc = 1\r\n',
      ['a', 'd e'],
      { f: 1 },
      '[a.b]\r\nc = 1\r\n\r\n[a."d e"]\r\nf = 1\r\n',
    ],
    ['adds to an open line', 'a = 1', ['b'], {}, 'a = 1\n\n[b]\n'],
    ['adds to an empty file', '', ['b'], { c: true }, '[b]\nc = true\n'],
    ['adds a line', '[a]\n  b = 1 # x\n\n[c]\n', ['a', 'd'], 2, '[a]\n  b = 1 # x\nd = 2\n\n[c]\n'],
    ['adds a line before all tables', '[a]\n', ['b'], 1, 'b = 1\n[a]\n'],
    ['adds to an inline table', 'a = { b = 1 }\n', ['a', 'c'], { d: 1 }, 'a = { b = 1, c = { d = 1 } }\n'],
    ['adds to an empty one', 'a = {}\n', ['a', 'c'], 1, 'a = { c = 1 }\n'],
    ['appends a table', '[[a]]\nb = 1\n[c]\n', ['a', 1], { b: 2 }, '[[a]]\nb = 1\n[c]\n\n[[a]]\nb = 2\n'],
    [
      'takes a table and its parts',
      '# x\n[a.b]\nc = 1 # y\n[a.b.env]\nX = "y"\n[a.d]\n',
      ['a', 'b'],
      undefined,
      '# x\n[a.d]\n',
    ],
    ['takes the only table', '[a.b]\nc = 1\n', ['a', 'b'], undefined, '[a]\n'],
    ['takes a line', '[a]\nb = 1 # x\n# y\nc = 2\n', ['a', 'b'], undefined, '[a]\n# y\nc = 2\n'],
    ['takes from a list', 'a = [\n  1, # x\n  2\n]\n', ['a', 1], undefined, 'a = [\n  1 # x\n\n]\n'],
    ['takes from an inline table', 'a = { b = 1, c = 2 }\n', ['a', 'c'], undefined, 'a = { b = 1 }\n'],
  ])('%s', (_, text, path, value, expected) => {
    expect(parseToml(text).replace(path, value)).toBe(expected);
  });

  it.each<[string, KeyPath, JsonValue | undefined]>([
    ['a = 1\n', ['b', 'c'], 1],
    ['a = 1\n', ['b'], undefined],
    ['a = 1\n', ['a', 'b'], 1],
    ['a = 1\n', ['a'], null],
    ['a = 1\n', ['a'], '\uD800'],
    ['[[a]]\n', ['a', 0], 1],
    ['a = 1\n', [], {}],
  ])('refuses %j %j: %j', (text, path, value) => {
    expect(() => parseToml(text).replace(path, value)).toThrow(/cannot be edited|leads nowhere|no way to write/);
  });
});
