import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { ruleAt } from '../support/matchers.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.extensions, servers.*.policy.permissions.denied_methods, servers.*.policy.permissions.allowed_methods

const SKILLS = 'io.modelcontextprotocol/skills';
const TASKS = 'io.modelcontextprotocol/tasks';
const PLACE = 'servers.raw.policy';

const message = (id: unknown, method: string, params: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', ...(id !== undefined && { id }), method, params });

describe('methods that the policy refuses', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire({ policy: { permissions: { denied_methods: ['completion/*', 'logging/setLevel'] } } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each([
    ['completion/complete', 0],
    ['logging/setLevel', 1],
  ])('%s reaches no server, as a request and as a notice', async (method, index) => {
    session.client.send(message(1, method), message(undefined, method));
    const rule = { data: { rule: ruleAt(`${PLACE}.permissions.denied_methods[${index}]`) } };
    expect(toObject(await session.client.next())).toMatchObject({ ...refused(1), error: rule });
    expect(await heardByServer(session)).toEqual([]);
  });

  it('others pass', async () => {
    session.client.send(message(2, 'tools/list'));
    expect(await heardByServer(session)).toEqual([message(2, 'tools/list')]);
  });
});

it('only methods that are allowed pass, and those that each session needs', async () => {
  await using wire = await createWire({
    policy: { permissions: { allowed_methods: ['tools/*', 'notifications/progress'] } },
  });
  const session = await wire.connect();
  const passing = [message(1, 'ping'), message(2, 'tools/list'), message(undefined, 'notifications/initialized')];
  session.client.send(...passing, message(3, 'resources/list'), message(4, 'other/invoke'));
  expect(await heardByServer(session)).toEqual(passing);
});

it('capability-without-extension: a refused extension is hidden from both sides, and its methods are refused', async () => {
  await using wire = await createWire({ policy: { extensions: { deny: [SKILLS, TASKS] } } });
  const session = await wire.connect();
  const capabilities = { extensions: { [SKILLS]: {}, 'com.example/own': {} }, tasks: {}, roots: {} };
  session.client.send(
    message(1, 'initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'c', version: '1' } }),
  );
  expect(toObject(await session.server.next())).toMatchObject({
    params: { capabilities: { extensions: { 'com.example/own': {} }, roots: {} } },
  });
  const result = {
    protocolVersion: '2025-11-25',
    capabilities: { ...capabilities, tools: {} },
    serverInfo: { name: 's', version: '1' },
  };
  session.server.send(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
  const answer = toObject(await session.client.next());
  expect(answer).toEqual({
    jsonrpc: '2.0',
    id: 1,
    result: { ...result, capabilities: { extensions: { 'com.example/own': {} }, roots: {}, tools: {} } },
  });
  for (const [id, method] of [
    [2, 'skills/list'],
    [3, 'tasks/list'],
  ] as const) {
    session.client.send(message(id, method));
    expect(toObject(await session.client.next())).toMatchObject({
      ...refused(id),
      error: { message: expect.stringContaining('the extension io.modelcontextprotocol/') },
    });
  }
  session.server.send('{"jsonrpc":"2.0","id":"s","method":"tasks/list"}');
  expect(toObject(await session.server.next())).toMatchObject(refused('s'));
  expect(await heardByClient(session)).toEqual([]);
});

it('only extensions that are allowed are seen', async () => {
  await using wire = await createWire({ policy: { extensions: { allow: [SKILLS] } } });
  const session = await wire.connect();
  session.client.send(message(1, 'tasks/list'));
  expect(toObject(await session.client.next())).toMatchObject(refused(1));
  session.client.send(message(2, 'skills/list'));
  expect(await heardByServer(session)).toEqual([message(2, 'skills/list')]);
});

it('a method that each session needs cannot be named', async () => {
  await expect(
    createWire({ policy: { permissions: { denied_methods: ['ping'] } } }).then((wire) => wire.connect()),
  ).rejects.toThrow('no session can do without this method');
});
