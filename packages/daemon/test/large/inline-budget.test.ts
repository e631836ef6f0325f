import { describe, expect, it } from 'vitest';
import { InlineBudget, ThreadClock } from '../../src/large/judge-inline.js';

describe('what the main thread does for one message', () => {
  it('is bounded in characters that are looked at', () => {
    const budget = new InlineBudget(new ThreadClock({ elapsed: () => 0, computing: () => 0 }));
    budget.use(900_000);
    budget.use(100_000);
    expect(budget.isSpent).toBe(false);
    expect(() => budget.use(1)).toThrow('takes too long');
    expect(budget.isSpent).toBe(true);
  });

  it('is bounded in time, which is looked at before each long text and now and then', () => {
    let elapsed = 0;
    let computed = 0;
    const clock = new ThreadClock({ elapsed: () => elapsed, computing: () => computed });
    const long = new InlineBudget(clock);
    const short = new InlineBudget(clock);
    long.use(10_000);
    for (let use = 0; use < 272; use++) short.use(0);
    elapsed = 1000; // another process had the processor
    long.use(10_000);
    for (let use = 0; use < 16; use++) short.use(0);
    computed = 16;
    expect(() => long.use(10_000)).toThrow('takes too long');
    let uses = 0;
    expect(() => {
      for (; uses < 100; uses++) short.use(0);
    }).toThrow('takes too long');
    expect(uses).toBeLessThan(16);
  });
});

it('a message that begins at any moment computes no longer than 20 ms, and 15 ms always pass', () => {
  let elapsed = 0;
  let computed = 0;
  const clock = new ThreadClock({ elapsed: () => elapsed, computing: () => computed });
  const pass = (busy: number, idle = 0): void => {
    elapsed += busy + idle;
    computed += busy;
  };
  for (const [busy, idle] of [
    [0, 0],
    [0, 4],
    [4, 0],
    [0, 40],
    [40, 0],
  ] as const) {
    clock.computing(); // of another message
    pass(busy, idle);
    const budget = new InlineBudget(clock);
    budget.use(10_000);
    pass(15);
    budget.use(10_000);
    pass(5.1);
    expect(() => budget.use(10_000)).toThrow('takes too long');
  }
});
