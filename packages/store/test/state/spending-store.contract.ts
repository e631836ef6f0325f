import { beforeEach, describe, expect, it } from 'vitest';
import type { Reservation, SpendingStore } from '../../src/state/spending-store.js';

const HUGE = 2n ** 80n + 1n;
const HOSTILE = ["'; DROP TABLE spent; --", 'a\0b', '\u2028💶', ''];

export const reservation = (changes: Partial<Reservation> = {}): Reservation => ({
  id: 'r1',
  at: 100,
  actor: 'anna',
  server: 'bank',
  tool: 'pay',
  amount: 12_500_000n,
  currency: 'USD',
  isLost: false,
  ...changes,
});

/** What every store of what was spent promises. */
export function describeSpendingStore(name: string, open: () => SpendingStore): void {
  describe(`${name} spending store`, () => {
    let store: SpendingStore;
    beforeEach(() => (store = open()));

    it('begins empty', () => {
      expect(store.load()).toEqual([]);
      expect(store.loadLost(0)).toEqual([]);
    });

    it('keeps the last value of every key and minute, in the order of time', () => {
      store.put([
        { key: 'b', minute: 3, amount: 1n },
        { key: 'a', minute: 2, amount: 2n },
      ]);
      store.put([
        { key: 'a', minute: 1, amount: 3n },
        { key: 'b', minute: 3, amount: 4n },
      ]);
      expect(store.load()).toEqual([
        { key: 'a', minute: 1, amount: 3n },
        { key: 'a', minute: 2, amount: 2n },
        { key: 'b', minute: 3, amount: 4n },
      ]);
    });

    it('forgets a minute in which nothing was spent after all', () => {
      store.put([{ key: 'a', minute: 1, amount: 3n }]);
      store.put([
        { key: 'a', minute: 1, amount: 0n },
        { key: 'b', minute: 1, amount: 0n },
      ]);
      expect(store.load()).toEqual([]);
    });

    it('forgets what is older than requested', () => {
      store.put([1, 2, 3].map((minute) => ({ key: 'a', minute, amount: 1n })));
      store.forget(2);
      expect(store.load().map(({ minute }) => minute)).toEqual([2, 3]);
    });

    it('keeps amounts above 2^63 exactly', () => {
      store.put([{ key: 'a', minute: 1, amount: HUGE }]);
      store.open(reservation({ amount: HUGE }));
      expect(store.load()).toMatchObject([{ amount: HUGE }]);
      expect(store.loadLost(0)).toMatchObject([{ amount: HUGE }]);
    });

    it.each(HOSTILE)('keeps hostile text as text: %j', (text) => {
      store.put([{ key: text, minute: 1, amount: 1n }]);
      const lost = reservation({ actor: text, server: text, tool: text, currency: text });
      store.open(lost);
      expect(store.load()).toEqual([{ key: text, minute: 1, amount: 1n }]);
      expect(store.loadLost(0)).toEqual([{ ...lost, isLost: true }]);
    });

    it('reports what was open when a daemon died, each time, until it is too old', () => {
      store.open(reservation({ id: 'later', at: 200 }));
      store.open(reservation({ id: 'first', at: 100 }));
      store.open(reservation({ id: 'closed' }));
      store.close('closed');
      store.close('unknown');
      const lost = [
        reservation({ id: 'first', at: 100, isLost: true }),
        reservation({ id: 'later', at: 200, isLost: true }),
      ];
      expect(store.loadLost(0)).toEqual(lost);
      expect(store.loadLost(100)).toEqual(lost);
      expect(store.loadLost(101)).toEqual(lost.slice(1));
      expect(store.loadLost(0)).toEqual(lost.slice(1));
    });
  });
}
