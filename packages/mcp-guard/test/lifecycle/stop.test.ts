import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { guardPaths } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import type { TestConfig, TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard as withGuardHere } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';

// covers: daemon.shutdown_timeout

const TOLD = {
  code: 69,
  stderr: containing('mcp-guard: the daemon was stopped\nmcp-guard: next: mcp-guard start -d\n'),
};

/** Afterwards the daemon has stopped and its record is whole. */
const withGuard = (
  config: TestConfig,
  test: (guard: TestGuard) => Promise<void>,
  withAnyGuard = withGuardHere,
): Promise<void> =>
  withAnyGuard({ servers: { tiny: tinyServer(), stubborn: tinyServer('--stubborn') }, ...config }, async (guard) => {
    await test(guard);
    await expectIntactRecord(guard);
    const { socket, controlSocket, pid } = guardPaths(guard.home);
    expect([existsSync(socket), existsSync(controlSocket), await readFile(pid, 'utf8')]).toEqual([false, false, '']);
  });

async function connect(guard: TestGuard, server = 'tiny'): Promise<RawClient> {
  const client = startClient(guard.connect(server));
  await client.initialize();
  return client;
}

/** A call that is with the server when this resolves. */
async function hold(client: RawClient) {
  const answer = client.request('tools/call', { name: 'hold' });
  await client.call('pid');
  return { answer };
}

describe.concurrent('stop', () => {
  it('lets a call in flight finish, then notifies the bridges, and reports what it did', () =>
    withGuard({}, async (guard) => {
      const [busy, idle] = await Promise.all([connect(guard), connect(guard)]);
      const { answer } = await hold(busy);
      const stopping = startCommand(shellOf(guard), 'stop');
      await until('it is stopping', () => !existsSync(guardPaths(guard.home).socket));
      expect(await busy.call('release', { text: 'finished' })).toBe('done');
      expect(await answer).toMatchObject({ result: { content: [{ text: 'finished' }] } });
      expect(await stopping.ended).toEqual({
        code: 0,
        stdout: matching(/^daemon stopped \(pid \d+\); 2 sessions ended\n$/u),
        stderr: '',
      });
      expect(await busy.ended).toMatchObject(TOLD);
      expect(await idle.ended).toMatchObject(TOLD);
    }));

  it('answers what is not finished in time under its id', () =>
    withGuard({ daemon: { shutdown_timeout: 0.2 } }, async (guard) => {
      const client = await connect(guard);
      const { answer } = await hold(client);
      expect(await guard.run('stop')).toMatchObject({
        stdout: containing('; 1 session ended, 1 call without an answer\n'),
      });
      expect(await answer).toMatchObject({ error: { code: 10503, data: { code: 'DAEMON_UNAVAILABLE' } } });
      expect(await client.ended).toMatchObject(TOLD);
    }));

  it('kills servers that do not end', () =>
    withGuard({}, async (guard) => {
      const client = await connect(guard, 'stubborn');
      expect(await guard.run('stop')).toMatchObject({ code: 0 });
      expect(await client.ended).toMatchObject(TOLD);
    }));

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('is what %s does', (signal) =>
    withGuard(
      {},
      async (guard) => {
        const client = await connect(guard);
        const { answer } = await hold(client);
        process.kill((await guard.daemonPid()) ?? 0, signal);
        await until('it is stopping', () => !existsSync(guardPaths(guard.home).socket));
        await client.call('release', { text: 'finished' });
        expect(await answer).toMatchObject({ result: { content: [{ text: 'finished' }] } });
        expect(await client.ended).toMatchObject(TOLD);
        await until('it has stopped', async () => (await guard.daemonPid()) === undefined);
      },
      withProcessGuard,
    ),
  );

  it('records its beginning and its end with the head of the chain', () =>
    withGuard({}, async (guard) => {
      await (await connect(guard)).end();
      await until('the session is over', async () => (await readStatus(guard)).sessions === 0);
      await guard.run('stop');
      const rows = await readRecord(guard);
      const before = rows.at(-2);
      expect(rows[0]).toMatchObject({ kind: 'daemon', shape: 'start' });
      expect(rows.at(-1)).toMatchObject({
        kind: 'daemon',
        shape: 'stop',
        detail: `head before ${before?.seq}:${before?.hash}`,
      });
    }));

  it('admits no new bridge while it waits', () =>
    withGuard({}, async (guard) => {
      const client = await connect(guard);
      await hold(client);
      const stopping = startCommand(shellOf(guard), 'stop');
      await until('it is stopping', () => !existsSync(guardPaths(guard.home).socket));
      const late = startClient(guard.connect('tiny'));
      await client.call('release');
      await stopping.ended;
      // It waited for the next daemon, or was told.
      await late.initialize();
      expect(await late.call('pid')).toMatch(/^\d+$/u);
      await late.end();
      await guard.run('stop');
    }));
});
