import { copyFile, link, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { guardPaths, type GuardPaths } from '@mcp-guard/core';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createGuard as createGuardHere } from '../support/in-process-guard.ts';
import { createGuard as createProcessGuard, type TestConfig, type TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { readHealth, readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

// covers: audit.max_bytes

interface Scene {
  readonly guard: TestGuard;
  readonly paths: GuardPaths;
  readonly client: RawClient;
  /** The ids that the server got. */
  received(): Promise<readonly string[]>;
}

async function withSession(
  audit: TestConfig,
  play: (scene: Scene) => Promise<void>,
  createGuard = createGuardHere,
): Promise<void> {
  const guard = await createGuard({});
  const journal = join(dirname(guard.home), 'journal');
  await guard.configure({ servers: { tiny: tinyServer('--journal', journal) }, audit });
  try {
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    const received = async (): Promise<readonly string[]> => (await readFile(journal, 'utf8')).trimEnd().split('\n');
    await play({ guard, paths: guardPaths(guard.home), client, received });
    await client.end();
  } finally {
    await guard.close();
  }
  await untilGone(guard.home);
}

const echo = (client: RawClient, id?: string) =>
  client.request('tools/call', { name: 'echo', arguments: { text: 'hello' } }, id);

const REFUSED = {
  code: -32603,
  message: matching(/^mcp-guard refused this: nothing moves because/u),
  data: { source: 'mcp-guard', code: 'INTERNAL' },
};

/** How long after now a call was still begun that got its answer, in milliseconds; it goes on until one is refused. */
async function lastBegunBeforeRefusal(client: RawClient): Promise<number> {
  const start = performance.now();
  let last = 0;
  await until('traffic is refused', async () => {
    const begun = performance.now() - start;
    const answer = await echo(client);
    if (!answer?.error) last = begun;
    return answer?.error;
  });
  return last;
}

describe.concurrent('when the record is removed under the daemon, traffic is refused within a second:', () => {
  it.each<[string, (paths: GuardPaths) => Promise<void>]>([
    ['deleted', ({ database }) => rm(database)],
    ['its WAL deleted', ({ database }) => rm(`${database}-wal`)],
    ['moved away', ({ database }) => rename(database, `${database}.moved`)],
    [
      'replaced by a copy',
      async ({ database }) => {
        await copyFile(database, `${database}.copy`);
        await rename(`${database}.copy`, database);
      },
    ],
    ['given a second name', ({ database }) => link(database, `${database}.link`)],
    ['its journal deleted', ({ home }) => rm(join(home, 'journal'), { recursive: true })],
    ['its journal moved away', ({ home }) => rename(join(home, 'journal'), join(home, 'elsewhere'))],
  ])('%s', (_, attack) =>
    withSession({}, async ({ guard, paths, client, received }) => {
      await echo(client);
      await attack(paths);
      expect(await lastBegunBeforeRefusal(client)).toBeLessThan(1000);
      expect(await echo(client, 'after the attack')).toMatchObject({ id: 'after the attack', error: REFUSED });
      expect(await received()).not.toContain('"after the attack"');

      expect(await guard.run('health')).toMatchObject({
        code: 1,
        stdout: matching(/^unhealthy: audit: .*(?:mcp-guard\.db|\.journal)/u),
      });
      expect(await guard.run('status')).toMatchObject({ stdout: containing('traffic is refused: ') });
    }),
  );

  it('health reports it also without traffic', () =>
    withSession({}, async ({ guard, paths }) => {
      expect(await readHealth(guard)).toMatchObject({ healthy: true });
      await rm(paths.database);
      await until('health tells', async () => !(await readHealth(guard)).healthy);
    }));

  it('and goes on once it is back, with a row that records the gap', () =>
    withSession({}, async ({ guard, paths, client }) => {
      await rename(paths.database, `${paths.database}.moved`);
      await lastBegunBeforeRefusal(client);
      await rename(`${paths.database}.moved`, paths.database);
      await until('traffic moves again', async () => (await echo(client))?.result);
      expect(await readHealth(guard)).toEqual({ healthy: true, reasons: [] });
      await echo(client);
      const gaps = (await readRecord(guard)).filter(({ kind }) => kind === 'gap');
      expect(gaps).toMatchObject([{ detail: matching(/"messages":[1-9]/u) }]);
      await expectIntactRecord(guard);
    }));

  it('and a new daemon begins a new record', () =>
    withSession({}, async ({ guard, paths, client }) => {
      await rm(paths.database);
      await lastBegunBeforeRefusal(client);
      expect(await guard.run('restart')).toMatchObject({ code: 0 });
      const next = startClient(guard.connect('tiny'));
      expect(await next.initialize()).toMatchObject({ result: {} });
      await next.end();
      await expectIntactRecord(guard);
    }));
});

describe.concurrent('while another process locks the database', () => {
  it('traffic goes on, because the journal holds its record; status says so, and afterwards nothing is missing', () =>
    withSession({}, async ({ guard, paths, client, received }) => {
      await echo(client, 'before');
      const intruder = new Database(paths.database);
      intruder.exec('BEGIN EXCLUSIVE');
      const asked = ['first', 'second', 'third'];
      const answers = await Promise.all(asked.map((id) => echo(client, id)));
      expect(answers).toMatchObject(asked.map((id) => ({ id, result: {} })));
      await until('status tells', async () => {
        const { warnings } = (await readStatus(guard)).audit;
        return warnings.some((words) => /^the database does not follow the journal: .*locked/u.test(words));
      });
      expect(await readHealth(guard)).toMatchObject({ healthy: true });
      intruder.exec('ROLLBACK');
      intruder.close();
      await until('the database follows', async () => (await readStatus(guard)).audit.warnings.length === 0);
      expect(await received()).toEqual(expect.arrayContaining(asked.map((id) => JSON.stringify(id))));
      const ids = (await readRecord(guard)).map(({ rpcId }) => rpcId);
      expect(ids).toEqual(expect.arrayContaining(asked.map((id) => JSON.stringify(id))));
      await expectIntactRecord(guard);
    }));

  it('a daemon that is killed then leaves all it has delivered to the next one', () =>
    withSession(
      {},
      async ({ guard, paths, client }) => {
        const intruder = new Database(paths.database);
        intruder.exec('BEGIN EXCLUSIVE');
        expect(await echo(client, 'delivered')).toMatchObject({ result: {} });
        process.kill((await guard.daemonPid()) ?? -1, 'SIGKILL');
        await client.ended;
        intruder.exec('ROLLBACK');
        intruder.close();
        expect(await guard.run('start', '-d')).toMatchObject({ code: 0 });
        expect((await readRecord(guard)).filter(({ rpcId }) => rpcId === '"delivered"')).toHaveLength(2);
        await expectIntactRecord(guard);
      },
      createProcessGuard,
    ));
});

it('a response that cannot be recorded is refused under its id', () =>
  withSession({}, async ({ guard, paths, client }) => {
    const pid = Number(await client.call('pid'));
    const asked = ['releaseBySignal', 'hold'].map((name) => client.request('tools/call', { name }, name));
    await client.call('pid'); // both are with the server
    await rename(paths.database, `${paths.database}.moved`);
    await until('health tells', async () => !(await readHealth(guard)).healthy);
    process.kill(pid, 'SIGUSR2');
    expect(await Promise.all(asked)).toMatchObject([
      { id: 'releaseBySignal', error: REFUSED },
      { id: 'hold', error: REFUSED },
    ]);
    await rename(`${paths.database}.moved`, paths.database);
    await until('traffic moves again', async () => (await echo(client))?.result);
    await expectIntactRecord(guard);
  }));

describe.concurrent('a record that has reached its size limit', () => {
  const MAX_BYTES = 2 ** 20;

  it('warns at 80 %, then refuses traffic, but still records and reports the refusals', () =>
    withSession(
      { max_bytes: MAX_BYTES },
      async ({ guard, paths, client, received }) => {
        // No server may fill it, so the test does.
        const filler = new Database(paths.database);
        filler.exec('CREATE TABLE filler (bytes BLOB)');
        const pages = filler.prepare<[], number>('SELECT page_count * 4096 FROM pragma_page_count').pluck();
        const fill = filler.prepare('INSERT INTO filler VALUES (zeroblob(2000))');
        const fillTo = (share: number): void => {
          while ((pages.get() ?? 0) / MAX_BYTES < share) fill.run();
        };
        const untilSeen = (share: number): Promise<boolean> =>
          until('the daemon has looked', async () => (await readStatus(guard)).audit.bytes >= share * MAX_BYTES);

        fillTo(0.75);
        await untilSeen(0.75);
        expect((await readStatus(guard)).audit.warnings).toEqual([]);
        fillTo(0.82);
        await untilSeen(0.82);
        expect((await readStatus(guard)).audit.warnings).toEqual([
          matching(/^the record fills 8\d % of audit\.max_bytes; .*make room with: mcp-guard logs --prune/u),
        ]);
        fillTo(0.985); // of the last 2 % that are kept for refusals
        await untilSeen(0.985);
        filler.close();

        const refused = await echo(client, 'refused and recorded');
        const data = { rule: 'audit.max_bytes', audit_id: matching(/^\d+$/u) };
        expect(refused).toMatchObject({ error: { ...REFUSED, data } });
        expect(await received()).not.toContain('"refused and recorded"');
        expect((await readRecord(guard, '-t', 'block')).at(-1)).toMatchObject({
          rpcId: '"refused and recorded"',
          code: 'INTERNAL',
          detail: 'nothing moves because the record is full',
          bytesOut: 0,
        });
        expect(await guard.run('health')).toMatchObject({ code: 1, stdout: containing('mcp-guard logs --prune') });
        expect(await guard.run('status')).toMatchObject({ stdout: containing('traffic is refused: ') });
        await expectIntactRecord(guard);
      },
      createProcessGuard,
    ));

  it('is reported by a daemon that starts with it', () =>
    withSession({}, async ({ guard, client }) => {
      await client.end();
      await guard.configure({ servers: { tiny: tinyServer() }, audit: { max_bytes: 8192 } });
      expect(await guard.run('restart')).toMatchObject({ code: 0 });
      const refused = startClient(guard.connect('tiny'));
      expect(await refused.initialize()).toMatchObject({ error: { data: { code: 'INTERNAL' } } });
      expect(await refused.ended).toMatchObject({ code: 70, stderr: containing('nothing moves because') });
      expect(await guard.run('health')).toMatchObject({ code: 1, stdout: containing('audit.max_bytes') });
      expect(await guard.run('logs', '--verify')).toMatchObject({ code: 0 });
    }));
});
