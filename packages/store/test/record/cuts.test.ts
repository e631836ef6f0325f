import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCuts } from '../../src/sqlite/cuts.js';
import { openDatabase } from '../../src/sqlite/database.js';
import { openAuditStore } from '../../src/sqlite/audit-store.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();

/** A record with a row for each moment. */
function record(name: string, moments: readonly number[], detail?: string) {
  const db = openDatabase({ path: join(folder, `${name}.db`), key: undefined });
  const store = openAuditStore(db);
  store.append(moments.map((at) => entry({ at, ...(detail !== undefined && { detail }) })));
  return { db, store, cuts: openCuts(db) };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

it('finds the last row before a moment', () => {
  const { cuts, db } = record('before', upTo(1000));
  for (const at of [2, 3, 500, 999, 1000, 1001, 5000]) expect(cuts.before(at)?.seq).toBe(Math.min(at - 1, 1000));
  expect(cuts.before(1)).toBeUndefined();
  expect(cuts.before(0)).toBeUndefined();
  db.close();
});

it('finds nothing in an empty record', () => {
  const { cuts, db } = record('empty', []);
  expect([cuts.before(5), cuts.after(5), cuts.ends(), cuts.openSince(), cuts.at(1)]).toEqual(Array(5).fill(undefined));
  db.close();
});

it('finds the last row before a moment if the first rows are gone', () => {
  const { cuts, db } = record('retired', upTo(1000));
  db.exec('DELETE FROM audit WHERE seq <= 700');
  expect(cuts.before(700)).toBeUndefined();
  expect(cuts.before(702)?.seq).toBe(701);
  expect(cuts.ends()).toMatchObject({ first: { seq: 701 }, last: { seq: 1000 } });
  db.close();
});

it('does not take the whole record for old because a clock was wrong at its end', () => {
  const { cuts, db } = record('clock', [...upTo(1000).map((at) => at + 1000), 5]);
  expect(cuts.before(900)).toBeUndefined();
  db.close();
});

it('measures a record that grows with its rows', () => {
  const { cuts, db, store } = record('grows', [1]);
  const before = cuts.size();
  store.append(Array.from({ length: 200 }, () => entry()));
  expect(cuts.size()).toBeGreaterThan(before);
  db.close();
});

it('finds the row up to which the rows have a given size', () => {
  const { cuts, db } = record('size', upTo(10_000), 'x'.repeat(1000));
  const cut = cuts.after(2_000_000);
  expect(cut?.seq).toBeGreaterThan(1300);
  expect(cut?.seq).toBeLessThan(2000);
  expect(cuts.after(1)?.seq).toBe(1);
  expect(cuts.after(1e9)?.seq).toBe(10_000);
  const before = cuts.size();
  db.prepare('DELETE FROM audit WHERE seq <= ?').run(cut?.seq);
  expect(before - cuts.size()).toBeGreaterThanOrEqual(2_000_000);
  db.close();
});
