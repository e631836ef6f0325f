import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditRow } from '../../src/record/audit-store.js';
import { CHAINED, formatHead, toRetiredDetail, verifyChain } from '../../src/record/chain.js';
import { openMemoryAuditStore } from '../../src/memory/audit-store.js';
import { entry } from '../entry.js';

function chainOf(count: number): AuditRow[] {
  const store = openMemoryAuditStore();
  store.append(Array.from({ length: count }, (_, index) => entry({ rpcId: String(index) })));
  return [...store.rows];
}

describe('verifyChain', () => {
  it('holds for what was written', () => {
    const rows = chainOf(5);
    const head = formatHead(rows.at(-1) ?? { seq: 0, hash: '' });
    expect(verifyChain(rows)).toEqual({ ok: true, count: 5, head, lastAt: rows[4]?.at, problem: null });
  });

  it('covers every field of an entry', () => {
    expect(Object.keys(entry()).toSorted()).toEqual([...CHAINED].toSorted());
  });

  it.each(CHAINED)('sees that %s of a row was changed', (field) => {
    const rows = chainOf(3);
    const changed = typeof entry()[field] === 'number' ? 1 : 'changed';
    rows.splice(
      1,
      1,
      Object.assign({}, rows[1], { [field]: changed } satisfies Partial<Record<keyof AuditEntry, unknown>>),
    );
    expect(verifyChain(rows)).toMatchObject({ ok: false, problem: 'row 2 does not fit the chain' });
  });

  it('sees that a row is missing, that two were swapped, and that one was put in', () => {
    const [a, b, c] = chainOf(3);
    if (!a || !b || !c) throw new Error('three rows');
    expect(verifyChain([a, c])).toMatchObject({ ok: false, problem: 'rows 2 to 2 are missing' });
    expect(verifyChain([a, c, b]).ok).toBe(false);
    expect(verifyChain([a, b, { ...b, seq: 3 }]).ok).toBe(false);
  });

  it('cannot see a cut tail alone, but sees it against a head that was kept', () => {
    const rows = chainOf(5);
    const kept = formatHead(rows[4] ?? { seq: 0, hash: '' });
    expect(verifyChain(rows.slice(0, 3)).ok).toBe(true);
    expect(verifyChain(rows.slice(0, 3), kept)).toMatchObject({
      ok: false,
      problem: 'the expected head is not in the chain',
    });
    expect(verifyChain(rows, kept).ok).toBe(true);
  });

  it('sees that the file was rebuilt against a head that was kept', () => {
    const kept = formatHead(chainOf(5)[2] ?? { seq: 0, hash: '' });
    const store = openMemoryAuditStore();
    store.append(Array.from({ length: 5 }, () => entry({ actor: 'eve' })));
    expect(verifyChain(store.rows).ok).toBe(true);
    expect(verifyChain(store.rows, kept).ok).toBe(false);
  });

  describe('after rows were removed', () => {
    /** Four rows, then one that records that the first two were removed, then one more. */
    function retired(): AuditRow[] {
      const store = openMemoryAuditStore();
      store.append(Array.from({ length: 4 }, () => entry()));
      const cut = store.rows[1];
      const detail = toRetiredDetail({ through: 2, hash: cut?.hash ?? '' });
      store.append([entry({ kind: 'retention', shape: 'retire', detail }), entry()]);
      return [...store.rows];
    }

    it('holds when a retention row reports it', () => {
      expect(verifyChain(retired().slice(2))).toMatchObject({ ok: true, count: 4 });
    });

    it('holds while the removal is under way', () => {
      expect(verifyChain(retired().slice(1)).ok).toBe(true);
    });

    it('sees that more was removed than the row reports, or without a row', () => {
      expect(verifyChain(retired().slice(3))).toMatchObject({ ok: false });
      expect(verifyChain(chainOf(4).slice(2))).toMatchObject({ ok: false });
    });

    it('sees that the first row that was kept was changed', () => {
      const [first, ...rest] = retired().slice(2);
      if (!first) throw new Error('a row');
      expect(verifyChain([{ ...first, actor: 'eve' }, ...rest]).ok).toBe(false);
    });
  });
});
