import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { parseEscapedKeys } from '../src/wire/json-cursor.js';
import { jsonTrees, renderJson, valueOf } from './json-texts.js';

describe('parseEscapedKeys', () => {
  it('reads any JSON', () => {
    fc.assert(
      fc.property(jsonTrees, (tree) => {
        expect(parseEscapedKeys(renderJson(tree))).toEqual(valueOf(tree));
      }),
    );
  });

  it.each([
    ['{"\\"":1,"\\\\":2,"\\u0061\\n":3}', { '"': 1, '\\': 2, 'a\n': 3 }],
    [' { "a" : [ ] , "b" : { } , "c" : [ 1 , "]" , null ] } ', { a: [], b: {}, c: [1, ']', null] }],
    ['{"a":1,"\\u0061":2}', { a: 2 }],
    ['{"\\u005f_proto__":1}', Object.fromEntries([['__proto__', 1]])],
    ['"a\\"b"', 'a"b'],
    [' -0.5e1 ', -5],
  ])('reads %s', (text, value) => {
    expect(parseEscapedKeys(text)).toStrictEqual(value);
  });

  it('puts __proto__ on no prototype', () => {
    const value = parseEscapedKeys('{"\\u005f_proto__":{"polluted":1}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  it.each(['', '{', '{"\\u0061"}', '{"\\x":1}', '{"\\u0061":1,}', '[1 2]', '{"\\u0061":1}}', '01', 'undefined'])(
    'throws on %j',
    (text) => {
      expect(() => parseEscapedKeys(text)).toThrow(SyntaxError);
    },
  );
});
