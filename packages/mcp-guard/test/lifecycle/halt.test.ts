import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shellOf } from '../support/command.ts';
import type { TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { runInTerminal, unfold } from '../support/pty.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/with-guard.ts';

const HALTED = { error: { code: 10423, data: { source: 'mcp-guard', code: 'HALTED' } } };
const SERVERS = { servers: { tiny: tinyServer() } };
const ASKED = 'let calls pass again? [y/N] ';

async function connect(guard: TestGuard, env: Readonly<Record<string, string>> = {}): Promise<RawClient> {
  const client = startClient(guard.connect('tiny'), { env });
  await client.initialize();
  return client;
}

async function expectHalted(client: RawClient): Promise<void> {
  expect(await client.request('tools/call', { name: 'echo', arguments: { text: 'x' } })).toMatchObject(HALTED);
}

const fileOf = (guard: TestGuard): string => join(dirname(guard.home), '.local/state/mcp-guard/halted');
const panic = (guard: TestGuard, ...args: readonly string[]) => guard.run('panic', ...args);
const release = (guard: TestGuard, answer = 'y\n') => runInTerminal(shellOf(guard), ['release'], [ASKED, answer]);

describe.concurrent('panic', () => {
  it('outlasts kill -9 in the middle of calls, and a release in a terminal shows what was refused meanwhile', () =>
    withGuard(SERVERS, async (guard) => {
      await using client = await connect(guard);
      const held = client.request('tools/call', { name: 'hold' });
      await client.call('pid');
      expect(await panic(guard, '--reason', 'it deletes files')).toEqual({
        code: 0,
        stdout: matching(/^all calls are halted since \d\d:\d\d, by .+ \(uid [^]+\): it deletes files\n$/u),
        stderr: 'to let calls pass again, in a terminal of your own: mcp-guard release\n',
      });
      expect(await held).toMatchObject(HALTED);
      process.kill((await guard.daemonPid()) ?? -1, 'SIGKILL');
      await client.ended;
      await using next = await connect(guard);
      await expectHalted(next);
      expect(await guard.run('status')).toMatchObject({ code: 0, stdout: containing(': it deletes files') });
      expect(await guard.run('doctor')).toMatchObject({ code: 1, stdout: containing('all calls are halted since') });
      expect(await guard.run('explain', 'tiny', 'echo')).toMatchObject({
        code: 77,
        stdout: containing('the user has halted all calls'),
      });
      expect(await release(guard, 'n\n')).toMatchObject({ code: 77, screen: containing('all calls stay halted') });
      await expectHalted(next);
      const { code, screen } = await release(guard);
      expect({ code, screen: unfold(screen) }).toEqual({
        code: 0,
        screen: matching(
          /: it deletes files refused meanwhile: 3 messages tiny tools\/call echo: 2 tiny tools\/call hold: 1 let .+ calls pass again$/u,
        ),
      });
      expect(await next.call('echo', { text: 'again' })).toBe('again');
      expect(await guard.run('release')).toMatchObject({ code: 0, stdout: 'no halt is in force: calls pass\n' });
      await expectIntactRecord(guard);
    }));

  it('halt-undone-by-new-home: a daemon of another home obeys it too, one that runs and one that starts', () =>
    withGuard(SERVERS, (guard) =>
      withGuard(SERVERS, async (other) => {
        const env = shellOf(guard).env;
        const elsewhere = { ...guard.connect('tiny').env, MCP_GUARD_HOME: other.home };
        expect(await runInTerminal({ cwd: other.home, env: elsewhere }, ['start', '-d'])).toMatchObject({ code: 0 });
        await using running = await connect(guard, elsewhere);
        expect(await running.call('echo', { text: 'before' })).toBe('before');
        expect(await panic(guard)).toMatchObject({ code: 0 });
        await until('it has seen it', async () => (await running.request('tools/list'))?.error !== undefined);
        await expectHalted(running);
        expect(await runInTerminal({ cwd: other.home, env: elsewhere }, ['restart'])).toMatchObject({ code: 0 });
        await using restarted = await connect(guard, elsewhere);
        await expectHalted(restarted);
        expect(env['MCP_GUARD_HOME']).toBe(guard.home);
      }),
    ));

  it('is not undone by taking the guard out of the clients, unless a person says so', () =>
    withGuard(SERVERS, async (guard) => {
      expect(await panic(guard)).toMatchObject({ code: 0 });
      for (const command of [['init', '--undo'], ['uninstall']]) {
        expect(await guard.run(...command, '--yes')).toMatchObject({
          code: 75,
          stderr: containing('all calls are halted, and would pass without the guard'),
        });
      }
    }));

  it('without a daemon halts those to come, also once its file is gone', () =>
    withGuard(SERVERS, async (guard) => {
      const client = await connect(guard);
      await client.end();
      expect(await guard.run('stop')).toMatchObject({ code: 0 });
      expect(await panic(guard)).toMatchObject({
        code: 0,
        stdout: containing('no daemon answered; one that starts lets nothing pass'),
      });
      expect(existsSync(fileOf(guard))).toBe(true);
      expect(await guard.run('status')).toMatchObject({ code: 69, stderr: containing('all calls are halted since') });
      rmSync(fileOf(guard));
      await using next = await connect(guard);
      await expectHalted(next);
      expect(await guard.run('status')).toMatchObject({ stdout: containing('was deleted by another program') });
      const rows = await readRecord(guard);
      expect(rows.filter(({ kind, shape }) => kind === 'daemon' && shape.startsWith('halt'))).toMatchObject([
        { shape: 'halt', detail: containing('while no daemon answered') },
        { shape: 'halted still', warn: true },
      ]);
    }));

  it('halts a machine on which the guard has never run, and fails where nothing keeps the halt', () =>
    withGuard(SERVERS, async (guard) => {
      expect(await panic(guard, '--json')).toMatchObject({ code: 0, stdout: containing('"byDaemon":false') });
      rmSync(fileOf(guard));
      mkdirSync(fileOf(guard)); // no file can be put in its place
      expect(await panic(guard)).toMatchObject({ code: 70, stderr: containing('calls are not halted') });
      await using client = await connect(guard);
      await expectHalted(client); // and what stands there is no file that can be read
    }));

  it('with --end leaves no server, and starts none until the release', () =>
    withGuard({ servers: { tiny: tinyServer('a-server-of-panic') } }, async (guard) => {
      await using client = await connect(guard);
      expect(await panic(guard, '--end')).toMatchObject({ code: 0 });
      expect(await client.ended).toMatchObject({ code: 75, stderr: containing('the user has halted all calls') });
      await untilGone('a-server-of-panic');
      const refused = startClient(guard.connect('tiny'));
      expect(await refused.initialize()).toMatchObject({ error: { code: 10423 } });
      expect(await refused.ended).toMatchObject({ code: 75 });
      expect(await release(guard)).toMatchObject({ code: 0 });
      await using next = await connect(guard);
      expect(await next.call('echo', { text: 'again' })).toBe('again');
    }));
});
