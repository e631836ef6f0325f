import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { ruleAt } from '../support/matchers.ts';
import { ask, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const line = (message: object): string => JSON.stringify({ jsonrpc: '2.0', ...message });
const request = (method: string, params: object, id = 'x'): string => line({ id, method, params });
const MODERN = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };

/** Calls a tool that runs as a task; the guard learns the id from the answer. */
const START = {
  legacy: (session: WireSession, taskId: string, name = 'read', more: object = {}) =>
    ask(
      session,
      request('tools/call', { name, task: { ttl: 1000 } }, 'start'),
      line({ id: 'start', result: { task: { taskId, status: 'working' }, ...more } }),
    ),
  modern: (session: WireSession, taskId: string, name = 'read', more: object = {}) =>
    ask(
      session,
      request('tools/call', { name, _meta: MODERN }, 'start'),
      line({ id: 'start', result: { resultType: 'task', taskId, status: 'working', ...more } }),
    ),
} as const;

async function refusal({ client }: WireSession, message: string): Promise<Record<string, unknown>> {
  client.send(message);
  return toObject(await client.next());
}

describe.each(['legacy', 'modern'] as const)('tasks (%s)', (era) => {
  let wire: Wire;
  let mine: WireSession;
  let other: WireSession;
  const start = START[era];
  beforeAll(async () => {
    wire = await createWire({ names: ['raw', 'second'] });
    mine = await wire.connect('raw');
    other = await wire.connect('second');
    await start(mine, 'mine');
    await start(other, 'foreign');
    await start(mine, 'large', 'read', { note: 'x'.repeat(140_000) });
  });
  afterAll(() => wire.close());

  it.each([
    ['tasks/get', { taskId: 'foreign' }],
    ['tasks/result', { taskId: 'foreign' }],
    ['tasks/cancel', { taskId: 'foreign' }],
    ['tasks/update', { taskId: 'foreign', inputResponses: {} }],
    ['tasks/update', { taskId: 'foreign', inputResponses: {}, note: 'x'.repeat(140_000) }],
    ['tasks/peek', { taskId: 'foreign' }],
    ['tasks/get', { taskId: 'nobody’s' }],
    ['tasks/get', { taskId: ['mine'] }],
    ['tools/call', { name: 'x', _meta: { 'io.modelcontextprotocol/related-task': { taskId: 'foreign' } } }],
    ['subscriptions/listen', { notifications: { taskIds: ['mine', 'foreign'] } }],
  ])('of another server are not reached by %s', async (method, params) => {
    expect(await refusal(mine, request(method, params))).toMatchObject(refused('x'));
    expect(await heardByServer(mine)).toEqual([]);
  });

  it.each(['mine', 'large'])('of the same user are reached, also from another connection (%s)', async (taskId) => {
    const again = await wire.connect('raw');
    for (const session of [mine, again]) {
      const answer = line({ id: 'x', result: { taskId, status: 'completed' } });
      expect(await ask(session, request('tasks/get', { taskId }), answer)).toBe(answer);
    }
    const update = request('tasks/update', { taskId, inputResponses: {}, note: 'x'.repeat(140_000) });
    const done = line({ id: 'x', result: {} });
    expect(await ask(mine, update, done)).toBe(done);
    await again.close();
  });

  it.each([
    ['', ''],
    ['a large ', 'x'.repeat(140_000)],
  ])('of others are left out of %slist', async (_, note) => {
    const tasks = ['foreign', 'mine', 'x'].map((taskId) => ({ taskId, status: 'working' }));
    const meta = era === 'modern' ? { _meta: MODERN } : {};
    const answer = line({ id: 'x', result: { tasks, note } });
    expect(toObject(await ask(mine, request('tasks/list', meta), answer))['result']).toEqual({
      tasks: [tasks[1]],
      note,
      ...(era === 'modern' && { cacheScope: 'private', ttlMs: 0 }),
    });
  });

  it('are not revealed by a list', async () => {
    await ask(mine, request('tasks/list', {}), line({ id: 'x', result: { task: { taskId: 'planted' }, tasks: [] } }));
    expect(await refusal(mine, request('tasks/get', { taskId: 'planted' }))).toMatchObject(refused('x'));
  });
});

describe('a task whose tool is denied later', () => {
  it('is not delivered, nor is a result on its way', async () => {
    await using wire = await createWire();
    const session = await wire.connect();
    await START.legacy(session, 'kept', 'read');
    await START.legacy(session, 'gone', 'delete');
    session.client.send(request('tasks/result', { taskId: 'gone' }, 'waiting'));
    await session.server.next();

    await wire.configure({ policy: { permissions: { denied_tools: ['delete'] } } });
    while (!(await isDenied(session)));
    const rule = { error: { data: { rule: ruleAt('servers.raw.policy.permissions.denied_tools[0]') } } };
    expect(await refusal(session, request('tasks/get', { taskId: 'gone' }))).toMatchObject(rule);
    session.server.send(line({ id: 'waiting', result: { content: [{ type: 'text', text: 'canary' }] } }));
    const late = await session.client.next();
    expect(toObject(late)).toMatchObject({ id: 'waiting', ...rule });
    expect(late).not.toContain('canary');

    const tasks = [{ taskId: 'kept' }, { taskId: 'gone' }];
    const list = await ask(session, request('tasks/list', {}), line({ id: 'x', result: { tasks } }));
    expect(toObject(list)['result']).toEqual({ tasks: [{ taskId: 'kept' }] });
  });

  it('is unknown after a restart of the daemon, and the client gets an error', async () => {
    await using wire = await createWire();
    const before = await wire.connect();
    await START.legacy(before, 'mine');
    await before.close();
    await wire.guard.run('stop');
    const after = await wire.connect();
    expect(await refusal(after, request('tasks/get', { taskId: 'mine' }))).toMatchObject({
      error: {
        message: expect.stringContaining(
          'the guard does not know this task: it belongs to someone else, or was created before the guard started',
        ),
      },
    });
  });
});

/** Tells whether the new configuration is in force: calls the tool that it denies. */
async function isDenied(session: WireSession): Promise<boolean> {
  const { client, server } = session;
  client.send(request('tools/call', { name: 'delete' }, 'probe'));
  const isHeard = (await heardByServer(session)).length > 0;
  if (isHeard) server.send(line({ id: 'probe', result: {} }));
  await client.next();
  return !isHeard;
}

it('a server reaches only the tasks that this client runs for it', async () => {
  await using wire = await createWire({ names: ['raw', 'second'], policy: { sampling: { enabled: true } } });
  const [mine, other] = [await wire.connect('raw'), await wire.connect('second')];
  for (const [{ client, server }, taskId] of [
    [mine, 'mine'],
    [other, 'foreign'],
  ] as const) {
    server.send(request('sampling/createMessage', { messages: [], maxTokens: 1, task: {} }, 's'));
    await client.next();
    client.send(line({ id: 's', result: { task: { taskId, status: 'working' } } }));
    await server.next();
  }
  const { client, server } = mine;
  server.send(request('tasks/result', { taskId: 'foreign' }));
  expect(toObject(await server.next())).toMatchObject(refused('x'));
  server.send(request('tasks/result', { taskId: 'mine' }));
  expect(toObject(await client.next())).toMatchObject({ params: { taskId: 'mine' } });
  client.send(line({ id: 'x', result: {} }));
  await server.next();
  server.send(request('tasks/list', {}));
  await client.next();
  client.send(line({ id: 'x', result: { tasks: [{ taskId: 'foreign' }, { taskId: 'mine' }] } }));
  expect(toObject(await server.next())['result']).toEqual({ tasks: [{ taskId: 'mine' }] });
  // The client gives ids to its own tasks as it likes: they open nothing at the server.
  expect(await refusal(mine, request('tasks/get', { taskId: 'mine' }))).toMatchObject(refused('x'));
});
