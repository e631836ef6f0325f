import { readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { guardPaths } from '@mcp-guard/core';
import { afterEach, describe, expect, it } from 'vitest';
import { startInProcess, type InProcess } from '../support/in-process.ts';
import { processesNaming } from '../support/processes.ts';
import { until } from '../support/until.ts';

let guard: InProcess | undefined;
afterEach(async () => {
  await guard?.close();
  guard = undefined;
});

const call = (id: number, name: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } });
const result = (id: number): string => JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } });

describe('a daemon in the process of a test', () => {
  it('carries a request and its response', async () => {
    guard = await startInProcess();
    const { client, server, close } = await guard.connect();
    client.send(call(1, 'read'));
    expect(await server.next()).toBe(call(1, 'read'));
    server.send(result(1));
    expect(await client.next()).toBe(result(1));
    expect(await close()).toBeUndefined();
  });

  it('refuses by its policy, and by a new one after a reload', async () => {
    guard = await startInProcess({ policy: { permissions: { denied_tools: ['write'] } } });
    const { client, server } = await guard.connect();
    client.send(call(1, 'write'));
    expect(await client.next()).toContain('POLICY_DENIED');
    await guard.configure({ policy: { permissions: { denied_tools: ['read'] } } });
    await until('the new policy is in force', () => guard?.rows({}).some(({ shape }) => shape === 'reload'));
    client.send(call(2, 'read'));
    expect(await client.next()).toContain('POLICY_DENIED');
    client.send(call(3, 'write'));
    expect(await server.next()).toBe(call(3, 'write'));
  });

  it('answers an open request with the reason when its server is gone', async () => {
    guard = await startInProcess();
    const { client, server, killServer, farewell } = await guard.connect();
    client.send(call(1, 'read'));
    await server.next();
    killServer();
    expect(await client.next()).toContain('the server raw ended');
    expect(await farewell).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', message: 'the server raw ended' });
  });

  it.each([
    ['was removed', (home: string) => rm(home, { recursive: true })],
    ['is another one', (home: string) => rename(home, `${home}-old`)],
  ])('ends by itself with its servers once its home %s', async (_, lose) => {
    guard = await startInProcess();
    const { server, farewell } = await guard.connect();
    const { home, socket } = guardPaths(guard.home);
    await lose(home);
    await mkdir(home, { recursive: true });
    await writeFile(socket, 'of another daemon');
    expect(await farewell).toMatchObject({ code: 'DAEMON_UNAVAILABLE', message: 'the daemon was stopped' });
    await guard.daemon.stopped;
    expect(await server.next().catch(() => 'ended')).toBe('ended');
    expect(await readFile(socket, 'utf8')).toBe('of another daemon');
    await rm(`${home}-old`, { recursive: true, force: true });
  });

  it('serves its control API', async () => {
    guard = await startInProcess({ names: ['raw', 'other'] });
    await guard.connect('other');
    const status = await guard.ask<{ sessions: number; servers: readonly object[] }>('/status');
    expect(status).toMatchObject({ sessions: 1, servers: [{ name: 'raw' }, { name: 'other', sessions: 1 }] });
  });
});

describe('a bridge that is refused', () => {
  it.each([
    ['whose server is not configured', 'missing', {}, 'UNKNOWN_SERVER', 'missing'],
    ['that names another configuration', 'raw', { config: '/nowhere/mcp-guard.yaml' }, 'CONFIG_INVALID', 'raw'],
    ['that does not bring the key', 'raw', { key: '0'.repeat(64) }, 'UNAUTHENTICATED', null],
  ])('%s has a row that names what the record may know', async (_, server, hello, code, shown) => {
    guard = await startInProcess();
    await expect(guard.connect(server, hello)).rejects.toMatchObject({ farewell: { code } });
    await guard.stop();
    expect(guard.rows()).toContainEqual(expect.objectContaining({ kind: 'session', server: shown, code }));
  });
});

/** Counts of what a daemon could leave in the process that it ran in. */
function traces(): ReadonlyMap<string, number> {
  const counts = new Map([
    ['umask', process.umask()],
    ['open files', readdirSync('/dev/fd').length],
  ]);
  for (const name of process.eventNames()) counts.set(`listeners: ${String(name)}`, process.listenerCount(name));
  for (const kind of process.getActiveResourcesInfo()) {
    if (/Wrap$|Port$|^Worker/u.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1); // the test runner has timers too
  }
  return counts;
}

it('a daemon that is stopped leaves nothing behind, and another one takes its home', async () => {
  await (await startInProcess()).close(); // what is loaded once stays
  const before = traces();
  for (let round = 0; round < 4; round++) {
    const daemon = await startInProcess();
    const { home } = daemon;
    const { client, farewell } = await daemon.connect();
    client.send(call(1, 'read'));
    await daemon.stop();
    expect(await farewell).toMatchObject({ code: 'DAEMON_UNAVAILABLE' });
    expect((await readdir(home)).filter((name) => name.endsWith('.sock'))).toEqual([]);
    await daemon.close();
    await expect(stat(home)).rejects.toThrow('ENOENT');
    expect(processesNaming(home)).toEqual([]);
  }
  await expect.poll(() => [...traces()].filter(([name, count]) => count > (before.get(name) ?? 0))).toEqual([]);
});
