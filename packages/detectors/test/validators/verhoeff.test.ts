import { expect, it } from 'vitest';
import { isVerhoeff } from '../../src/validators/verhoeff.js';

it('checks published numbers', () => {
  // 236 has the check digit 3 in https://en.wikipedia.org/wiki/Verhoeff_algorithm
  expect(isVerhoeff('2363')).toBe(true);
  expect(isVerhoeff('2364')).toBe(false);
});

it('has one check digit for every number', () => {
  for (const number of ['1', '12345', '99999999999', '14285714285714'])
    expect(Array.from('0123456789').filter((last) => isVerhoeff(number + last))).toHaveLength(1);
});

it('sees a changed digit and two that changed places', () => {
  const good = Array.from('0123456789', (last) => `14285714285714${last}`).find(isVerhoeff) ?? '';
  const changed = Array.from(good, (digit, at) => good.slice(0, at) + ((Number(digit) + 1) % 10) + good.slice(at + 1));
  const swapped = Array.from(
    good.slice(1),
    (digit, at) => good.slice(0, at) + digit + good[at] + good.slice(at + 2),
  ).filter((number) => number !== good);
  expect([...changed, ...swapped].filter(isVerhoeff)).toEqual([]);
});
