import type { JsonValue } from '@mcp-guard/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonc } from '../../../src/clients/syntax/jsonc.js';
import type { KeyPath } from '../../../src/clients/syntax/syntax.js';
import { describeReading, describeSyntax, entries, names, type Sample } from './syntax.contract.js';

interface Style {
  readonly lineBreak: string;
  readonly unit: string;
  readonly bom: boolean;
  readonly trailingComma: boolean;
  /** What is around an element: nothing, a comment above, a comment after it, all on one line. */
  readonly habits: readonly ('plain' | 'above' | 'behind' | 'inline' | 'before the comma')[];
}

const styles: fc.Arbitrary<Style> = fc.record({
  lineBreak: fc.constantFrom('\n', '\r\n'),
  unit: fc.constantFrom('  ', '\t', '    ', ' ', ''),
  bom: fc.boolean(),
  trailingComma: fc.boolean(),
  habits: fc.array(fc.constantFrom('plain', 'above', 'behind', 'inline', 'before the comma'), {
    minLength: 1,
    maxLength: 7,
  }),
});

const documents: fc.Arbitrary<Sample> = fc
  .tuple(
    styles,
    fc.uniqueArray(fc.tuple(names, entries), { minLength: 1, maxLength: 4, selector: ([name]) => name }),
    entries,
    fc.nat(),
    fc.boolean(),
  )
  .map(([style, servers, other, pick, asList]) => {
    let turn = 0;
    const at = pick % servers.length;
    const habit = () => style.habits[turn++ % style.habits.length];
    const MARK = '\u0000';

    function element(indent: string, written: string, isLast: boolean): string {
      const comma = isLast && !style.trailingComma ? '' : ',';
      const remark = `remark ${turn}; {"x": 1,`;
      const kind = habit();
      if (kind === 'inline') return ` ${written}${comma} `;
      if (kind === 'above')
        return `${style.lineBreak}${indent}// ${remark}${style.lineBreak}${indent}${written}${comma}`;
      if (kind === 'behind') return `${style.lineBreak}${indent}${written}${comma} // ${remark}${style.lineBreak}`;
      if (kind === 'before the comma') return `${style.lineBreak}${indent}${written} /* ${remark} */ ${comma}`;
      return `${style.lineBreak}${indent}${written}${comma}`;
    }

    function print(value: JsonValue, indent: string): string {
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      const inner = indent + style.unit;
      const written = Array.isArray(value)
        ? value.map((item) => print(item, inner))
        : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)} : ${print(item, inner)}`);
      return wrap(Array.isArray(value) ? '[]' : '{}', written, indent);
    }

    function wrap(brackets: string, written: readonly string[], indent: string): string {
      const inside = written.map((text, index) => element(indent + style.unit, text, index === written.length - 1));
      return `${brackets[0]}${inside.join('')}${style.lineBreak}${indent}${brackets[1]}`;
    }

    const inner = style.unit + style.unit;
    const list = wrap(
      asList ? '[]' : '{}',
      servers.map(([name, entry], index) => {
        const value = print(entry, inner);
        return (asList ? '' : `${JSON.stringify(name)}: `) + (index === at ? MARK + value + MARK : value);
      }),
      style.unit,
    );
    const root = wrap('{}', [`"other": ${print(other, style.unit)}`, `"servers": ${list}`], '');
    const [before = '', entry = '', after = ''] = `${style.bom ? '\uFEFF' : ''}${root}${style.lineBreak}`.split(MARK);
    return { before, entry, after, path: ['servers', asList ? at : (servers[at]?.[0] ?? '')] };
  });

describeSyntax(parseJsonc, documents);

describeReading(parseJsonc, {
  values: [
    ['{}', {}],
    ['\uFEFF{"a": 1,}', { a: 1 }],
    ['// x\n[1, /* y */ "\\u00e9", null,]', [1, 'é', null]],
    ['{"a": {"b": [true, false, -1.5e3]}}\r\n', { a: { b: [true, false, -1500] } }],
  ],
  proto: '{"__proto__": {"a": 1}}',
  refused: [
    ['', 1, 1, 'a value is missing here'],
    ['\uFEFF{"a" 1}', 1, 6, 'a colon is missing here'],
    ['{\r\n  "a": tru\r\n}', 2, 8, 'a word that JSON does not know'],
    ['{"a": 1 "b": 2}', 1, 9, 'a comma is missing here'],
    ['{"a": 1', 1, 8, 'a closing brace is missing here'],
    ['{"a": "x\n"}', 1, 7, 'a string that does not end'],
    ['{} {}', 1, 4, 'the file should end here'],
    ['{"a": 1,\n "b": {"c": 1, "\\u0063": 2}}', 2, 16, 'this name stands twice in one object'],
    ['['.repeat(100_000), 1, 101, 'nested deeper than 100'],
  ],
  text: '{\n  "servers": {\n    "a": [1, { }]\n  }\n}',
  places: [
    [[], 1, 1],
    [['servers'], 2, 3],
    [['servers', 'a'], 3, 5],
    [['servers', 'a', 1], 3, 14],
    [['servers', 'a', 1, 'env', 'X'], 3, 14],
    [['nothing'], 1, 1],
  ],
});

describe('editing', () => {
  it.each<[string, string, KeyPath, JsonValue | undefined, string]>([
    ['adds on a line', '{"a":{}}', ['a', 'b'], { c: 1 }, '{"a":{"b": {"c":1}}}'],
    ['adds to nothing', '{}', ['a'], { b: [1] }, '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}'],
    [
      'adds below a remark',
      '{\n\t"a": {\n\t\t// none\n\t}\n}',
      ['a', 'b'],
      1,
      '{\n\t"a": {\n\t\t// none\n\t\t"b": 1\n\t}\n}',
    ],
    ['adds behind a remark', '{\r\n "a": 1 // x\r\n}', ['b'], [], '{\r\n "a": 1, // x\r\n "b": []\r\n}'],
    ['adds after a trailing comma', '{\n  "a": 1,\n}', ['b'], 2, '{\n  "a": 1,\n  "b": 2,\n}'],
    ['appends', '[\n 1\n]', [1], 2, '[\n 1,\n 2\n]'],
    ['replaces', '{\n\t"a": {"x": 1} // y\n}', ['a'], { b: 1 }, '{\n\t"a": {\n\t\t"b": 1\n\t} // y\n}'],
    ['replaces the whole', '{"a": 1} // x', [], [], '[] // x'],
    ['takes the first', '{\n  // x\n  "a": 1, // y\n  "b": 2\n}', ['a'], undefined, '{\n  // x\n  "b": 2\n}'],
    ['takes the last', '{\n  "a": 1, // x\n  "b": 2 // y\n}', ['b'], undefined, '{\n  "a": 1 // x\n}'],
    ['takes the only one', '{ "a": 1 }', ['a'], undefined, '{ }'],
    ['takes from a line', '[1, 2, 3]', [1], undefined, '[1, 3]'],
    ['takes the end of a line', '[1, 2]', [1], undefined, '[1]'],
  ])('%s', (_, text, path, value, expected) => {
    expect(parseJsonc(text).replace(path, value)).toBe(expected);
  });

  it.each<[KeyPath, JsonValue | undefined]>([
    [['a', 'b', 'c'], 1],
    [['list', 2], 1],
    [['list', 'x'], 1],
    [['list', -1], 1],
    [[0], 1],
    [['a', 'b'], undefined],
  ])('refuses %j, which leads nowhere', (path, value) => {
    expect(() => parseJsonc('{"a": {}, "list": [0]}').replace(path, value)).toThrow('nowhere');
  });
});
