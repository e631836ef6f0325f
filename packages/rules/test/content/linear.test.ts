import { expect, it } from 'vitest';
import { drawShare } from '../../../core/test/support/rounds.ts';
import { Doubling, type Doubled } from '../../../detectors/test/support/doubling.ts';

/**
 * Counts for each finding the blocks of code that ran, the steps of expressions and the characters that were read. Its
 * place, a hundred levels deep, is walked a few times and never written down, even with long keys.
 */
const MOST_WORK = 12_000;

it('twice the findings cost at most 2.6 times the work, and a deep finding costs little more', async () => {
  await using doubling = new Doubling();
  const cases = new URL('linear-cases.ts', import.meta.url);
  const { count, excesses, dearest } = await doubling.double(cases, drawShare(12));
  expect(count).toBe(36);
  expect(excesses).toEqual([]);
  expect(dearest).toSatisfy(({ each }: Doubled['dearest']) => each < MOST_WORK);
});
