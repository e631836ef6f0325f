import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Extension } from '@mcp-guard/rules';
import type { Wire, WireSession } from '../support/wire.ts';

/** An extension that does not exist: a list, what it lists, and a poll. */
const notes: Extension = {
  id: 'com.example/notes',
  methods: {
    'notes/list': {
      from: 'client',
      does: 'look',
      describes: true,
      list: { items: 'notes', name: 'uri', kind: 'resources', inner: { items: 'pages', name: 'uri' } },
    },
    'notes/get': { from: 'client', does: 'look', asks: { kind: 'resources', member: 'uri' } },
    'notes/poll': { from: 'client', does: 'poll' },
  },
};

const REGISTRY = '../../../rules/src/extensions/registry.ts';

let wire: Wire;
let session: WireSession;

beforeAll(async () => {
  vi.resetModules();
  vi.doMock(REGISTRY, async (original) => {
    const { EXTENSIONS } = await original<{ EXTENSIONS: readonly Extension[] }>();
    return { EXTENSIONS: [...EXTENSIONS, notes] };
  });
  const { createWire } = await import('../support/in-process-wire.ts');
  wire = await createWire({
    policy: {
      permissions: { allowed_tools: ['read'], denied_resources: ['note://secret/*'], require_approval: ['*'] },
      rate_limit: { tool_limits: { '*': { requests_per_minute: 1 } } },
    },
  });
  session = await wire.connect();
});

afterAll(async () => {
  await wire.close();
  vi.doUnmock(REGISTRY);
  vi.resetModules();
});

const question = (id: number, method: string, params: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

it('is ruled where only its own file and its line in the registry are new', async () => {
  const { client, server } = session;
  client.send(question(1, 'notes/list'));
  await server.next();
  const listed = [
    { uri: 'note://a', pages: [{ uri: 'note://a/1' }] },
    { uri: 'note://b', pages: [{ uri: 'note://secret/1' }] },
    { uri: 'note://secret/c' },
    { uri: 'note://d', Uri: 'note://secret/d' },
    { uri: 'note://e', pages: 'note://secret/e' },
  ];
  server.send(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { notes: listed } }));
  expect(JSON.parse(await client.next())).toMatchObject({ result: { notes: listed.slice(0, 1) } });

  client.send(question(2, 'notes/get', { uri: 'note://secret/c' }));
  expect(JSON.parse(await client.next())).toMatchObject({ error: { message: expect.stringContaining('not allowed') } });

  for (const id of [3, 4, 5]) {
    client.send(question(id, 'notes/poll'));
    expect(await server.next()).toBe(question(id, 'notes/poll'));
    server.send(JSON.stringify({ jsonrpc: '2.0', id, result: {} }));
    await client.next();
  }

  client.send(question(6, 'notes/other'));
  expect(JSON.parse(await client.next())).toMatchObject({
    error: { message: expect.stringContaining('this guard does not know the method notes/other') },
  });
  client.send(question(7, 'Notes/Poll'));
  expect(JSON.parse(await client.next())).toMatchObject({
    error: { message: expect.stringContaining('the method Notes/Poll can be taken for one that this guard knows') },
  });

  const { stdout } = await wire.guard.run('logs', '--json', '--limit', '50');
  expect(stdout).toMatch(/"method":"notes\/get","target":"note:\/\/secret\/c"/);
});
