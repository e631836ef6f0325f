import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleAt } from '../support/matchers.ts';
import { readRecord } from '../support/record.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.roots

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'mcp-guard-roots-')));
  await mkdir(join(folder, 'work/a'), { recursive: true });
  await mkdir(join(folder, 'private'));
  await symlink(join(folder, 'private'), join(folder, 'work/out'));
});
afterAll(() => rm(folder, { recursive: true }));

const LIST = '{"jsonrpc":"2.0","id":"r","method":"roots/list"}';
const root = (path: string) => ({ uri: pathToFileURL(join(folder, path)).href, name: path });

/** What the server hears of the client's roots, in each era. */
const TELLS = {
  'in an answer (legacy)': async ({ client, server }: WireSession, roots: readonly object[], note: string) => {
    server.send(LIST);
    await client.next();
    client.send(JSON.stringify({ jsonrpc: '2.0', id: 'r', result: { roots, note } }));
    return toObject(await server.next())['result'];
  },
  'in a retry (modern)': async ({ client, server }: WireSession, roots: readonly object[], note: string) => {
    const params = { name: 'x', inputResponses: { r: { roots, note } }, requestState: 's' };
    client.send(JSON.stringify({ jsonrpc: '2.0', id: 'c', method: 'tools/call', params }));
    const heard = await server.next();
    server.send('{"jsonrpc":"2.0","id":"c","result":{"resultType":"complete","content":[]}}');
    await client.next();
    const [, told] = /"inputResponses":\{"r":(.*)\},"requestState"/u.exec(heard) ?? [];
    return toObject(told ?? '');
  },
} as const;

describe.each(['in an answer (legacy)', 'in a retry (modern)'] as const)(
  'a server that is told of folders, %s',
  (era) => {
    let wire: Wire;
    let session: WireSession;
    beforeAll(async () => {
      wire = await createWire({ policy: { roots: { only: [join(folder, 'work')] } } });
      session = await wire.connect();
    });
    afterAll(() => wire.close());

    it.each([
      ['', ''],
      ['in a large message', 'x'.repeat(140_000)],
    ])('hears of those that lie in an allowed one, and of no other %s', async (_, note) => {
      const escape = { uri: `${root('work').uri}/%2e%2e/private` };
      const roots = [root('private'), root('work'), root(''), root('work/a'), root('work/out'), escape];
      expect(await TELLS[era](session, roots, note)).toEqual({ roots: [root('work'), root('work/a')], note });
    });

    it('gets none if none is allowed', async () => {
      expect(await TELLS[era](session, [root('private')], '')).toEqual({ roots: [], note: '' });
    });

    it('gets all byte for byte if all are allowed, and the record counts the hidden ones', async () => {
      expect(await TELLS[era](session, [root('work/a')], '')).toEqual({ roots: [root('work/a')], note: '' });
      const rows = await readRecord(wire.guard, '-t', 'redact');
      expect(rows.map(({ detail }) => detail)).toContain('hid 4 of 6 roots');
      expect(JSON.stringify(rows)).not.toContain('private');
    });
  },
);

describe('a server that may not list roots', () => {
  let wire: Wire;
  let session: WireSession;
  const rule = { error: { data: { source: 'mcp-guard', rule: ruleAt('servers.raw.policy.roots.enabled') } } };
  beforeAll(async () => {
    wire = await createWire({ policy: { roots: { enabled: false } } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it('is refused, and the client gets no request', async () => {
    session.server.send(LIST);
    expect(toObject(await session.server.next())).toMatchObject(rule);
    session.client.send('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}');
    await session.server.next();
    const inputRequests = { r: { method: 'roots/list' } };
    session.server.send(
      JSON.stringify({ jsonrpc: '2.0', id: 1, result: { resultType: 'input_required', inputRequests } }),
    );
    expect(toObject(await session.client.next())).toMatchObject(rule);
    expect(await heardByClient(session)).toEqual([]);
  });

  it('does not learn that there are any, that they changed, or which they are', async () => {
    const capabilities = { roots: { listChanged: true }, sampling: {} };
    const told = { name: 'x', inputResponses: { r: { roots: [root('private')] } } };
    session.client.send(
      JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list', params: { capabilities } }),
      '{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}',
      JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: told }),
    );
    expect(toObject(await session.client.next())).toMatchObject({ id: 3, ...rule });
    const heard = await heardByServer(session);
    expect(heard.map(toObject)).toMatchObject([{ id: 2, params: { capabilities: {} } }]);
    expect(heard.join('\n')).not.toContain('roots');
  });
});
