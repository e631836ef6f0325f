import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { ruleAt } from '../support/matchers.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.unknown_methods

const POLICIES = {
  allowing: { permissions: { allowed_tools: ['read'] } },
  denying: { permissions: { denied_tools: ['delete'], denied_resources: ['file:///etc/*'], denied_prompts: ['boss'] } },
  carrying: { permissions: { allowed_tools: ['read'] }, unknown_methods: 'carry' },
  refusing: { unknown_methods: 'refuse' },
} as const;

const message = (method: string, params: object, id?: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', ...(id !== undefined && { id }), method, params });

describe.each(['allowing', 'denying', 'carrying', 'refusing'] as const)('an alias of a method (%s policy)', (name) => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire({ policy: POLICIES[name] });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each([
    'Tools/Call',
    'tools/call ',
    ' tools/call',
    'tools/call\n',
    'tools/call\0',
    'tools\u200b/call',
    'ｔools/call',
  ])('that only folds to a known one reaches nobody, as a request and as a notification (%j)', async (method) => {
    session.client.send(message(method, { name: 'read' }, 1), message(method, { name: 'read' }));
    expect(toObject(await session.client.next())).toMatchObject(refused(1));
    expect(await heardByServer(session)).toEqual([]);
    expect(await heardByClient(session)).toEqual([]);
  });

  const isCarried = name === 'denying' || name === 'carrying';
  it(`that is unknown is ${isCarried ? 'carried' : 'refused'}`, async () => {
    const lines = [message('tools/invoke', { name: 'read' }, 'u'), message('tools/invoke', { name: 'read' })];
    session.client.send(...lines);
    expect(await heardByServer(session)).toEqual(isCarried ? lines : []);
    const answers = (await heardByClient(session)).map(toObject);
    const rule = { error: { data: { rule: ruleAt('servers.raw.policy.unknown_methods') } } };
    expect(answers).toMatchObject(isCarried ? [] : [{ ...refused('u'), ...rule }]);
    if (isCarried) session.server.send('{"jsonrpc":"2.0","id":"u","result":{}}');
    await heardByClient(session);
  });

  it('from the server is carried', async () => {
    const line = message('sampling/invoke', { name: 'delete' });
    session.server.send(line);
    expect(await heardByClient(session)).toEqual([line]);
  });
});

describe('an unknown method that is carried', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire({ policy: POLICIES.denying });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each([
    [{ name: 'delete' }, 'denied_tools[0]'],
    [{ name: 'DELETE\u200b' }, 'denied_tools[0]'],
    [{ name: 'boss' }, 'denied_prompts[0]'],
    [{ uri: 'file:///etc/passwd' }, 'denied_resources[0]'],
    [{ name: 'read', uri: 'FILE://localhost/%65tc/passwd' }, 'denied_resources[0]'],
    [{ name: ['delete'] }, 'denied_tools'],
    [{ uri: { href: 'file:///etc/passwd' } }, 'denied_resources'],
  ])('does not reach what is denied (%j)', async (params, rule) => {
    session.client.send(message('tools/invoke', params, 1), message('tools/invoke', params));
    expect(toObject(await session.client.next())).toMatchObject({
      id: 1,
      error: { data: { code: 'POLICY_DENIED', rule: ruleAt(`servers.raw.policy.permissions.${rule}`) } },
    });
    expect(await heardByServer(session)).toEqual([]);
  });
});

it('`validate` says what an allow list means for unknown methods', async () => {
  await using wire = await createWire({ policy: POLICIES.allowing });
  const { code, stdout, stderr } = await wire.guard.run('validate');
  expect(code).toBe(0);
  expect(stdout + stderr).toContain('unknown methods are refused, since an allow list is set');
});
