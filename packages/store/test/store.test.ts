import { mkdirSync, renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../src/sqlite/database.js';
import { openSqliteOffline } from '../src/sqlite/offline-store.js';
import { openSqliteReader } from '../src/sqlite/store-reader.js';
import { openSqliteStore } from '../src/sqlite/store.js';
import { approval } from './approval.js';
import { entry } from './entry.js';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
let count = 0;
const nextSource = () => {
  const home = join(folder, String((count += 1)));
  mkdirSync(home);
  return { path: join(home, 'record.db'), key: undefined };
};

describe('the store of a daemon', () => {
  it('writes all parts in the transaction of the rows, or nothing', () => {
    const source = nextSource();
    const store = openSqliteStore(source);
    const writeAll = (): void => {
      store.approvals.insert(approval());
      store.counters.put([{ key: 'limit', used: 1, at: 1 }]);
      store.givenMarkers.add(['email']);
    };
    const fail = (): void => {
      writeAll();
      throw new Error('disk full');
    };
    expect(() => store.audit.append([entry()], fail)).toThrow('disk full');
    expect(store.audit.head.seq).toBe(0);
    expect(store.approvals.find('')).toEqual([]);
    store.audit.append([entry()], writeAll);
    expect(store.approvals.find('')).toEqual([approval()]);
    store.close();
    const next = openSqliteStore(source);
    const read = [next.audit.head.seq, next.approvals.load().length, next.counters.load(0).length];
    expect([...read, ...next.givenMarkers.all()]).toEqual([1, 1, 1, 'email']);
    next.close();
  });

  it('reports a file that was moved away', () => {
    const source = nextSource();
    const store = openSqliteStore(source);
    expect(store.findReplaced()).toBeUndefined();
    renameSync(source.path, `${source.path}.away`);
    expect(store.findReplaced()).toBe(source.path);
    store.close();
  });

  it('warns of a WAL that a reader keeps from being written back', () => {
    const source = nextSource();
    const store = openSqliteStore(source);
    expect(store.warnings()).toEqual([]);
    truncateSync(`${source.path}-wal`, 257 * 2 ** 20);
    expect(store.warnings()).toEqual([expect.stringContaining('has grown to 257 MiB')]);
    truncateSync(`${source.path}-wal`, 0);
    store.close();
  });

  it('offers a flush only if it was opened for that', async () => {
    const [usual, safe] = [openSqliteStore(nextSource()), openSqliteStore({ ...nextSource(), survivesPowerCut: true })];
    expect(usual.flush).toBeUndefined();
    await expect(safe.flush?.()).resolves.toBeUndefined();
    for (const store of [usual, safe]) store.close();
  });
});

describe('the reader of a store', () => {
  it('has no approvals in a record from before them, and reads the rest', () => {
    const source = nextSource();
    const db = openDatabase(source);
    db.exec('DROP TABLE approvals; DROP TABLE shown_tools');
    db.close();
    const reader = openSqliteReader(source);
    expect(reader.approvals).toBeUndefined();
    expect(reader.audit.verify()).toMatchObject({ ok: true, count: 0 });
    expect(() => reader.shownTools.all()).toThrow('shown_tools');
    reader.close();
  });
});

it('a store without a daemon leaves a proposal for the next one', () => {
  const source = nextSource();
  const offline = openSqliteOffline(source);
  const decided = { approval: approval().id, print: 'p', by: 'anna', at: 1, signature: null };
  const decider = {
    uid: 1,
    pid: 2,
    tty: null,
    parent: null,
    insideClient: false,
    hasPassphrase: false,
    proposed: true,
  };
  const proposal = { ...decided, decision: { kind: 'deny', why: null } as const, decider };
  offline.propose(proposal);
  offline.close();
  const store = openSqliteStore(source);
  expect([...store.approvals.takeProposals()]).toEqual([JSON.stringify(proposal)]);
  store.close();
});
