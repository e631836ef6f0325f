import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openAuditReader } from '../../src/sqlite/audit-reader.js';
import { openDatabase } from '../../src/sqlite/database.js';
import { openMemoryAuditStore } from '../../src/memory/audit-store.js';
import { openAuditStore } from '../../src/sqlite/audit-store.js';
import { describeAuditStore } from './audit-store.contract.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();
let count = 0;
const nextPath = (): string => join(folder, `${(count += 1)}.db`);

describeAuditStore('memory', openMemoryAuditStore);
describeAuditStore('sqlite', () => openAuditStore(openDatabase({ path: nextPath(), key: undefined })));
describeAuditStore('encrypted sqlite', () =>
  openAuditStore(openDatabase({ path: nextPath(), key: randomBytes(32).toString('hex') })),
);

it('continues the chain of the file', () => {
  const path = nextPath();
  const before = openDatabase({ path, key: undefined });
  const [row] = openAuditStore(before).append([entry()]);
  before.close();
  const after = openDatabase({ path, key: undefined });
  expect(openAuditStore(after).head).toEqual({ seq: 1, hash: row?.hash });
  after.close();
});

it('writes all entries of a transaction or none', () => {
  const db = openDatabase({ path: nextPath(), key: undefined });
  const store = openAuditStore(db);
  store.append([entry()]);
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.rpcId = '"bad"' BEGIN SELECT RAISE(ABORT, 'full'); END`);
  const head = store.head;
  expect(() => store.append([entry(), entry({ rpcId: '"bad"' })])).toThrow('full');
  expect(store.head).toEqual(head);
  expect(db.prepare('SELECT count(*) FROM audit').pluck().get()).toBe(1);
  expect(store.append([entry()])[0]?.seq).toBe(2);
  db.close();
});

it('stores no half character, which would not come back as it was hashed', () => {
  const path = nextPath();
  const db = openDatabase({ path, key: undefined });
  openAuditStore(db).append([entry({ target: 'half \ud800', detail: '\udfff', method: 'a\0b' })]);
  const beside = openDatabase({ path, key: undefined, readonly: true });
  const reader = openAuditReader(beside);
  expect(reader.verify()).toMatchObject({ ok: true, count: 1 });
  expect(reader.newest({}, 1)).toMatchObject([{ target: 'half \ufffd', method: 'a\0b' }]);
  beside.close();
  db.close();
});
