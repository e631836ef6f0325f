import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/sqlite/database.js';
import { openMemorySpendingStore } from '../../src/memory/spending-store.js';
import { openAuditStore } from '../../src/sqlite/audit-store.js';
import { openSpendingStore } from '../../src/sqlite/spending-store.js';
import { entry } from '../entry.js';
import { describeSpendingStore, reservation } from './spending-store.contract.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();
let count = 0;
const open = (key?: string) => openDatabase({ path: join(folder, `${(count += 1)}.db`), key });

describeSpendingStore('memory', openMemorySpendingStore);
describeSpendingStore('sqlite', () => openSpendingStore(open()));
describeSpendingStore('encrypted sqlite', () => openSpendingStore(open(randomBytes(32).toString('hex'))));

describe('what was spent, in a file', () => {
  it('is written with the row of its call, or not at all', () => {
    const db = open();
    const [rows, store] = [openAuditStore(db), openSpendingStore(db)];
    const spend = (): void => {
      store.put([{ key: 'a', minute: 1, amount: 5n }]);
      store.open(reservation());
    };
    const fail = (): void => {
      store.put([{ key: 'a', minute: 1, amount: 9n }]);
      store.close('r1');
      throw new Error('no room');
    };
    rows.append([entry()], spend);
    expect(() => rows.append([entry()], fail)).toThrow('no room');
    expect(store.load()).toEqual([{ key: 'a', minute: 1, amount: 5n }]);
    expect(store.loadLost(0)).toHaveLength(1);
  });
});
