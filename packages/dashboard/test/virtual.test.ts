import { assert, constantFrom, integer, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrollToSee, sliceOf } from '../src/parts/virtual.js';

const viewport = record({
  count: nat(20_000),
  rowHeight: constantFrom(32, 48),
  scrollTop: integer({ min: -50, max: 700_000 }),
  height: integer({ min: 0, max: 2000 }),
});

describe('the rows in sight', () => {
  it('are all drawn, and few others', () => {
    assert(
      property(viewport, (view) => {
        const { count, rowHeight, scrollTop, height } = view;
        const { from, to } = sliceOf(view);
        const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
        const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight)) - 1;
        expect(first > last || (from <= first && to > last)).toBe(true);
        expect(to - from).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 24);
      }),
    );
  });

  it('stand in a list that is always as high as all of its rows', () => {
    assert(
      property(viewport, (view) => {
        const { from, to, above, below } = sliceOf(view);
        expect(above + (to - from) * view.rowHeight + below).toBe(view.count * view.rowHeight);
        expect(Math.min(from, to - from, above, below)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('include the one that the focus goes to, below the head of the table', () => {
    assert(
      property(nat(10_000), nat(400_000), (index, scrollTop) => {
        const view = { rowHeight: 32, height: 600, scrollTop };
        const top = scrollToSee(index, view, 31);
        const at = index * 32 + 31 - top;
        expect(at).toBeGreaterThanOrEqual(31);
        expect(at + 32).toBeLessThanOrEqual(600);
      }),
    );
  });
});
