import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StoreWatch } from '../../src/record/store-watch.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A watch over a store whose state the test sets. */
function start() {
  const state: { replaced: string | undefined; bytes: number | Error } = { replaced: undefined, bytes: 1 };
  const sizes: number[] = [];
  const size = (): number => {
    if (state.bytes instanceof Error) throw state.bytes;
    return state.bytes;
  };
  const cuts = { size };
  const watch = new StoreWatch({ cuts, findReplaced: () => state.replaced }, (bytes) => void sizes.push(bytes));
  return { watch, state, sizes };
}

it('a watch refuses to record within half a second after a file was replaced, and until it is back', () => {
  const { watch, state } = start();
  expect(watch.insist()).toBeUndefined();
  state.replaced = 'audit.db';
  vi.advanceTimersByTime(500);
  expect(() => watch.insist()).toThrow('audit.db was deleted or replaced');
  expect(watch.obstacle).toBe('audit.db was deleted or replaced');
  state.replaced = undefined;
  vi.advanceTimersByTime(500);
  expect(watch.insist()).toBeUndefined();
  watch.close();
});

it('a watch reports the size after each check, and a database that cannot be read', () => {
  const { watch, state, sizes } = start();
  state.bytes = 2;
  vi.advanceTimersByTime(500);
  expect(sizes).toEqual([1, 2]);
  state.bytes = new Error('disk I/O error');
  vi.advanceTimersByTime(500);
  expect(watch.obstacle).toBe('the database cannot be read: disk I/O error');
  watch.close();
});
