import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleAt } from '../support/matchers.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.permissions.arguments, auth.roles.*.permissions.arguments

/** Each operator, arguments that it lets pass, and some that it does not. */
const RULES: readonly [object, object, object][] = [
  [{ path: '/a', one_of: ['x', 7, true, null] }, { a: 7 }, { a: 8 }],
  [{ path: '/a', matches: ['*.txt', '^[a-z]+$'] }, { a: 'b.txt' }, { a: 'B' }],
  [{ path: '/a', min: 0 }, { a: 0 }, { a: -1 }],
  [{ path: '/a', max: '0.30' }, { a: 0.3 }, { a: 0.31 }],
  [{ path: '/a', under: '/srv/data' }, { a: '/srv/data/x' }, { a: '/srv/data/../x' }],
  [{ path: '/a', under: ['example.com'] }, { a: 'https://example.com/x' }, { a: 'https://example.org/x' }],
  [{ path: '/a', absent: true }, { b: 1 }, { a: 1 }],
  [{ path: '/a', min: 0, optional: true }, { b: 1 }, { a: 'x' }],
  [{ path: '/a', min: 0 }, { a: 1 }, { b: 1 }],
  [{ path: '/a/*/b', max: 5, else: 'deny' }, { a: [{ b: 1 }, { b: 5 }] }, { a: [{ b: 1 }, { b: 6 }] }],
];
const rules = RULES.map(([rule], index) => ({ tool: `tool_${index}`, ...rule }));

describe.each(['server', 'role'])('permissions.arguments of a %s', (carrier) => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    const permissions = { arguments: rules };
    const role = { auth: { roles: { r: { users: [userInfo().username], permissions } } } };
    wire = await createWire(carrier === 'server' ? { policy: { permissions } } : { config: role });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each([...RULES.entries()])('%i: %j', async (index, [, passing, breaking]) => {
    const call = (id: string, args: object): string =>
      JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: `tool_${index}`, arguments: args } });
    const [good, bad] = [call(`good ${index}`, passing), call(`bad ${index}`, breaking)];
    session.client.send(good, bad);
    expect(await heardByServer(session)).toEqual([good]);
    const place = carrier === 'server' ? 'servers.raw.policy' : 'auth.roles.r';
    expect((await heardByClient(session)).map(toObject)).toMatchObject([
      {
        id: `bad ${index}`,
        error: { code: 10403, data: { rule: ruleAt(`${place}.permissions.arguments[${index}]`) } },
      },
    ]);
  });
});
