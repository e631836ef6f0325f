import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type WireOptions } from '../support/wire.ts';

const ask = (method: string, params: object): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const call = (name: string): string => ask('tools/call', { name, arguments: {} });
const readUri = (uri: string): string => ask('resources/read', { uri });
const prompt = (name: string): string => ask('prompts/get', { name });

/** Each list, a request that it lets pass, and one that it refuses. */
const LISTS: readonly [string, readonly string[], string, string][] = [
  ['allowed_tools', ['read_*'], call('read_file'), call('write_file')],
  ['denied_tools', ['write_*'], call('read_file'), call('write_file')],
  ['allowed_resources', ['file:///pub/*'], readUri('file:///pub/a'), readUri('file:///etc/passwd')],
  ['denied_resources', ['file:///etc/*'], readUri('file:///pub/a'), readUri('file:///pub/../etc/passwd')],
  ['allowed_prompts', ['review'], prompt('review'), prompt('other')],
  ['denied_prompts', ['boss*'], prompt('review'), prompt('boss_1')],
];

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

describe.concurrent.each(Object.keys(CARRIERS))('of %s', (name) => {
  it.each(LISTS)('%s %j decides', async (list, patterns, passing, refusedLine) => {
    const carrier = CARRIERS[name];
    if (!carrier) throw new Error(name);
    const lists = { [list]: patterns };
    await using wire = await createWire({});
    if (carrier.base) {
      await writeFile(join(wire.guard.home, 'team.yaml'), JSON.stringify(carrier.base(lists)), { mode: 0o600 });
    }
    await wire.configure(carrier.options(lists));
    const session = await wire.connect();
    session.client.send(passing);
    expect(await heardByServer(session)).toEqual([passing]);
    session.server.send('{"jsonrpc":"2.0","id":1,"result":{}}');
    await session.client.next();
    session.client.send(refusedLine);
    expect(await heardByServer(session)).toEqual([]);
    const [answer, ...more] = (await heardByClient(session)).map(toObject);
    expect(answer).toMatchObject(refused(1));
    expect(JSON.stringify(answer)).toContain(` ${carrier.place}.${list}`);
    expect(more).toEqual([]);
    await session.close();
  });
});
