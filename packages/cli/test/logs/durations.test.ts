import { array, assert, integer, property } from 'fast-check';
import { expect, it } from 'vitest';
import { Durations } from '../../src/logs/durations.js';

it('there is no duration without a call', () => {
  expect(new Durations().quantile(0.5)).toBeNull();
});

it('a quantile is off by 2 % at most', () => {
  const values = array(integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 50 });
  assert(
    property(values, (milliseconds) => {
      const durations = new Durations();
      for (const each of milliseconds) durations.add(each);
      const sorted = milliseconds.toSorted((a, b) => a - b);
      for (const share of [0.5, 0.95, 1]) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        expect(Math.abs((durations.quantile(share) ?? NaN) - exact)).toBeLessThanOrEqual(exact * 0.02 + 0.5);
      }
    }),
  );
});
