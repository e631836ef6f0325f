import { describe, expect, it } from 'vitest';
import { InlineBudget } from '../../src/large/inline-budget.js';

describe('what the main thread does for one message', () => {
  it('is bounded in characters that are looked at', () => {
    const budget = new InlineBudget(() => 0);
    budget.use(900_000);
    budget.use(100_000);
    expect(budget.isSpent).toBe(false);
    expect(() => budget.use(1)).toThrow('takes too long');
    expect(budget.isSpent).toBe(true);
  });

  it('is bounded in time, which is looked at before each long text and now and then', () => {
    let now = 0;
    const long = new InlineBudget(() => now);
    const short = new InlineBudget(() => now);
    long.use(10_000);
    for (let use = 0; use < 272; use++) short.use(0);
    now = 100;
    expect(() => long.use(10_000)).toThrow('takes too long');
    let uses = 0;
    expect(() => {
      for (; uses < 100; uses++) short.use(0);
    }).toThrow('takes too long');
    expect(uses).toBeLessThan(16);
  });
});
