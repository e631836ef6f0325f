import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { GuardError, guardPaths } from '@mcp-guard/core';
import { openRemote, type UpstreamOptions } from '@mcp-guard/daemon';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { greet, playedBy, startHere, toSession } from '../support/in-process.ts';

let root: string;
let home: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'mcp-guard-remote-session-')));
  home = join(root, 'home');
  await mkdir(home, { mode: 0o700 });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const URL_OF = 'https://mcp.example.com/mcp';
const configure = (server: object): Promise<void> =>
  writeFile(guardPaths(home).config, JSON.stringify({ servers: { raw: server } }), { mode: 0o600 });

it('the server of a session gets its entry, and what its client and the daemon know; its policy binds it', async () => {
  const inside = { arguments: [{ tool: 'read', path: '/file', under: join(root, 'work') }] };
  await configure({ url: URL_OF, transport: 'sse', headers: { 'X-Key': 'k' }, policy: { permissions: inside } });
  await mkdir(join(root, 'work'));
  const servers: Duplex[] = [];
  const opened: UpstreamOptions[] = [];
  const played = playedBy(servers);
  const daemon = await startHere(
    { root, home },
    {},
    {
      ...played,
      sse(options) {
        opened.push(options);
        return played.sse(options);
      },
    },
  );
  const forward = new Map([['TOKEN', 't']]);
  const greeted = await greet(home, { server: 'raw', cwd: join(root, 'work'), forward });
  expect(opened).toMatchObject([
    {
      name: 'raw',
      config: { transport: 'sse', url: URL_OF, headers: { 'X-Key': 'k' }, timeout: 300 },
      client: { cwd: join(root, 'work'), forward },
    },
  ]);
  const [otherSide] = servers;
  if (!otherSide) throw new Error('no server was opened');
  const { client, server, close } = toSession(greeted, otherSide);
  const call = (id: number, file: string): string =>
    JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'read', arguments: { file } } });
  // A remote server has no folder of its own: relative paths start in that of the client.
  client.send(call(1, '../other/x'));
  expect(await client.next()).toContain('permissions.arguments[0]');
  client.send(call(2, 'x'));
  expect(await server.next()).toContain('"id":2');
  await close();
  await daemon.stop();
  await daemon.stopped;
});

it('a server that cannot be opened refuses its session, and the daemon goes on', async () => {
  await configure({ url: URL_OF });
  const played = playedBy([]);
  const refuse = openRemote(() => {
    throw new GuardError('UPSTREAM_UNAVAILABLE', 'the server raw is not reached');
  });
  const daemon = await startHere({ root, home }, {}, { ...played, 'streamable-http': refuse });
  for (const _ of [1, 2])
    await expect(greet(home, { server: 'raw', cwd: root })).rejects.toMatchObject({
      farewell: { code: 'UPSTREAM_UNAVAILABLE', message: 'the server raw is not reached' },
    });
  await daemon.stop();
  await daemon.stopped;
});
