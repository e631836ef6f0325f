import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard } from '../support/in-process-guard.ts';
import { createGuard as createProcessGuard, type TestGuard } from '../support/guard.ts';
import { containing, ruleAt } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'] as const;

describe('a name that every object has', () => {
  let guard: TestGuard;
  let client: RawClient;

  beforeAll(async () => {
    const permissions = { allowed_tools: ['echo'] };
    const role = { users: [userInfo().username], permissions: { denied_tools: ['pid'] } };
    guard = await createGuard({
      auth: { roles: { constructor: role, toString: {} } },
      servers: { tiny: { ...tinyServer(), policy: { permissions } }, constructor: tinyServer() },
    });
    client = startClient(guard.connect('tiny'));
    await client.initialize();
  });
  afterAll(async () => {
    await client.end();
    await guard.close();
    await untilGone(guard.home);
  });

  it.each(NAMES.filter((name) => name !== 'constructor'))('is no server: %s', async (name) => {
    expect(await startClient(guard.connect(name)).end()).toMatchObject({
      code: 69,
      stderr: `mcp-guard: the configuration has no server "${name}"; it has: tiny, constructor\n`,
    });
  });

  it('is an ordinary server if the configuration has one of that name', async () => {
    const other = startClient(guard.connect('constructor'));
    await other.initialize();
    expect(await other.call('echo', { text: 'constructed' })).toBe('constructed');
    expect(await other.end()).toMatchObject({ code: 0 });
  });

  it('is an ordinary role if the configuration has one of that name', async () => {
    const other = startClient(guard.connect('constructor'));
    await other.initialize();
    expect(await other.request('tools/call', { name: 'pid' })).toMatchObject({
      error: { data: { rule: ruleAt('auth.roles.constructor.permissions.denied_tools[0]') } },
    });
    await other.end();
  });

  it.each(NAMES)('is no allowed tool: %s', async (name) => {
    expect(await client.request('tools/call', { name, arguments: {} })).toMatchObject({
      error: {
        code: 10403,
        data: { code: 'POLICY_DENIED', rule: ruleAt('servers.tiny.policy.permissions.allowed_tools') },
      },
    });
  });

  it.each(NAMES)('is no method of the specification: %s', async (name) => {
    expect(await client.request(name)).toMatchObject({ error: { code: 10403, data: { code: 'POLICY_DENIED' } } });
  });

  it.each(NAMES)('is data if it is a key of arguments: %s', async (name) => {
    const line = `{"jsonrpc":"2.0","id":"key of ${name}","method":"tools/call","params":{"name":"echo","arguments":{"${name}":{"allowed_tools":null},"text":"still an object"}}}`;
    client.send(line);
    const answer = await until('it is answered', () => client.received.find(({ id }) => id === `key of ${name}`));
    expect(answer).toMatchObject({ result: { content: [{ text: 'still an object' }] } });
  });

  it.each(NAMES)('is a filter that matches the rows of that server alone: %s', async (name) => {
    const { stdout } = await guard.run('logs', '--json', '--server', name);
    const rows: readonly { readonly server: string }[] = stdout
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    expect(rows.filter(({ server }) => server !== name)).toEqual([]);
  });

  it('is refused as a key of the configuration, since unknown keys are never ignored', async () => {
    const config = '{"servers": {"__proto__": {"command": "/bin/true"}}, "constructor": {}}';
    const bad = await createProcessGuard(config);
    expect(await bad.run('validate')).toMatchObject({ code: 78, stderr: containing('__proto__ cannot be a key') });
    await bad.configure('{"constructor": {}, "toString": 1}');
    const { stderr } = await bad.run('validate');
    expect(stderr).toContain('constructor: unknown key');
    expect(stderr).toContain('toString: unknown key');
    await bad.close();
  });
});
