import { expect, it } from 'vitest';
import * as fc from 'fast-check';
import { toPointer } from '../src/wire/json-cursor.js';
import { longNumberTexts, numberTexts } from '../src/wire/number-texts.js';

const textsOf = (json: string, ...steps: string[]) => Object.fromEntries(numberTexts(Buffer.from(json), steps));

it.each([
  ['{"a":9007199254740993}', ['a'], { '/a': '9007199254740993' }],
  [' { "a" : [ 1.0 , -0 , 1e400 ] } ', ['a', '*'], { '/a/0': '1.0', '/a/1': '-0', '/a/2': '1e400' }],
  ['{"a":[{"b":1},{"c":2},{"b":3}]}', ['a', '*', 'b'], { '/a/0/b': '1', '/a/2/b': '3' }],
  ['{"a":[1,2,3]}', ['a', '1'], { '/a/1': '2' }],
  ['{"x/y":1,"~":2}', ['*'], { '/x~1y': '1', '/~0': '2' }],
  [String.raw`{"\u0061":1,"b":"a\":2"}`, ['a'], { '/a': '1' }],
  ['{"2":1,"1":2}', ['*'], { '/1': '2', '/2': '1' }],
  ['{"a":"1","b":true,"c":null,"d":{"e":1},"f":[1]}', ['*'], {}],
  ['{"a":1}', ['a', 'b'], {}],
  ['{"a":{"b":{"a":1}}}', ['a'], {}],
  ['7', [], { '': '7' }],
])('of %s at %j', (json, steps, texts) => {
  expect(textsOf(json, ...steps)).toEqual(texts);
});

it('finds every number of any value where it stands', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }))), (value) => {
      const texts = numberTexts(Buffer.from(JSON.stringify(value)), ['*', '*']);
      const expected = Object.entries(value).flatMap(([key, numbers]) =>
        numbers.map((number, index) => [toPointer([key, String(index)]), JSON.stringify(number)] as const),
      );
      expect(Object.fromEntries(texts)).toEqual(Object.fromEntries(expected));
    }),
  );
});

it.each([
  [
    '{"a":9007199254740993,"b":[1,{"c/d":-12345678901234567890}]}',
    [
      [['a'], '9007199254740993'],
      [['b', 1, 'c/d'], '-12345678901234567890'],
      [['b', 0], undefined],
      [['b'], undefined],
    ],
  ],
  [
    '[9007199254740991, 1.5, "9007199254740993", true, null, 1e400]',
    [...[0, 1, 2, 3, 4, 6].map((index) => [[index], undefined] as const), [[5], '1e400']],
  ],
  [
    '{"2":4111111111111111111,"1":4111111111111111112}',
    [
      [['2'], '4111111111111111111'],
      [['1'], '4111111111111111112'],
    ],
  ],
] as const)('tells the long numbers of %s', (json, texts) => {
  const found = longNumberTexts(Buffer.from(json));
  for (const [path, text] of texts) expect(found.at(path)).toBe(text);
});

it.each([
  ['6214830100000012349e0', '6214830100000012349'],
  ['-6.214830100000012349E+18', '-6214830100000012349'],
  ['621483010000001234900e-2', '6214830100000012349'],
  ['0.6214830100000012349e19', '6214830100000012349'],
  ['62148301000000123495e-1', '6214830100000012349.5'],
  ['1e400', '1e400'],
  [`1${'0'.repeat(80)}e-20`, `1${'0'.repeat(80)}e-20`],
])('a long number is written out: %s', (text, digits) => {
  expect(longNumberTexts(Buffer.from(text)).at([])).toBe(digits);
});
