import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals, parseDecimal } from '../../src/patterns/decimal.js';

function compare(a: string, b: string): number {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  if (!left || !right) throw new Error(`not numbers: ${a}, ${b}`);
  return Math.sign(compareDecimals(left, right)) + 0; // no -0
}

it.each([
  ['9007199254740993', '9007199254740992', 1],
  ['1e400', '9e399', 1],
  ['1e-400', '0', 1],
  ['-1e-400', '0', -1],
  ['-0', '0', 0],
  ['0e5', '-0.000', 0],
  ['1.0', '1', 0],
  ['10e-1', '1', 0],
  ['0.1e1', '1.00E+0', 0],
  ['100', '1e2', 0],
  ['100.0000000000000000001', '100', 1],
  ['-2', '-10', 1],
  ['-2', '1', -1],
  ['9', '10', -1],
  ['0.9', '0.10', 1],
  ['0.1', '0.11', -1],
])('%s to %s is %i', (a, b, order) => {
  expect(compare(a, b)).toBe(order);
  expect(compare(b, a)).toBe(order === 0 ? 0 : -order);
});

it.each([
  '',
  '-',
  '1.',
  '.5',
  '+1',
  '0x10',
  '1e',
  '1e1234567890',
  'NaN',
  'Infinity',
  ' 1',
  '1\n',
  '１',
  '1,000',
  '1_0',
])('%j is no number that can be compared', (text) => {
  expect(parseDecimal(text)).toBeUndefined();
});

it('more than 1,000 characters are no number that can be compared', () => {
  expect(parseDecimal('1'.repeat(1000))).toBeDefined();
  expect(parseDecimal('1'.repeat(1001))).toBeUndefined();
});

describe('the order', () => {
  const part = { whole: fc.bigInt(-(10n ** 40n), 10n ** 40n), scale: fc.nat(40) };
  const number = fc.record({ ...part, exponent: fc.integer({ min: -40, max: 40 }) });
  /** The same number as an integer of 10^-80. */
  const toInteger = ({ whole, scale, exponent }: { whole: bigint; scale: number; exponent: number }): bigint =>
    whole * 10n ** BigInt(80 - scale + exponent);
  function toText({ whole, scale, exponent }: { whole: bigint; scale: number; exponent: number }): string {
    const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
    const point = digits.length - scale;
    const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
    return `${whole < 0n ? '-' : ''}${text}${exponent === 0 ? '' : `e${exponent}`}`;
  }

  it('is that of the integers that the numbers are multiples of', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [x, y] = [toInteger(a), toInteger(b)];
        expect(compare(toText(a), toText(b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });

  it('does not depend on how a number is written', () => {
    fc.assert(
      fc.property(number, fc.nat(40), (a, zeros) => {
        const { whole, scale, exponent } = a;
        const longer = { whole: whole * 10n ** BigInt(zeros), scale: scale + zeros, exponent };
        const shifted = { whole, scale: scale + zeros, exponent: exponent + zeros };
        expect(compare(toText(a), toText(longer))).toBe(0);
        expect(compare(toText(a), toText(shifted))).toBe(0);
      }),
    );
  });
});
