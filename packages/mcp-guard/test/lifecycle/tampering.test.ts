import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { chainRow, CHAINED, GENESIS, type AuditRow, type ChainHead, type ExportedRow } from '@mcp-guard/store';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard } from '../support/in-process-guard.ts';
import type { CommandResult, TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

// covers: audit.retention_days

async function useOnce(guard: TestGuard): Promise<void> {
  const client = startClient(guard.connect('tiny'));
  await client.initialize();
  await client.call('echo');
  await client.end();
}

const headOf = ({ stdout }: CommandResult): string => /^head: (\d+:[0-9a-f]{64})$/mu.exec(stdout)?.[1] ?? '';

describe('the record, tampered with while no daemon runs,', () => {
  let guard: TestGuard;
  let rows: readonly ExportedRow[];
  /** What somebody kept elsewhere. */
  let head: string;
  let database: string;

  beforeAll(async () => {
    guard = await createGuard({ servers: { tiny: tinyServer() } });
    ({ database } = guardPaths(guard.home));
    await useOnce(guard);
    await guard.run('stop');
    rows = await readRecord(guard);
    head = headOf(await guard.run('logs', '--verify'));
    await copyFile(database, join(guard.home, 'original'));
  });
  afterAll(async () => {
    await guard.close();
    await untilGone(guard.home);
  });

  /** Puts a changed copy in place of the record. */
  async function tamper(change: (db: Database.Database) => void): Promise<void> {
    await copyFile(join(guard.home, 'original'), database);
    const db = new Database(database);
    change(db);
    db.close();
  }
  const verify = (): Promise<CommandResult> => guard.run('logs', '--verify');
  const verifyExpecting = (): Promise<CommandResult> => guard.run('logs', '--verify', '--expect', head);
  const broken = (problem: string) => ({ code: 1, stdout: containing(`the chain is broken: ${problem}`) });

  it('verifies before: count, head and time are printed, and the head is expected with success', async () => {
    const last = rows.at(-1);
    await tamper(() => undefined);
    expect(await verify()).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        `rows: ${rows.length}`,
        `head: ${last?.seq}:${last?.hash}`,
        `last: ${new Date(last?.at ?? 0).toISOString()}`,
        'the chain holds\n',
      ].join('\n'),
    });
    expect(await verifyExpecting()).toEqual(await verify());
  });

  it('shows a truncated tail only against the head', async () => {
    await tamper((db) => db.exec('DELETE FROM audit WHERE seq > (SELECT max(seq) - 2 FROM audit)'));
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verifyExpecting()).toMatchObject(broken('the expected head is not in the chain'));
  });

  it('shows an emptied table only against the head', async () => {
    await tamper((db) => db.exec('DELETE FROM audit'));
    expect(await verify()).toMatchObject({ code: 0, stdout: containing('rows: 0\n') });
    expect(await verifyExpecting()).toMatchObject(broken('the expected head is not in the chain'));
  });

  it.each(CHAINED.map((field) => [field]))('shows that %s of a row was edited', async (field) => {
    await tamper((db) => {
      const value = db.prepare<[]>(`SELECT "${field}" FROM audit WHERE seq = 4`).pluck().get();
      const other = typeof value === 'number' ? 1 - value : 'edited';
      db.prepare(`UPDATE audit SET "${field}" = ? WHERE seq = 4`).run(field === 'waitedMs' ? 1 : other);
    });
    expect(await verify()).toMatchObject(broken('row 4 does not fit the chain'));
  });

  it.each([
    ['its first rows', 'seq <= 2', 'the rows before 3 are missing, and no retention row reports it'],
    ['one in the middle', 'seq = 4', 'rows 4 to 4 are missing'],
    ['several in the middle', 'seq IN (4, 5, 6)', 'rows 4 to 6 are missing'],
  ])('shows that it lost %s', async (_, which, problem) => {
    await tamper((db) => db.exec(`DELETE FROM audit WHERE ${which}`));
    expect(await verify()).toMatchObject(broken(problem));
    expect(await verifyExpecting()).toMatchObject(broken(problem));
  });

  it('shows two rows that were swapped', async () => {
    await tamper((db) =>
      db.exec(
        'UPDATE audit SET seq = -1 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = -1',
      ),
    );
    expect(await verify()).toMatchObject(broken('row 4 does not fit the chain'));
  });

  it('shows a row that was added as a copy of another', async () => {
    await tamper((db) => {
      const columns = ['seq', ...CHAINED, 'hash'].map((column) => `"${column}"`);
      db.exec(
        `INSERT INTO audit (${columns.join(', ')}) SELECT max(seq) + 1, ${columns.slice(1).join(', ')} FROM audit`,
      );
    });
    expect(await verify()).toMatchObject(broken(`row ${rows.length + 1} does not fit the chain`));
  });

  it('shows a rebuilt chain only against the head', async () => {
    await tamper((db) => {
      let last: ChainHead = { seq: 0, hash: GENESIS };
      const write = db.prepare('UPDATE audit SET detail = ?, hash = ? WHERE seq = ?');
      const outcomes = db.prepare<[number], AuditRow['outcome']>('SELECT outcome FROM audit WHERE seq = ?').pluck();
      for (const { seq, hash: _, ...entry } of rows) {
        // An export has texts for times, and for outcomes the words that people read.
        const [at, outcome] = [Date.parse(entry.at), outcomes.get(seq) ?? 'allow'];
        const row = chainRow(last, { ...entry, at, outcome, detail: 'as if nothing had happened' });
        write.run(row.detail, row.hash, row.seq);
        last = row;
      }
    });
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verifyExpecting()).toMatchObject(broken('the expected head is not in the chain'));
  });

  it('verifies after the head that was kept', async () => {
    await copyFile(join(guard.home, 'original'), database);
    await useOnce(guard);
    const result = await guard.run('logs', '--verify', '--expect', head);
    expect(result).toMatchObject({ code: 0, stdout: containing('the chain holds') });
    expect(headOf(result)).not.toBe(head);
    await guard.run('stop');
  });
});

it('keeps a row of what retention removed, and the head at the cut is still recognized', async () => {
  const guard = await createGuard({ servers: { tiny: tinyServer() }, audit: { retention_days: 0.000_01 } });
  try {
    await useOnce(guard);
    const first = await until('something is old enough', async () => {
      await guard.run('restart');
      const rows = await until('the old rows are gone', () => readRecord(guard));
      return rows.some(({ kind }) => kind === 'retention') && rows;
    });
    const cut = first.find(({ kind }) => kind === 'retention');
    const detail: { through: number; hash: string } = JSON.parse(cut?.detail ?? '{}'); // oxlint-disable-line typescript/no-unsafe-assignment -- our own row
    expect(cut?.detail).toMatch(/^\{"through":\d+,"hash":"[0-9a-f]{64}"\}$/u);
    await until('what it names is removed', async () => ((await readRecord(guard))[0]?.seq ?? 0) > detail.through);

    await expectIntactRecord(guard);
    const expecting = await guard.run('logs', '--verify', '--expect', `${detail.through}:${detail.hash}`);
    expect(expecting).toMatchObject({ code: 0, stdout: containing('the chain holds') });

    // A retention row does not excuse more than it says.
    await guard.run('stop');
    const db = new Database(guardPaths(guard.home).database);
    db.prepare('DELETE FROM audit WHERE seq = ?').run(detail.through + 1);
    db.close();
    expect(await guard.run('logs', '--verify')).toMatchObject({
      code: 1,
      stdout: matching(/the chain is broken: the rows before \d+ are missing/u),
    });
  } finally {
    await guard.close();
  }
  await untilGone(guard.home);
});
