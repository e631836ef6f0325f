import { guardPaths } from '@mcp-guard/core';
import { emptyEntry, openSqliteStore, type AuditEntry } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../../cli/test/run-here.ts';
import { shellOf } from '../support/command.ts';
import type { TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { runWithoutTerminal } from '../support/no-terminal.ts';
import { runInTerminal } from '../support/pty.ts';
import { startClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { readHealth } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/with-guard.ts';

const DAY = 86_400_000;
const ASKED = '[y/N] ';

/** Writes rows into the record of a home, as its daemon did days ago. */
function writeRows(guard: TestGuard, rows: readonly Partial<AuditEntry>[]): void {
  const store = openSqliteStore({ path: guardPaths(guard.home).database, key: undefined });
  store.audit.append(rows.map((row) => ({ ...emptyEntry('message', 'request'), ...row })));
  store.close();
}

/** A guard with a row for each of the last hundred days, the oldest first. */
const withOldRows = (test: (guard: TestGuard) => Promise<void>): Promise<void> =>
  withGuard({ servers: { tiny: tinyServer() }, audit: { retention_days: 1000 } }, async (guard) => {
    const now = Date.now();
    writeRows(
      guard,
      Array.from({ length: 100 }, (_, index) => ({ at: now - (100 - index) * DAY })),
    );
    await test(guard);
    await expectIntactRecord(guard);
  });

const PRUNED = { kind: 'retention', shape: 'prune' };

describe.concurrent('logs --prune', () => {
  it('shows what goes and asks the person at the terminal', () =>
    withOldRows(async (guard) => {
      const args = ['logs', '--prune', '--before', '30d'];
      const no = await runInTerminal(shellOf(guard), args, [ASKED, 'n\n']);
      expect(no).toMatchObject({ code: 77, screen: containing('nothing was removed') });
      expect(await readRecord(guard)).toHaveLength(100);
      const yes = await runInTerminal(shellOf(guard), args, [ASKED, 'y\n']);
      expect(yes).toMatchObject({
        code: 0,
        screen: matching(/removes 7[01] rows \(1 to 7[01]\).*7[01] rows removed/su),
      });
      const rows = await readRecord(guard);
      expect(rows.at(-1)).toMatchObject({ ...PRUNED, detail: matching(/"head":"100:[0-9a-f]{64}","by":\{"uid":/u) });
      expect(rows.length).toBeLessThan(32);
    }));

  it('does nothing for an agent without a terminal and without --yes', () =>
    withOldRows(async (guard) => {
      const result = await runWithoutTerminal(shellOf(guard), 'logs', '--prune', '--before', '30d');
      expect(result).toMatchObject({
        code: 77,
        stderr: containing('pruning the record without --yes needs a terminal'),
      });
      expect(await readRecord(guard)).toHaveLength(100);
    }));

  it('works beside a running daemon, which refuses an agent, records the user, and goes on', () =>
    withOldRows(async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      const args = ['logs', '--prune', '--before', '10d', '--yes'];
      const byAgent = await guard.run(...args);
      expect(byAgent).toMatchObject({ code: 77, stderr: containing('comes from a process of a client') });
      expect((await readRecord(guard)).length).toBeGreaterThanOrEqual(100);
      const result = await runInTerminal(shellOf(guard), args);
      expect(result).toMatchObject({
        code: 0,
        screen: matching(/^9[01] rows removed; the record has [\d.]+ [KM]iB now/mu),
      });
      expect(await client.call('echo', { text: 'on it goes' })).toBe('on it goes');
      const rows = await readRecord(guard);
      expect(rows[0]?.seq).toBeGreaterThan(90);
      const told = rows.find(({ kind }) => kind === 'retention');
      expect(told).toMatchObject(PRUNED);
      expect(JSON.parse(told?.detail ?? '')).toMatchObject({
        rows: expect.any(Number),
        by: { uid: process.getuid?.() },
      });
      await client.end();
    }));

  it('reports that there is nothing to remove', () =>
    withOldRows(async (guard) => {
      const result = await guard.run('logs', '--prune', '--before', '2001-01-01', '--yes');
      expect(result).toMatchObject({ code: 0, stdout: 'there is nothing to remove\n' });
    }));

  it.each([
    [['--prune'], '--prune needs one of --before and --to'],
    [['--prune', '--before', '30d', '--to', '1GiB'], '--prune needs one of --before and --to'],
    [['--prune', '--before', 'yesterday'], '--before is a date like'],
    [['--prune', '--before', '2026-13-45'], '--before is a date like'],
    [['--prune', '--to', '-5'], '--to is a size like'],
    [['--before', '30d'], 'belongs to --prune'],
    [['--yes'], 'belongs to --prune'],
  ])('refuses %j', (args, words) =>
    withOldRows(async (guard) => {
      expect(await runHere(shellOf(guard), 'logs', ...args)).toMatchObject({ code: 64, stderr: containing(words) });
      expect(await readRecord(guard)).toHaveLength(100);
    }),
  );

  it('is the remedy for a full record, and every refusal names it', () =>
    withGuard({ servers: { tiny: tinyServer() }, audit: { max_bytes: 2 ** 20 } }, async (guard) => {
      writeRows(
        guard,
        Array.from({ length: 900 }, () => ({ detail: 'x'.repeat(1200) })),
      );
      const refused = startClient(guard.connect('tiny'));
      await refused.initialize();
      expect(await refused.ended).toMatchObject({ code: 70, stderr: containing('mcp-guard logs --prune') });
      expect(await guard.run('health')).toMatchObject({ code: 1, stdout: containing('mcp-guard logs --prune') });
      expect(await guard.run('status')).toMatchObject({ stdout: containing('mcp-guard logs --prune') });

      expect(await guard.run('logs', '--prune', '--to', '500KiB', '--yes')).toMatchObject({ code: 0 });
      await until('there is room', async () => (await readHealth(guard)).healthy);
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      expect(await client.call('echo', { text: 'it works again' })).toBe('it works again');
      await client.end();
      await expectIntactRecord(guard);
    }));
});
