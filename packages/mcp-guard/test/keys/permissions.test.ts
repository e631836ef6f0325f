import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireOptions, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.permissions, auth.roles.*.permissions

const ask = (method: string, params: object): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const call = (name: string): string => ask('tools/call', { name, arguments: {} });
const readUri = (uri: string): string => ask('resources/read', { uri });
const prompt = (name: string): string => ask('prompts/get', { name });

/** Each list, and a request that it alone refuses. */
const LISTS: Readonly<Record<string, readonly [patterns: readonly string[], refused: string]>> = {
  allowed_tools: [['read_*', 'write_*'], call('delete_file')],
  denied_tools: [['write_*'], call('write_file')],
  allowed_resources: [['file:///pub/*', 'file:///etc/*'], readUri('file:///home/a')],
  denied_resources: [['file:///etc/*'], readUri('file:///pub/../etc/passwd')],
  allowed_prompts: [['review', 'boss*'], prompt('other')],
  denied_prompts: [['boss*'], prompt('boss_1')],
  allowed_methods: [
    ['tools/*', 'resources/*', 'prompts/*', 'completion/*', 'notifications/progress'],
    ask('logging/setLevel', { level: 'info' }),
  ],
  denied_methods: [['completion/*'], ask('completion/complete', { ref: { type: 'ref/prompt', name: 'review' } })],
};
const PASSING = [call('read_file'), readUri('file:///pub/a'), prompt('review')];
const ALL = Object.fromEntries(Object.entries(LISTS).map(([list, [patterns]]) => [list, patterns]));

const me = userInfo().username;
/** Everything that can carry a list, and where its rules stand. */
const CARRIERS: Readonly<
  Record<string, { options: (lists: object) => WireOptions; base?: (lists: object) => object; place: string }>
> = {
  'a server': { options: (permissions) => ({ policy: { permissions } }), place: 'servers.raw.policy.permissions' },
  'a role': {
    options: (permissions) => ({ config: { auth: { roles: { r: { users: [me], permissions } } } } }),
    place: 'auth.roles.r.permissions',
  },
  'the role of everybody else': {
    options: (permissions) => ({ config: { auth: { roles: { default: { permissions } } } } }),
    place: 'auth.roles.default.permissions',
  },
  'a base’s default': {
    options: () => ({ config: { extends: { path: 'team.yaml' } } }),
    base: (permissions) => ({ default: { permissions } }),
    place: 'default.permissions',
  },
  'a base’s role': {
    options: () => ({ config: { extends: { path: 'team.yaml' } } }),
    base: (permissions) => ({ auth: { roles: { r: { users: [me], permissions } } } }),
    place: 'auth.roles.r.permissions',
  },
};

describe.each(Object.entries(CARRIERS))('of %s', (_, { options, base, place }) => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire(options(ALL));
    if (base) await writeFile(join(wire.guard.home, 'team.yaml'), JSON.stringify(base(ALL)), { mode: 0o600 });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each(PASSING)('all lists together admit what each of them admits: %s', async (line) => {
    session.client.send(line);
    expect(await heardByServer(session)).toEqual([line]);
    session.server.send('{"jsonrpc":"2.0","id":1,"result":{}}');
    await session.client.next();
  });

  it.each(Object.entries(LISTS))('%s decides', async (list, [, line]) => {
    session.client.send(line);
    expect(await heardByServer(session)).toEqual([]);
    const [answer, ...more] = (await heardByClient(session)).map(toObject);
    expect(answer).toMatchObject(refused(1));
    expect(JSON.stringify(answer)).toContain(` ${place}.${list}`);
    expect(more).toEqual([]);
  });
});
