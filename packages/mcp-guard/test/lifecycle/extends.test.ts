import { hash } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestGuard } from '../support/guard.ts';
import { containing, matching, ruleAt } from '../support/matchers.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';

// covers: extends, servers.*.policy.locked

const PROGRAM = { command: '*node*', args: ['*tiny-server-process.mjs'] };
const base = (policy: object, more: object = {}): object => ({ servers: { theirs: { ...PROGRAM, policy } }, ...more });
const denying = (tool: string): object => base({ permissions: { denied_tools: [tool] } });

async function connect(guard: TestGuard, server = 'mine'): Promise<RawClient> {
  const client = startClient(guard.connect(server));
  await client.initialize();
  return client;
}

/** A guard whose configuration extends `team.yaml` beside it. */
const withBase = (
  team: object,
  mine: object,
  test: (guard: TestGuard, write: (team: object) => Promise<void>) => Promise<void>,
) =>
  withGuard({}, async (guard) => {
    const write = (next: object): Promise<void> =>
      writeFile(join(guard.home, 'team.yaml'), JSON.stringify(next), { mode: 0o600 });
    await write(team);
    await guard.configure({ extends: { path: 'team.yaml' }, servers: { mine: { ...tinyServer(), policy: mine } } });
    await test(guard, write);
  });

const echo = (client: RawClient) => client.request('tools/call', { name: 'echo', arguments: { text: 'hello' } });

describe.concurrent('a base', () => {
  it('refuses what the file under it allows, by a rule with its place in the base', () =>
    withBase(denying('echo'), { permissions: { allowed_tools: ['*'] } }, async (guard) => {
      const client = await connect(guard);
      expect(await echo(client)).toMatchObject({
        error: {
          data: { rule: matching(/team\.yaml:1:\d+ servers\.theirs\.policy\.permissions\.denied_tools\[0\]$/u) },
        },
      });
      expect(JSON.stringify(await client.request('tools/list'))).not.toContain('"echo"');
      expect(await client.call('pid')).toMatch(/^\d+$/u);
      await client.end();
    }));

  it('leaves what the file refuses refused', () =>
    withBase(denying('pid'), { permissions: { denied_tools: ['echo'] } }, async (guard) => {
      const client = await connect(guard);
      expect(await echo(client)).toMatchObject({
        error: { data: { rule: ruleAt('servers.mine.policy.permissions.denied_tools[0]') } },
      });
      await client.end();
    }));

  it('that is locked is the only source of rules', () =>
    withBase(base({ locked: true }), { permissions: { denied_tools: ['echo'] } }, async (guard) => {
      const client = await connect(guard);
      expect(await echo(client)).toMatchObject({ result: {} });
      await client.end();
    }));

  // Threat 8
  it.each([
    ['by another name', tinyServer()],
    ['through another program', { command: 'env', args: [tinyServer().command, ...tinyServer().args] }],
    [
      'through a shell',
      { command: 'sh', args: ['-c', `exec '${tinyServer().command}' '${tinyServer().args.join("' '")}'`] },
    ],
  ])('binds the server that is started %s', (_, server) =>
    withBase(denying('echo'), {}, async (guard) => {
      await guard.configure({ extends: { path: 'team.yaml' }, servers: { other: server } });
      const client = await connect(guard, 'other');
      expect(await echo(client)).toMatchObject({ error: { code: 10403 } });
      await client.end();
    }),
  );

  it('that allows no other servers refuses the session of one', () =>
    withBase({ allow_other_servers: false }, {}, async (guard) => {
      const { code, stderr } = await startClient(guard.connect('mine')).end();
      expect({ code, stderr }).toEqual({
        code: 77,
        stderr: containing('the base of the configuration does not allow the server mine'),
      });
      expect((await guard.run('validate')).stderr).toContain(
        'servers.mine: the base of the configuration does not allow the server mine: ',
      );
    }));

  it('that changes applies to open sessions, and an unreadable one keeps the old rules', () =>
    withBase(base({}), {}, async (guard, write) => {
      const client = await connect(guard);
      expect(await echo(client)).toMatchObject({ result: {} });
      await write(denying('echo'));
      await until('it is refused', async () => (await echo(client))?.error);
      await rm(join(guard.home, 'team.yaml'));
      await until('status tells', async () => (await guard.run('status')).stdout.includes('there is no base at'));
      expect(await echo(client)).toMatchObject({ error: { code: 10403 } });
      await client.end();
    }));

  it('that was not there yet is in force once it is', () =>
    withBase(base({}), {}, async (guard) => {
      const client = await connect(guard);
      await guard.configure({ extends: { path: 'later.yaml' }, servers: { mine: tinyServer() } });
      await until('status tells', async () => (await readStatus(guard)).config.problems.length > 0);
      await writeFile(join(guard.home, 'later.yaml'), JSON.stringify(denying('echo')), { mode: 0o600 });
      await until('it is refused', async () => (await echo(client))?.error);
      expect((await readStatus(guard)).config.problems).toEqual([]);
      await client.end();
    }));

  it('decides who may connect, and the file cannot add to that', () =>
    withBase(base({}, { auth: { roles: { all: { permissions: { denied_tools: ['echo'] } } } } }), {}, async (guard) => {
      await guard.configure({
        extends: { path: 'team.yaml' },
        auth: { mode: 'api_key' },
        servers: { mine: tinyServer() },
      });
      const client = await connect(guard); // in os mode, which is what the base says
      expect(await echo(client)).toMatchObject({ result: {} });
      await client.end();
    }));
});

describe.concurrent('a base at a URL', () => {
  const TEXT = JSON.stringify(denying('echo'));

  async function serve(text: string): Promise<{ server: Server; url: string }> {
    const server = createServer((_, response) => void response.end(text));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/base.yaml` };
  }
  const extending = (url: string) => ({
    extends: { url, sha256: hash('sha256', TEXT) },
    servers: { mine: tinyServer() },
  });

  it('binds, also after a restart without a network', () =>
    withGuard({}, async (guard) => {
      const { server, url } = await serve(TEXT);
      await guard.configure(extending(url));
      const first = await connect(guard);
      expect(await echo(first)).toMatchObject({ error: { code: 10403 } });
      await first.end();
      await guard.run('stop');
      server.close().closeAllConnections();
      const second = await connect(guard);
      expect(await echo(second)).toMatchObject({ error: { code: 10403 } });
      await second.end();
    }));

  it.each([
    [
      'is another one',
      (url: string) => extending(url),
      'other',
      /has the SHA-256 [0-9a-f]{64}, and `extends` names another/u,
    ],
    [
      'does not answer',
      () => extending('http://127.0.0.1:1/base.yaml'),
      TEXT,
      /cannot be loaded, and no good copy is kept/u,
    ],
  ])('that %s and was never kept: the daemon does not start, and the client is told why', (_, config, text, problem) =>
    withProcessGuard({}, async (guard) => {
      const { server, url } = await serve(text);
      await guard.configure(config(url));
      expect(await startClient(guard.connect('mine')).end()).toMatchObject({ code: 78, stderr: matching(problem) });
      expect(await guard.run('validate')).toMatchObject({ code: 78, stderr: matching(problem) });
      server.close().closeAllConnections();
    }),
  );
});
