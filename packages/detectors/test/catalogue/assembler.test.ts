import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/catalogue/assembler.js';

/** What is used of it: the types of Node.js leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => {
    readonly exports: { readonly run: (...numbers: readonly number[]) => number };
  };
};

const toSource = (body: string) => ({
  parameters: ['$a', '$b'],
  integers: ['$sum'],
  vectors: ['$v'],
  body,
  pages: 1,
});

function run(body: string, ...parameters: readonly number[]): number {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(toSource(body))));
  return exports.run(...parameters);
}

describe('what is assembled', () => {
  it.each([
    ['a number', '42', [], 42],
    ...[0, 63, 64, -1, -64, -65, 127, 128, 0x7fff_ffff, -0x8000_0000].map(
      (number) => ['a number of any size', String(number), [], number] as const,
    ),
    ['a number above 2^31, as its 32 bits', '0x9e3779b1', [], 0x9e3779b1 | 0],
    ['a parameter', '$b', [1, 2], 2],
    ['operations within each other', '(i32.mul (i32.add $a 1) $b)', [2, 5], 15],
    ['a condition', '(if (i32.lt_u $a $b) (set $sum 7)) $sum', [1, 2], 7],
    ['a condition that does not hold', '(if (i32.gt_u $a $b) (set $sum 7)) $sum', [1, 2], 0],
    ['a loop', '(while $a (set $sum (i32.add $sum $a)) (set $a (i32.sub $a 1))) $sum', [4, 0], 10],
    ['a loop that is not entered', '(while $a (set $sum 1)) $sum', [0, 0], 0],
    ['memory, with an offset', '(i32.store 8 $a) (i32.load8_u 7 2)', [0x1234, 0], 0x12],
    ['a comment', '; what follows\n$a ; is left out: )', [3, 0], 3],
    ['vectors', '(i32.store 16 0x01020304) (i8x16.bitmask (i8x16.ne (v128.load 16) $v))', [], 0b1111],
    ['lanes', '(i32.store 3 9) (set $v (v128.load8_lane 1 $v 2 6)) (i16x8.extract_lane_u $v 3)', [], 9],
  ] as const)('%s', (_, body, parameters, expected) => {
    expect(run(body, ...parameters)).toBe(expected);
  });

  it.each(['(i32.odd 1 2)', '$nobody', '(set $nobody 1)', '(i32.add 1 2', '1)', 'abc', '1.5'])(
    'is nothing of %j',
    (body) => {
      expect(() => assemble(toSource(body))).toThrow(/what is|parenthesis/);
    },
  );
});
