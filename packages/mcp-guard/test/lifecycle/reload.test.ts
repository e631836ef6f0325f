import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { guardPaths } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import type { TestConfig, TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { shellOf } from '../support/command.ts';
import { runInTerminal } from '../support/pty.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard as withAnyGuard } from '../support/in-process-guard.ts';

const NOTICE = 'notifications/tools/list_changed';
const withTools = (permissions: object, ...flags: readonly string[]): object => ({
  ...tinyServer(...flags),
  policy: { permissions },
});

/** Whatever was reloaded, the record is whole. */
const withGuard = (config: TestConfig, test: (guard: TestGuard) => Promise<void>): Promise<void> =>
  withAnyGuard(config, async (guard) => {
    await test(guard);
    await expectIntactRecord(guard);
  });

async function connect(guard: TestGuard, server = 'tiny'): Promise<RawClient> {
  const client = startClient(guard.connect(server));
  await client.initialize();
  return client;
}

const problemsOf = async (guard: TestGuard): Promise<readonly string[]> => (await readStatus(guard)).config.problems;

const untilProblem = (guard: TestGuard, problem: string): Promise<boolean> =>
  until(`status tells: ${problem}`, async () => (await problemsOf(guard)).some((line) => line.includes(problem)));

const untilInForce = (guard: TestGuard): Promise<boolean> =>
  until('the file is in force', async () => (await problemsOf(guard)).length === 0);

const notices = (client: RawClient): number => client.received.filter(({ method }) => method === NOTICE).length;
const echo = (client: RawClient) => client.request('tools/call', { name: 'echo', arguments: { text: 'hello' } });

describe.concurrent('a tightened policy', () => {
  it('applies to the open session at the next message, and the client gets list_changed notifications', () =>
    withGuard({ servers: { tiny: withTools({}) } }, async (guard) => {
      const client = await connect(guard);
      expect(await echo(client)).toMatchObject({ result: { content: [{ text: 'hello' }] } });

      await guard.configure({ servers: { tiny: withTools({ denied_tools: ['echo'] }) } });
      await until('the client is told', () => notices(client) === 1);
      expect(await echo(client)).toMatchObject({ error: { code: 10403, data: { rule: matching(/denied_tools/u) } } });
      expect(JSON.stringify(await client.request('tools/list'))).not.toContain('"echo"');

      await guard.configure({ servers: { tiny: withTools({}) } });
      await until('the client is told again', () => notices(client) === 2);
      expect(await echo(client)).toMatchObject({ result: { content: [{ text: 'hello' }] } });
      expect(await client.end()).toMatchObject({ code: 0 });
    }));

  it('is not announced to a client whose server declares no changes', () =>
    withGuard({ servers: { tiny: withTools({}, '--static') } }, async (guard) => {
      const client = await connect(guard);
      await guard.configure({ servers: { tiny: withTools({ denied_tools: ['echo'] }, '--static') } });
      await until('it is in force', async () => (await echo(client))?.error);
      expect(notices(client)).toBe(0);
      await client.end();
    }));

  it('does not end a session for a limit on new ones', () =>
    withGuard({ servers: { tiny: tinyServer() } }, async (guard) => {
      const client = await connect(guard);
      await guard.configure({ servers: { tiny: { ...tinyServer(), max_sessions: 1 } } });
      await until('the client is told', () => notices(client) === 1);
      expect(await startClient(guard.connect('tiny')).end()).toMatchObject({ code: 75 });
      expect(await echo(client)).toMatchObject({ result: {} });
      await client.end();
    }));
});

// Threat 5
describe.concurrent('a change that loosens', () => {
  it('is reported in the record, by status and in the log', () =>
    withGuard({ servers: { tiny: withTools({ denied_tools: ['echo', 'pid'] }) } }, async (guard) => {
      const client = await connect(guard);
      await guard.configure({ servers: { tiny: withTools({ denied_tools: ['pid'] }) } });
      await until('it is in force', async () => (await echo(client))?.result);
      const change = 'servers.tiny.policy.permissions.denied_tools: "echo" was removed';
      expect(await readStatus(guard)).toMatchObject({ config: { loosened: { changes: [change] } } });
      expect((await guard.run('status')).stdout).toContain(`status --ack):\n    ${change}\n`);
      expect(await guard.run('status', '--ack')).toMatchObject({ code: 77 }); // an agent has no terminal
      const { code, screen } = await runInTerminal(shellOf(guard), ['status', '--ack']);
      expect({ code, screen }).toEqual({ code: 0, screen: expect.not.stringContaining('allows more') });
      expect((await readRecord(guard)).at(-1)).toMatchObject({ kind: 'daemon', shape: 'acknowledge' });
      const told = (await readRecord(guard)).filter(({ shape }) => shape === 'reload');
      expect(told).toMatchObject([{ kind: 'daemon', outcome: null, warn: true, detail: `allows more: ${change}` }]);
      expect(await readFile(guardPaths(guard.home).daemonLog, 'utf8')).toContain('allows more');
      await client.end();
    }));

  it('is no longer shown once it was taken back', () =>
    withGuard({ servers: { tiny: tinyServer() } }, async (guard) => {
      const client = await connect(guard);
      const loosened = async () => (await readStatus(guard)).config.loosened?.changes ?? null;
      await guard.configure({ servers: { tiny: tinyServer(), more: tinyServer() } });
      await expect.poll(loosened).toEqual(['servers.more was added']);
      await guard.configure({ servers: { tiny: tinyServer() } });
      await expect.poll(loosened).toBeNull();
      await client.end();
    }));

  it('is not reported for a change that tightens', () =>
    withGuard({ servers: { tiny: withTools({ denied_tools: ['pid'] }) } }, async (guard) => {
      const client = await connect(guard);
      await guard.configure({ servers: { tiny: withTools({ denied_tools: ['echo', 'pid'] }) } });
      await until('it is in force', async () => (await echo(client))?.error);
      expect(await readStatus(guard)).toMatchObject({ config: { loosened: null } });
      const told = (await readRecord(guard)).filter(({ shape }) => shape === 'reload');
      expect(told).toMatchObject([{ warn: false, detail: 'reloaded' }]);
      await client.end();
    }));
});

describe.concurrent('a file that cannot be used', () => {
  it.each([
    ['is empty, as while an editor writes it', '', containing('mcp-guard.yaml is empty')],
    ['is not YAML', 'servers: [', matching(/mcp-guard\.yaml:1:\d+: /u)],
    ['has an unknown key', '{"servers": {}, "sevrers": {}}', containing('did you mean servers?')],
    [
      'has a pattern that does not compile',
      '{"servers":{"a":{"command":"b","policy":{"permissions":{"denied_tools":["^("]}}}}}',
      containing('does not compile'),
    ],
    [
      'needs an unknown variable',
      '{"servers": {"a": {"command": "${UNKNOWN}"}}}',
      containing('the variable UNKNOWN is not set'),
    ],
  ])('keeps the old policy, and status and health say why: it %s', (_, broken, problem) =>
    withGuard({ servers: { tiny: withTools({ denied_tools: ['echo'] }) } }, async (guard) => {
      const client = await connect(guard);
      await guard.configure(broken);
      await untilProblem(guard, 'mcp-guard.yaml');
      expect(await problemsOf(guard)).toEqual([problem]);
      expect(await guard.run('status')).toMatchObject({ code: 0, stdout: containing('not in force: ') });
      expect(await guard.run('health')).toMatchObject({ code: 1, stdout: matching(/^unhealthy: .*mcp-guard\.yaml/u) });
      expect(await echo(client)).toMatchObject({ error: { code: 10403 } });
      expect(await client.call('pid')).toMatch(/^\d+$/u);
      const told = (await readRecord(guard)).filter(({ shape }) => shape === 'reload');
      expect(told).toMatchObject([{ outcome: 'refused', detail: containing('the old configuration stays: ') }]);

      await guard.configure({ servers: { tiny: withTools({ denied_tools: ['pid'] }) } });
      await untilInForce(guard);
      expect(await guard.run('health')).toMatchObject({ code: 0, stdout: 'healthy\n' });
      expect(await echo(client)).toMatchObject({ result: {} });
      await client.end();
    }),
  );

  it('keeps the old policy when it was removed', () =>
    withGuard({ servers: { tiny: withTools({ denied_tools: ['echo'] }) } }, async (guard) => {
      const client = await connect(guard);
      await rm(guardPaths(guard.home).config);
      await untilProblem(guard, 'there is no configuration');
      expect(await echo(client)).toMatchObject({ error: { code: 10403 } });
      await client.end();
    }));

  it('keeps the old policy when others could have written it', () =>
    withGuard({ servers: { tiny: withTools({ denied_tools: ['echo'] }) } }, async (guard) => {
      const { config } = guardPaths(guard.home);
      const client = await connect(guard);
      await chmod(config, 0o666);
      await writeFile(config, JSON.stringify({ servers: { tiny: tinyServer() } }));
      await untilProblem(guard, 'can be written by others');
      expect(await echo(client)).toMatchObject({ error: { code: 10403 } });
      await client.end();
    }));

  it('is reported if sections of it apply only from the next start on', () =>
    withGuard({ servers: { tiny: tinyServer() } }, async (guard) => {
      const client = await connect(guard);
      await guard.configure({ servers: { tiny: tinyServer() }, daemon: { shutdown_timeout: 1 } });
      await untilProblem(guard, 'daemon has changed; restart the daemon to apply it');
      await client.end();
      expect(await guard.run('restart')).toMatchObject({ code: 0 });
      await untilInForce(guard);
    }));
});

describe.concurrent('a server', () => {
  const both = { tiny: tinyServer(), other: tinyServer() };
  const CHANGED = 'the configuration of the server tiny has changed';

  it.each([
    [
      'is removed',
      'the configuration has no server tiny any more',
      { other: tinyServer() },
      { code: 69, stderr: containing('no server "tiny"; it has: other') },
    ],
    ['is started differently', CHANGED, { ...both, tiny: { ...tinyServer(), env: { NEW: 'yes' } } }, { code: 0 }],
    ['has other arguments', CHANGED, { ...both, tiny: tinyServer('another') }, { code: 0 }],
  ])('that %s ends its sessions with errors under their ids, and no others', (_, words, servers, next) =>
    withGuard({ servers: both }, async (guard) => {
      const [client, bystander] = await Promise.all([connect(guard), connect(guard, 'other')]);
      const held = client.request('tools/call', { name: 'hold' }, 'the held one');
      await client.call('pid');
      await guard.configure({ servers });
      expect(await held).toMatchObject({
        id: 'the held one',
        error: { code: 10502, message: containing(words) },
      });
      expect(await client.ended).toMatchObject({
        code: 69,
        stderr: containing(`mcp-guard: ${words}\n`),
      });
      expect(await echo(bystander)).toMatchObject({ result: {} });
      await bystander.end();

      expect(await startClient(guard.connect('tiny')).end()).toMatchObject(next);
    }),
  );

  it('whose secret changes is restarted with the new one', () =>
    withGuard({}, async (guard) => {
      const { secrets } = guardPaths(guard.home);
      await writeFile(secrets, 'TOKEN=first-secret\n', { mode: 0o600 });
      await guard.configure({ servers: { tiny: { ...tinyServer(), env: { TOKEN: '${TOKEN}' } } } });
      const client = await connect(guard);
      expect(await client.call('environment')).toContain('first-secret');
      await writeFile(secrets, 'TOKEN=second-secret\n');
      expect(await client.ended).toMatchObject({ code: 69 });
      const next = await connect(guard);
      expect(await next.call('environment')).toContain('second-secret');
      await next.end();
    }));
});
