import type { Charge } from '@mcp-guard/rules';
import { openMemoryCounterStore } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { Unwritten } from '../../src/record/transaction-writer.js';
import { RateLimits } from '../../src/state/rate-limits.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;

const charge = (limit: number, more: Partial<Charge> = {}): Charge => ({
  rule: 'here',
  key: 'k',
  limit,
  window: MINUTE,
  count: 1,
  isKept: true,
  ...more,
});

function start(store = openMemoryCounterStore()) {
  const clock = { now: 1_000_000_000_000 };
  const unwritten: Unwritten = new Set();
  const limits = new RateLimits(store, unwritten, () => clock.now);
  /** How many of so many pass. */
  const pass = (count: number, given: Charge): number =>
    Array.from({ length: count }, () => limits.charge([given])).filter((error) => error === undefined).length;
  return { clock, limits, store, unwritten, pass };
}

describe('a limit', () => {
  it.each([1, 7, 60, 61, 999])('of %i a minute passes exactly so many at once', (limit) => {
    const { pass } = start();
    expect(pass(2 * limit, charge(limit))).toBe(limit);
  });

  it('is refilled evenly, and never above itself', () => {
    const { clock, pass } = start();
    pass(60, charge(60));
    clock.now += 999;
    expect(pass(5, charge(60))).toBe(0);
    clock.now += 1;
    expect(pass(5, charge(60))).toBe(1);
    clock.now += 30_000;
    expect(pass(60, charge(60))).toBe(30);
    clock.now += 10 * HOUR;
    expect(pass(200, charge(60))).toBe(60);
  });

  it('says after how many seconds exactly the next one passes', () => {
    const { clock, limits, pass } = start();
    pass(7, charge(7));
    const refusal = limits.charge([charge(7)]);
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', rule: 'here', data: { retry_after: 9 } }); // 60 s / 7 = 8.57 s
    clock.now += 8_571;
    expect(limits.charge([charge(7)])).toMatchObject({ data: { retry_after: 1 } });
    clock.now += 1;
    expect(limits.charge([charge(7)])).toBeUndefined();
  });

  it('of zero admits nothing, and names no time to wait', () => {
    expect(start().limits.charge([charge(0)])).toMatchObject({ code: 'RATE_LIMITED', data: {} });
  });

  it('counts what is asked for several times at once, or not at all', () => {
    const { limits, pass } = start();
    expect(limits.charge([charge(5, { count: 3 })])).toBeUndefined();
    expect(limits.charge([charge(5, { count: 3 })])).toMatchObject({ data: { retry_after: 12 } });
    expect(pass(5, charge(5))).toBe(2);
    expect(limits.charge([charge(5, { count: 6 })])).toMatchObject({ data: {} });
  });

  it('is taken together with all others of a request, or not at all', () => {
    const { limits, pass } = start();
    const [minute, hour] = [charge(5, { key: 'm' }), charge(2, { key: 'h', window: HOUR, rule: 'hour' })];
    expect([1, 2, 3].map(() => limits.charge([minute, hour])?.rule)).toEqual([undefined, undefined, 'hour']);
    expect(pass(9, minute)).toBe(3);
  });

  it('has nothing to do with another key', () => {
    const { pass } = start();
    pass(9, charge(5));
    expect(pass(9, charge(5, { key: 'other' }))).toBe(5);
  });

  it('may be another one after a reload: what was used stays used', () => {
    const { pass } = start();
    pass(50, charge(60));
    expect(pass(100, charge(30))).toBe(0);
    expect(pass(100, charge(90))).toBe(40);
  });

  it('admits as many as an exact model, at any times', () => {
    const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 1, max: 3 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(MINUTE, HOUR), events, (limit, window, all) => {
        const { clock, limits } = start();
        let [left, at] = [BigInt(limit * window), clock.now];
        for (const [wait, count] of all) {
          clock.now += wait;
          const refilled = left + BigInt(clock.now - at) * BigInt(limit);
          [left, at] = [refilled > BigInt(limit * window) ? BigInt(limit * window) : refilled, clock.now];
          const passes = left >= BigInt(count * window);
          if (passes) left -= BigInt(count * window);
          expect(limits.charge([charge(limit, { window: window === HOUR ? HOUR : MINUTE, count })]) === undefined).toBe(
            passes,
          );
        }
      }),
    );
  });
});

describe('a restart', () => {
  function restart(before: ReturnType<typeof start>, moved: number): ReturnType<typeof start> {
    before.limits.write();
    before.limits.written();
    const clock = { now: before.clock.now + moved };
    const unwritten: Unwritten = new Set();
    const limits = new RateLimits(before.store, unwritten, () => clock.now);
    const pass = (count: number, given: Charge): number =>
      Array.from({ length: count }, () => limits.charge([given])).filter((error) => error === undefined).length;
    return { clock, limits, store: before.store, unwritten, pass };
  }

  it('gives nothing back', () => {
    const before = start();
    before.pass(60, charge(60));
    expect(before.unwritten.size).toBe(1);
    expect(restart(before, 2_000).pass(60, charge(60))).toBe(2);
  });

  it('with a clock that stands a day earlier neither refills nor locks for longer than the window', () => {
    const before = start();
    before.pass(60, charge(60));
    const after = restart(before, -24 * HOUR);
    expect(after.pass(60, charge(60))).toBe(0);
    after.clock.now += MINUTE;
    expect(after.pass(100, charge(60))).toBe(60);
  });

  it('forgets what is not to be kept', () => {
    const before = start();
    before.pass(5, charge(5, { isKept: false }));
    expect(before.unwritten.size).toBe(0);
    expect(restart(before, 0).pass(9, charge(5, { isKept: false }))).toBe(5);
  });
});

describe('counters', () => {
  it('are bounded, and those that rested for long make room', () => {
    const { clock, limits } = start();
    for (let i = 0; i < 100_000; i++) limits.charge([charge(5, { key: String(i), isKept: false })]);
    expect(limits.charge([charge(5, { key: 'more' })])).toMatchObject({ code: 'RATE_LIMITED' });
    clock.now += HOUR + 1;
    expect(limits.charge([charge(5, { key: 'more' })])).toBeUndefined();
  });
});
