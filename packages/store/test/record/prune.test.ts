import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAuditReader } from '../../src/sqlite/audit-reader.js';
import type { Approval } from '../../src/approvals/approval-store.js';
import { formatHead } from '../../src/record/chain.js';
import { openCounterStore } from '../../src/sqlite/counter-store.js';
import { openCuts } from '../../src/sqlite/cuts.js';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/database.js';
import { checkCut, planPrune } from '../../src/record/prune.js';
import { pruneAlone } from '../../src/sqlite/prune-alone.js';
import { openRecordUse } from '../../src/sqlite/record-use-store.js';
import { openApprovalStore } from '../../src/sqlite/approval-store.js';
import { openAuditStore } from '../../src/sqlite/audit-store.js';
import { openSpendingStore } from '../../src/sqlite/spending-store.js';
import { approval } from '../approval.js';
import { entry } from '../entry.js';
import { openSqliteStore } from '../../src/sqlite/store.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();
const DAY = 86_400_000;
const START = 20_000 * DAY;
const BY = { uid: 1000, pid: 7, tty: 'pts/3', parent: 'zsh', insideClient: false };
const ALONE = { by: BY, isAlone: () => Promise.resolve(true) };
let count = 0;

/** A record of ten days with 100 rows each. */
function record(key?: string): SqliteDatabase {
  mkdirSync(join(folder, String(count + 1)));
  const db = openDatabase({ path: join(folder, String(++count), 'record.db'), key });
  openAuditStore(db).append(Array.from({ length: 1000 }, (_, row) => entry({ at: START + (row * DAY) / 100 })));
  return db;
}

const wait = (db: SqliteDatabase, over: Partial<Approval>): void => openApprovalStore(db).insert(approval(over));

/** Where no daemon has left a journal. */
const sourceOf = ({ name: path }: SqliteDatabase) => ({ path, key: undefined });

/** Prunes what is older than so many days. */
async function pruneDays(db: SqliteDatabase, days: number) {
  const plan = planPrune(openCuts(db), { before: START + days * DAY });
  if (!plan) throw new Error('there is nothing to prune');
  const { seq: through, hash } = plan.cut;
  return { plan, report: await pruneAlone(db, sourceOf(db), { through, hash }, ALONE) };
}

describe('pruning', () => {
  it.each([
    ['a plain record', undefined],
    ['an encrypted one', 'ef'.repeat(32)],
  ])('removes the rows of %s before a date, and the chain holds', async (_, key) => {
    const db = record(key);
    const { hash } = openCuts(db).at(300) ?? { hash: '' };
    const head = formatHead(openAuditStore(db).head);
    const { plan, report } = await pruneDays(db, 3);
    expect(plan).toMatchObject({ rows: 300, cut: { seq: 300 }, heldBackBy: undefined });
    const reader = openAuditReader(db);
    expect(reader.verify()).toMatchObject({ ok: true, count: 701, head: report.head });
    const [told] = reader.newest({}, 1);
    expect(told).toMatchObject({ kind: 'retention', shape: 'prune', seq: 1001 });
    expect(JSON.parse(told?.detail ?? '')).toEqual({ through: 300, hash, rows: 300, head, by: BY });
    db.close();
  });

  it('removes all rows on request, and new rows continue the chain', async () => {
    const db = record();
    await pruneDays(db, 99);
    openAuditStore(db).append([entry()]);
    expect(openAuditReader(db).verify()).toMatchObject({ ok: true, count: 2 });
    db.close();
  });

  it('can be repeated', async () => {
    const db = record();
    for (const days of [1, 2, 5, 9]) await pruneDays(db, days);
    expect(openAuditReader(db).verify()).toMatchObject({ ok: true, count: 104 });
    db.close();
  });

  it('leaves approvals, spend, limits and later rows as they are', async () => {
    const db = record();
    wait(db, { state: 'standing', createdAt: START, expiresAt: START + 90 * DAY });
    openSpendingStore(db).put([{ key: 'cap ada', minute: START / 60_000, amount: 5n }]);
    openCounterStore(db).put([{ key: 'limit ada', used: 5, at: START }]);
    const uses = [0, 9].map((day) => ({ server: 'a', day: START / DAY + day, bytes: 7, hour: 1, hourBytes: 1 }));
    openRecordUse(db).put(uses);
    await pruneDays(db, 5);
    expect(openApprovalStore(db).load()).toHaveLength(1);
    expect(openSpendingStore(db).load()).toHaveLength(1);
    expect(openCounterStore(db).load(0)).toHaveLength(1);
    expect(openRecordUse(db).load()).toEqual(uses.slice(1));
    db.close();
  });

  it('holds back before a call that waits for a person', () => {
    const db = record();
    wait(db, { state: 'pending', createdAt: START + 4 * DAY });
    const plan = planPrune(openCuts(db), { before: START + 8 * DAY });
    expect(plan).toMatchObject({ rows: 400, heldBackBy: START + 4 * DAY });
    expect(() => checkCut(openCuts(db), { through: 500, hash: openCuts(db).at(500)?.hash ?? '' })).toThrow(
      'still needed',
    );
    db.close();
  });

  it('holds back before a payment without a response, but not before one that counts as spent', () => {
    const db = record();
    const payment = { actor: 'ada', server: 'bank', tool: 'pay', amount: 5n, currency: 'USD', isLost: false };
    openSpendingStore(db).open({ ...payment, id: 'p', at: START + 2 * DAY });
    expect(planPrune(openCuts(db), { before: START + 8 * DAY })).toMatchObject({ rows: 200 });
    openSpendingStore(db).loadLost(0); // as a daemon does that starts
    expect(planPrune(openCuts(db), { before: START + 8 * DAY })).toMatchObject({ rows: 800 });
    db.close();
  });

  it('reports that all rows are needed', () => {
    const db = record();
    wait(db, { state: 'pending', createdAt: START - 1 });
    expect(() => planPrune(openCuts(db), { before: START + 8 * DAY })).toThrow('still needed');
    db.close();
  });

  it('leaves as many bytes as requested, or all there are', () => {
    const db = record();
    const cuts = openCuts(db);
    const plan = planPrune(cuts, { to: Math.floor(cuts.size() / 2) });
    expect(plan?.rows).toBeGreaterThan(300);
    expect(planPrune(cuts, { to: cuts.size() })).toBeUndefined();
    db.close();
  });

  it('removes nothing if the record is not as it was shown', async () => {
    const db = record();
    const wrong = { through: 300, hash: 'f'.repeat(64) };
    await expect(pruneAlone(db, sourceOf(db), wrong, ALONE)).rejects.toThrow('not as it was shown');
    expect(openAuditReader(db).verify()).toMatchObject({ ok: true, count: 1000 });
    db.close();
  });

  it('removes nothing if a daemon has started meanwhile', async () => {
    const db = record();
    const plan = { through: 300, hash: openCuts(db).at(300)?.hash ?? '' };
    const busy = { by: BY, isAlone: () => Promise.resolve(false) };
    await expect(pruneAlone(db, sourceOf(db), plan, busy)).rejects.toThrow('a daemon has started');
    expect(openAuditReader(db).verify()).toMatchObject({ ok: true, count: 1000 });
    db.close();
  });

  it('of a record that a daemon has just opened costs it no row', async () => {
    const db = record();
    const daemon = openSqliteStore(sourceOf(db));
    await pruneDays(db, 3);
    daemon.audit.append([entry()]);
    daemon.close();
    openSqliteStore(sourceOf(db)).close();
    expect(openAuditReader(db).verify()).toMatchObject({ ok: true, count: 702 });
    db.close();
  });

  it('counts what a daemon that died has left in its journal', async () => {
    const db = record();
    const daemon = openSqliteStore(sourceOf(db));
    daemon.audit.append([entry({ at: START + 20 * DAY })]);
    daemon.close();
    const { report } = await pruneDays(db, 3);
    expect(report).toMatchObject({ rows: 300 });
    expect(openAuditReader(db).verify()).toMatchObject({ ok: true, count: 702 });
    const next = openSqliteStore(sourceOf(db));
    expect(next.audit.head.seq).toBe(1002);
    next.close();
    db.close();
  });
});
