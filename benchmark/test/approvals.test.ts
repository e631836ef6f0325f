import { expect, it } from 'vitest';
import { measureApprovals } from '../src/approvals.ts';

it('all calls are held, listed, decided and expired, with a timer for all of them together', async () => {
  const times = await measureApprovals(6, 20);
  expect(times).toMatchObject({ calls: 120, timers: 1 });
  for (const { wall, cpu } of [times.hold, times.list, times.decide, times.expire, times.longestTurn]) {
    expect(wall).toBeGreaterThan(0);
    expect(cpu).toBeGreaterThanOrEqual(0);
  }
});
