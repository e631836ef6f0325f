import { beforeEach, describe, expect, it } from 'vitest';
import {
  LIVE_STATES,
  type Approval,
  type ApprovalReader,
  type ApprovalStore,
} from '../../src/approvals/approval-store.js';
import { approval, DECIDER } from '../approval.js';

const ENDED = ['used', 'expired', 'withdrawn', 'revoked'] as const;
const HOSTILE = ['\'; DROP TABLE approvals; --"', '{"a":[', 'a\0b', '\u2028\u202e\u001b[2J', '💶', '__proto__', ''];

export interface OpenedApprovals {
  readonly store: ApprovalStore & ApprovalReader;
  /** Leaves a text as a program does that decides while no daemon runs. */
  readonly propose: (text: string) => void;
}

/** What every store of approvals promises. */
export function describeApprovalStore(name: string, open: () => OpenedApprovals): void {
  describe(`${name} approval store`, () => {
    let store: OpenedApprovals['store'];
    let propose: OpenedApprovals['propose'];
    beforeEach(() => ({ store, propose } = open()));

    const ids = (approvals: readonly Approval[]): string[] => approvals.map(({ id }) => id);
    const listAll = (): readonly Approval[] => store.list({ decided: true, limit: 100 });

    it('returns what it was given', () => {
      const pending = approval();
      const decided = approval({
        id: 'fedcba9876543210',
        state: 'standing',
        leaves: null,
        definition: null,
        amount: null,
        currency: null,
        reasons: [],
        decidedAt: 1_767_225_700_000,
        decidedBy: 'anna',
        decider: DECIDER,
        why: 'rent',
        endedAt: null,
        standing: { same: ['/to', '/a~1b'], maxUses: 3, maxSpend: '37.50', uses: 1, spent: '12.50' },
        createdAt: pending.createdAt + 1,
      });
      store.insert(pending);
      store.insert(decided);
      expect(store.load()).toEqual([pending, decided]);
      expect(store.find(pending.id)).toEqual([pending]);
    });

    it.each(HOSTILE)('keeps hostile text as text: %j', (text) => {
      const given = approval({
        actor: text,
        server: text,
        tool: text,
        shown: text,
        leaves: { [`/${text}`]: text },
        reasons: [{ rule: text, why: text }],
        decider: { ...DECIDER, tty: text, parent: text },
        decidedBy: text,
        why: text,
        standing: { same: [`/${text}`], maxUses: 1, maxSpend: null, uses: 0, spent: '0' },
      });
      store.insert(given);
      store.insert(approval({ id: 'f'.repeat(16) }));
      expect(store.find(given.id)).toEqual([given]);
      expect(store.past(given, 9)).toEqual([given]);
      expect(listAll()).toHaveLength(2);
    });

    it('refuses an id that is taken', () => {
      store.insert(approval());
      expect(() => store.insert(approval({ actor: 'eve' }))).toThrow(/taken|UNIQUE/u);
      expect(listAll()).toMatchObject([{ actor: 'anna' }]);
    });

    it('replaces the version before', () => {
      store.insert(approval());
      const decided = approval({ state: 'approved', decidedBy: 'anna', decider: DECIDER, version: 2 });
      store.update(decided);
      expect(store.find(decided.id)).toEqual([decided]);
      const used = { ...decided, state: 'used' as const, endedAt: 5, version: 3 };
      store.update(used);
      expect(store.find(decided.id)).toEqual([used]);
    });

    it.each([
      ['the same', 2],
      ['a later one', 4],
      ['one that skips', 5],
    ])('refuses to replace another version: %s', (_, version) => {
      store.insert(approval());
      store.update(approval({ state: 'denied', version: 2 }));
      expect(() => store.update(approval({ state: 'approved', version }))).toThrow('was changed by others');
      expect(listAll()).toMatchObject([{ state: 'denied', version: 2 }]);
    });

    it('lets one of two writers change an approval that both have read', () => {
      store.insert(approval());
      store.update(approval({ state: 'approved', decidedBy: 'ben', version: 2 }));
      expect(() => store.update(approval({ state: 'approved', decidedBy: 'eve', version: 2 }))).toThrow('by others');
      expect(listAll()).toMatchObject([{ decidedBy: 'ben' }]);
    });

    it('refuses to replace an unknown approval', () => {
      expect(() => store.update(approval({ version: 2 }))).toThrow('was changed by others');
      expect(listAll()).toEqual([]);
    });

    it('loads and lists live approvals, and the others on request', () => {
      const states = [...LIVE_STATES, ...ENDED];
      for (const [index, state] of states.entries())
        store.insert(approval({ id: `${index}`.padStart(16, '0'), state, createdAt: index }));
      const live = states.flatMap((state, index) => (LIVE_STATES.includes(state) ? `${index}`.padStart(16, '0') : []));
      expect(ids(store.load())).toEqual(live);
      expect(ids(store.list({ decided: false, limit: 100 }))).toEqual(live.toReversed());
      expect(listAll().map(({ state }) => state)).toEqual(states.toReversed());
    });

    it('lists the newest first, those of one moment by their ids, up to the limit', () => {
      for (const [id, createdAt] of [
        ['b', 2],
        ['d', 1],
        ['c', 3],
        ['a', 2],
      ] as const)
        store.insert(approval({ id, createdAt }));
      expect(ids(listAll())).toEqual(['c', 'a', 'b', 'd']);
      expect(ids(store.list({ decided: false, limit: 2 }))).toEqual(['c', 'a']);
      expect(ids(store.load())).toEqual(['d', 'a', 'b', 'c']);
    });

    it('finds by the beginning of an id, literally', () => {
      for (const [index, id] of ['abc1', 'abd2', 'xabc'].entries()) store.insert(approval({ id, createdAt: index }));
      expect(ids(store.find('abc1'))).toEqual(['abc1']);
      expect(ids(store.find('ab'))).toEqual(['abd2', 'abc1']);
      for (const none of ['b', 'ABC', 'a%', 'a_c', 'a*', 'abc12']) expect(store.find(none)).toEqual([]);
    });

    it('finds a few if many begin alike', () => {
      for (let n = 0; n < 100; n++) store.insert(approval({ id: `a${n}` }));
      expect(store.find('a')).toHaveLength(16);
    });

    it('finds calls of the same actor, server and tool', () => {
      const mine = approval({ id: '1', createdAt: 1 });
      store.insert(mine);
      store.insert(approval({ id: '2', createdAt: 2, state: 'expired', endedAt: 9 }));
      store.insert(approval({ id: '3', createdAt: 3, binding: 'other' }));
      for (const other of [{ actor: 'ben' }, { server: 'shop' }, { tool: 'pay_all' }])
        store.insert(approval({ id: JSON.stringify(other), ...other }));
      expect(ids(store.past(mine, 9))).toEqual(['3', '2', '1']);
      expect(ids(store.past(mine, 2))).toEqual(['3', '2']);
    });

    it('forgets what ended before a time, and nothing that has not ended', () => {
      store.insert(approval({ id: 'old', state: 'used', endedAt: 10, createdAt: 1 }));
      store.insert(approval({ id: 'new', state: 'used', endedAt: 20, createdAt: 2 }));
      store.insert(approval({ id: 'live', createdAt: 0 }));
      store.forget(20);
      expect(ids(listAll())).toEqual(['new', 'live']);
    });

    it('returns proposals once, oldest first', () => {
      const texts = Array.from({ length: 12 }, (_, n) => JSON.stringify({ n }));
      for (const text of [...texts, 'no JSON']) propose(text);
      expect(store.takeProposals()).toEqual([...texts, 'no JSON']);
      expect(store.takeProposals()).toEqual([]);
      propose('late');
      expect(store.takeProposals()).toEqual(['late']);
    });
  });
}
