import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { guardPaths } from '@mcp-guard/core';
import type { RunningDaemon, Upstreams } from '@mcp-guard/daemon';
import { INTERCEPTORS, PASS, type CreateInterceptor } from '@mcp-guard/rules';
import { openSqliteReader } from '@mcp-guard/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FAST, greet, playedBy, startHere, toSession, type Greeted } from '../support/in-process.ts';
import { until } from '../support/until.ts';

/** A daemon that waits for the client that has started it, for as long as a test may take. */
const timings = { ...FAST, firstClient: 60_000 };

let root: string;
let home: string;
let events: string[];
let servers: Duplex[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mcp-guard-first-session-'));
  home = join(root, 'home');
  await mkdir(home, { mode: 0o700 });
  const config = { servers: { raw: { command: process.execPath } } };
  await writeFile(guardPaths(home).config, JSON.stringify(config), { mode: 0o600 });
  [events, servers] = [[], []];
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Notes which messages it judges, and lets them pass. */
const noting: CreateInterceptor = () => ({
  name: 'noting',
  toServer(message) {
    events.push('method' in message ? message.method : 'response');
    return PASS;
  },
});

const upstreams: Upstreams = {
  ...playedBy([]),
  stdio(options) {
    events.push('the server starts');
    return playedBy(servers).stdio(options);
  },
};

const start = (interceptors: readonly CreateInterceptor[]): Promise<RunningDaemon> =>
  startHere({ root, home }, { timings, interceptors }, upstreams);

async function connect(): Promise<Greeted> {
  await until('the daemon listens', () => existsSync(guardPaths(home).socket));
  return greet(home, { server: 'raw', cwd: root });
}

it('the server of the first session starts before the self-test, and gets no message before it', async () => {
  const starting = start([noting, ...INTERCEPTORS]);
  const greeted = await connect();
  const daemon = await starting;
  const [otherSide] = servers;
  if (!otherSide) throw new Error('no server was started');
  const { client, server, close } = toSession(greeted, otherSide);
  client.send('{"jsonrpc":"2.0","method":"notifications/mine"}');
  expect(await server.next()).toContain('notifications/mine');
  expect([events[0], events[1], events.at(-1)]).toEqual(['the server starts', 'Tools/Call', 'notifications/mine']);
  await close();
  await daemon.stop();
  await daemon.stopped;
});

it('a session that waits for a self-test that fails is refused, and its server gets nothing', async () => {
  const starting = start([noting]);
  const why = 'self-test: the policy of raw does not refuse what it must';
  const [started, connected] = await Promise.allSettled([starting, connect()]);
  expect(started).toMatchObject({ status: 'rejected', reason: { message: why } });
  expect(connected).toMatchObject({ status: 'rejected', reason: { farewell: { code: 'INTERNAL', message: why } } });
  expect(events).toEqual(['the server starts', 'Tools/Call']);
  expect(await servers[0]?.toArray()).toEqual([]);
  expect(existsSync(guardPaths(home).socket)).toBe(false);
  const reader = openSqliteReader({ path: guardPaths(home).database, key: undefined });
  const rows = [...reader.audit.all({})].map(({ kind, shape }) => `${kind} ${shape}`);
  reader.close();
  expect(rows).toEqual(['daemon start', 'session open', 'session close', 'daemon stop']);
});
