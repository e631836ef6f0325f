import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../src/approvals/approval-store.js';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/database.js';
import { openMemoryApprovalStore } from '../../src/memory/approval-store.js';
import { openApprovalReader, openApprovalStore, propose } from '../../src/sqlite/approval-store.js';
import { openAuditStore } from '../../src/sqlite/audit-store.js';
import { describeApprovalStore, type OpenedApprovals } from './approval-store.contract.js';
import { approval, DECIDER } from '../approval.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();
let count = 0;
const nextPath = (): string => join(folder, `${(count += 1)}.db`);
const openFile = (path: string, key?: string): SqliteDatabase => openDatabase({ path, key });

function openSqlite(key?: string): OpenedApprovals {
  const path = nextPath();
  const db = openFile(path, key);
  const other = openFile(path, key);
  const insert = other.prepare<[string]>('INSERT INTO approval_proposals (proposal) VALUES (?)');
  return { store: { ...openApprovalStore(db), ...openApprovalReader(db) }, propose: (text) => void insert.run(text) };
}

describeApprovalStore('memory', () => {
  const store = openMemoryApprovalStore();
  return { store, propose: (text) => void store.proposals.push(text) };
});
describeApprovalStore('sqlite', openSqlite);
describeApprovalStore('encrypted sqlite', () => openSqlite(randomBytes(32).toString('hex')));

const PROPOSAL: Proposal = {
  approval: '0123456789abcdef',
  decision: { kind: 'deny', why: "no'; --\0\u2028" },
  by: 'anna',
  at: 7,
  signature: null,
  print: '',
  decider: DECIDER,
};

describe('approvals in a file', () => {
  it('survive for the next daemon', () => {
    const path = nextPath();
    const before = openFile(path);
    openApprovalStore(before).insert(approval());
    before.close();
    expect(openApprovalStore(openFile(path)).load()).toEqual([approval()]);
  });

  it('can be read while the daemon writes, and changed by one of two writers', () => {
    const path = nextPath();
    const [daemon, other] = [openApprovalStore(openFile(path)), openApprovalStore(openFile(path))];
    const reader = openApprovalReader(openDatabase({ path, key: undefined, readonly: true }));
    daemon.insert(approval());
    expect(reader.find('01234567')).toEqual([approval()]);
    other.update(approval({ state: 'approved', version: 2 }));
    expect(() => daemon.update(approval({ state: 'denied', version: 2 }))).toThrow('was changed by others');
    expect(reader.list({ decided: false, limit: 9 })).toMatchObject([{ state: 'approved' }]);
  });

  it('are written with the row that reports them, or not at all', () => {
    const db = openFile(nextPath());
    const [rows, store] = [openAuditStore(db), openApprovalStore(db)];
    rows.append([entry()], () => store.insert(approval()));
    const change = () => {
      store.update(approval({ state: 'approved', version: 2 }));
      store.update(approval({ state: 'used', version: 2 })); // another decision came first
    };
    expect(() => rows.append([entry()], change)).toThrow('was changed by others');
    expect(store.load()).toEqual([approval()]);
    expect(rows.head.seq).toBe(1);
  });

  it('include proposals of another connection', () => {
    const path = nextPath();
    const store = openApprovalStore(openFile(path));
    propose(openFile(path), PROPOSAL);
    expect(store.takeProposals().map((text): unknown => JSON.parse(text))).toEqual([PROPOSAL]);
    expect(store.takeProposals()).toEqual([]);
  });
});
