import { describe, expect, it } from 'vitest';
import { InlineBudget } from '../../src/large/inline-budget.js';

describe('what the main thread does for one message', () => {
  it('is bounded in characters that are looked at', () => {
    const budget = new InlineBudget({ elapsed: () => 0, computing: () => 0 });
    budget.use(900_000);
    budget.use(100_000);
    expect(budget.isSpent).toBe(false);
    expect(() => budget.use(1)).toThrow('takes too long');
    expect(budget.isSpent).toBe(true);
  });

  it('is bounded in time, which is looked at before each long text and now and then', () => {
    let elapsed = 0;
    let computed = 0;
    const clocks = { elapsed: () => elapsed, computing: () => computed };
    const long = new InlineBudget(clocks);
    const short = new InlineBudget(clocks);
    long.use(10_000);
    for (let use = 0; use < 272; use++) short.use(0);
    elapsed = 1000; // another process had the processor
    long.use(10_000);
    for (let use = 0; use < 16; use++) short.use(0);
    computed = 11;
    expect(() => long.use(10_000)).toThrow('takes too long');
    let uses = 0;
    expect(() => {
      for (; uses < 100; uses++) short.use(0);
    }).toThrow('takes too long');
    expect(uses).toBeLessThan(16);
  });
});
