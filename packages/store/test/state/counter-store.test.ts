import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CounterStore } from '../../src/state/counter-store.js';
import { openMemoryCounterStore } from '../../src/memory/counter-store.js';
import { openCounterStore } from '../../src/sqlite/counter-store.js';
import { openDatabase } from '../../src/sqlite/database.js';
import { openAuditStore } from '../../src/sqlite/audit-store.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();
let count = 0;
const open = () => openDatabase({ path: join(folder, `${(count += 1)}.db`), key: undefined });

describe.each([
  ['memory', openMemoryCounterStore],
  ['sqlite', () => openCounterStore(open())],
])('%s counter store', (_, openStore) => {
  let store: CounterStore;
  beforeEach(() => (store = openStore()));

  it('begins empty', () => {
    expect(store.load(0)).toEqual([]);
  });

  it('keeps the last value of every key', () => {
    store.put([
      { key: 'a', used: 1, at: 10 },
      { key: 'b', used: 2 ** 50, at: 10 },
    ]);
    store.put([{ key: 'a', used: 3, at: 20 }]);
    expect(store.load(0).toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
      { key: 'a', used: 3, at: 20 },
      { key: 'b', used: 2 ** 50, at: 10 },
    ]);
  });

  it('forgets counters that rested for long', () => {
    store.put([
      { key: 'old', used: 1, at: 10 },
      { key: 'new', used: 1, at: 20 },
    ]);
    expect(store.load(20).map(({ key }) => key)).toEqual(['new']);
    expect(store.load(0).map(({ key }) => key)).toEqual(['new']);
  });
});

describe('a counter and its row', () => {
  const db = open();
  const [rows, counters] = [openAuditStore(db), openCounterStore(db)];
  afterEach(() => db.exec('DROP TRIGGER IF EXISTS full'));

  it('are written together', () => {
    rows.append([entry()], () => counters.put([{ key: 'a', used: 1, at: 1 }]));
    expect(counters.load(0)).toHaveLength(1);
  });

  it('are both missing if the commit fails', () => {
    db.exec(`CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END`);
    expect(() => rows.append([entry()], () => counters.put([{ key: 'b', used: 1, at: 1 }]))).toThrow('full');
    expect(counters.load(0).map(({ key }) => key)).toEqual(['a']);
    db.exec('DROP TRIGGER full');
    const before = rows.head;
    const fail = (): never => {
      throw new Error('no counter');
    };
    expect(() => rows.append([entry()], fail)).toThrow('no counter');
    expect(rows.head).toEqual(before);
    expect(db.prepare('SELECT count(*) FROM audit').pluck().get()).toBe(1);
  });
});
