import { expect, it } from 'vitest';
import { double, type Doubled } from '../../../detectors/test/support/doubling.ts';

/**
 * Counted for a finding, in blocks of code that ran, steps of expressions and characters looked at: where it stands, a
 * hundred levels deep, is gone through a few times and never written down, whatever the length of the keys.
 */
const MOST_WORK = 12_000;

it('twice the findings are at most 2.6 times the work, and a finding far within is not much dearer', async () => {
  const { count, excesses, dearest } = await double(new URL('linear-cases.ts', import.meta.url));
  expect(count).toBe(36);
  expect(excesses).toEqual([]);
  expect(dearest).toSatisfy(({ each }: Doubled['dearest']) => each < MOST_WORK);
});
