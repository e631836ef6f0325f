import { expect, it, vi } from 'vitest';
import { memoize } from '../src/memoize.js';

it('computes once for each object, and not for an equal one', () => {
  const compute = vi.fn<(key: { readonly n: number }) => number[]>(({ n }) => [n]);
  const memoized = memoize(compute);
  const key = { n: 1 };
  expect(memoized(key)).toBe(memoized(key));
  expect(memoized({ n: 1 })).toEqual([1]);
  expect(compute).toHaveBeenCalledTimes(2);
});

it('computes again where it threw', () => {
  let calls = 0;
  const memoized = memoize((_key: object) => {
    if (calls++ === 0) throw new Error('not yet');
    return [calls];
  });
  const key = {};
  expect(() => memoized(key)).toThrow('not yet');
  expect(memoized(key)).toEqual([2]);
});
