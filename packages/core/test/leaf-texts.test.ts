import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { leafTexts } from '../src/leaf-texts.js';

it.each<[string, readonly (readonly [string, string])[]]>([
  [
    '{"a":9007199254740993,"b":1.0}',
    [
      ['/a', '9007199254740993'],
      ['/b', '1.0'],
    ],
  ],
  [
    ' { "a" : [ true , { } , [ ] ] } ',
    [
      ['/a/0', 'true'],
      ['/a/1', '{ }'],
      ['/a/2', '[ ]'],
    ],
  ],
  [
    '{"2":1,"1":2}',
    [
      ['/2', '1'],
      ['/1', '2'],
    ],
  ],
  ['{"x/y":{"~":null}}', [['/x~1y/~0', 'null']]],
  [
    String.raw`{"a":"\"}","":7}`,
    [
      ['/a', String.raw`"\"}"`],
      ['/', '7'],
    ],
  ],
  [
    '{"a":1,"a":2}',
    [
      ['/a', '1'],
      ['/a', '2'],
    ],
  ],
  ['{}', [['', '{}']]],
  ['7', [['', '7']]],
])('of %s', (text, leaves) => {
  expect(leafTexts(text)).toEqual(leaves);
});

it('are the whole text but for its containers', () => {
  const leaves = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.constant(null)));
  fc.assert(
    fc.property(leaves, (value) => {
      const texts = leafTexts(JSON.stringify(value)).map(([, text]) => text);
      expect(texts).toEqual(
        Object.keys(value).length === 0 ? ['{}'] : Object.values(value).map((one) => JSON.stringify(one)),
      );
    }),
  );
});

it.each(['', '{"a":', '"', '{"a":1}x'])('of %j there are none', (text) => {
  expect(() => leafTexts(text)).toThrow(SyntaxError);
});
