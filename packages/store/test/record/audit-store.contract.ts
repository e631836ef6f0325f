import { beforeEach, describe, expect, it } from 'vitest';
import { GENESIS, type AuditStore } from '../../src/record/audit-store.js';
import { entry } from '../entry.js';

/** What every audit store promises. */
export function describeAuditStore(name: string, open: () => AuditStore): void {
  describe(`${name} audit store`, () => {
    let store: AuditStore;
    beforeEach(() => (store = open()));

    it('begins with an empty chain', () => {
      expect(store.head).toEqual({ seq: 0, hash: GENESIS });
    });

    it('counts rows up without gaps and moves its head', () => {
      const [first, second] = store.append([entry(), entry({ rpcId: '8' })]);
      const [third] = store.append([entry({ rpcId: '9' })]);
      expect([first?.seq, second?.seq, third?.seq]).toEqual([1, 2, 3]);
      expect(store.head).toEqual({ seq: 3, hash: third?.hash });
    });

    it('gives equal entries different hashes, because each covers the row before', () => {
      const [first, second] = store.append([entry(), entry()]);
      expect(first?.hash).not.toBe(second?.hash);
    });

    it('changes nothing when there is nothing to append', () => {
      expect(store.append([])).toEqual([]);
      expect(store.head.seq).toBe(0);
    });
  });
}
