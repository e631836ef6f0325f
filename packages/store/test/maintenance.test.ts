import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openDatabase } from '../src/sqlite/database.js';
import { Maintenance } from '../src/sqlite/maintenance.js';
import { openAuditStore } from '../src/sqlite/audit-store.js';
import { entry } from './entry.js';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
const worker = new URL('../dist/sqlite/maintenance-worker.js', import.meta.url);

it('writes the WAL back and removes rows beside a writer that goes on', async () => {
  const path = join(folder, 'maintained.db');
  const db = openDatabase({ path, key: undefined });
  const store = openAuditStore(db);
  store.append(Array.from({ length: 2000 }, () => entry()));
  const before = statSync(path).size;
  const failures: string[] = [];
  const source = { path, key: undefined };
  const maintenance = new Maintenance({ worker, source, onFailure: (why) => failures.push(why) });
  maintenance.order({ kind: 'checkpoint', mode: 'PASSIVE' });
  await vi.waitFor(() => expect(statSync(path).size).toBeGreaterThan(before), { timeout: 120_000 });
  maintenance.order({ kind: 'retire', through: 1500 });
  const count = db.prepare<[], number>('SELECT count(*) FROM audit').pluck();
  await vi.waitFor(
    () => {
      store.append([entry()]);
      expect(count.get()).toBe(store.head.seq - 1500);
    },
    { timeout: 120_000 },
  );
  await maintenance.close();
  expect(failures).toEqual([]);
  db.close();
});

it('reports why it cannot work', async () => {
  const path = join(folder, 'broken.db');
  openDatabase({ path, key: undefined }).close();
  const why = await new Promise<string>((resolve) => {
    const maintenance = new Maintenance({ worker, source: { path, key: 'a'.repeat(64) }, onFailure: resolve });
    maintenance.order({ kind: 'checkpoint', mode: 'PASSIVE' });
  });
  expect(why).toContain('not encrypted with this key');
});
