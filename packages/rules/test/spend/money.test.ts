import { assert, bigInt, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, parseAmount, parseConfigured, parseMoney } from '../../src/spend/money.js';

const inDollars = (text: string, unit: 'major' | 'minor' = 'major'): string | undefined => {
  const amount = parseAmount(text, 'USD', unit);
  return amount === undefined ? undefined : formatMoney(amount, 'USD');
};

describe('an amount', () => {
  it.each([
    ['10', '10.00'],
    ['10.5', '10.50'],
    ['0.01', '0.01'],
    ['0', '0.00'],
    ['007.10', '7.10'],
    ['9007199254740992', '9007199254740992.00'],
  ])('%s is %s', (text, amount) => {
    expect(inDollars(text)).toBe(amount);
  });

  // Threat 25
  it.each([
    '-1',
    '-0',
    '+1',
    '1e3',
    '1E3',
    '0x10',
    '1,000',
    '1 000',
    '1_000',
    '１０',
    '.5',
    '5.',
    '',
    ' 1',
    '1\n',
    'NaN',
    'Infinity',
    '1/2',
    '$5',
    '9007199254740992.01',
    '9007199254740993',
    `1${'0'.repeat(70)}`,
  ])('%j is refused', (text) => {
    expect(inDollars(text)).toBeUndefined();
  });

  // Threat 25
  it.each([
    ['0.004', '0.01'],
    ['0.010000000000000000001', '0.02'],
    ['19.999', '20.00'],
  ])('finer than the currency is rounded up: %s is %s', (text, amount) => {
    expect(inDollars(text)).toBe(amount);
  });

  it.each([
    ['1250', 'USD', '12.50'],
    ['0.5', 'USD', '0.01'],
    ['1250', 'JPY', '1250'],
    ['1250', 'KWD', '1.250'],
    ['9007199254740992', 'USD', '90071992547409.92'],
  ])('in the smallest unit: %s of %s is %s', (text, currency, amount) => {
    expect(formatMoney(parseAmount(text, currency, 'minor') ?? -1n, currency)).toBe(amount);
  });

  it('adds up without loss, a thousand times', () => {
    const cent = parseAmount('0.01', 'USD', 'major') ?? 0n;
    expect(formatMoney(cent * 1000n, 'USD')).toBe('10.00');
  });
});

describe('an amount in a configuration', () => {
  it.each([
    [0.1, '0.10'],
    [1e-7, '0.000001'],
    ['0.0000001', '0.000001'],
    ['0.002', '0.002'],
    [1e15, '1000000000000000.00'],
    [0, '0.00'],
  ])('a price of %s is rounded up', (value, price) => {
    expect(formatMoney(parseConfigured(value, 'up'), 'USD')).toBe(price);
  });

  it('a cap is rounded down', () => {
    expect(formatMoney(parseConfigured('0.0000019', 'down'), 'USD')).toBe('0.000001');
  });
});

it('money that was formatted parses to the same amount', () => {
  assert(
    property(bigInt({ min: 0n, max: 2n ** 90n }), constantFrom('USD', 'JPY', 'KWD'), (amount, currency) => {
      expect(parseMoney(formatMoney(amount, currency))).toBe(amount);
    }),
  );
});
