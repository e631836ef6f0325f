import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardPaths, type DaemonStatus, type Farewell } from '@mcp-guard/core';
import type { RunningDaemon } from '@mcp-guard/daemon';
import type { AuditRow } from '@mcp-guard/store';
import { askDaemon } from '../ask-daemon.ts';
import { callLine } from '../calls.ts';
import type { TestConfig } from '../guard.ts';
import { greet, readRows, startHere } from '../in-process.ts';
import { WireEnd } from '../wire-end.ts';
import { toObject } from '../wire-session.ts';

/** A client with a session of a remote server. */
export interface RemoteSession {
  readonly client: WireEnd;
  /** Shakes hands as a client of the legacy era; resolves with the server's answer. */
  initialize(): Promise<Record<string, unknown>>;
  /** Calls the tool `work`; resolves with the next line that comes. */
  call(id: number | string): Promise<Record<string, unknown>>;
  /** Ends the client; resolves once the daemon has ended the session. */
  close(): Promise<Farewell | undefined>;
}

/** A daemon in the test's own process, in front of servers that it reaches over the network. */
export interface RemoteGuard extends AsyncDisposable {
  readonly home: string;
  connect(server?: string): Promise<RemoteSession>;
  /** What the log of a server says so far. */
  log(server?: string): Promise<string>;
  status(): Promise<DaemonStatus>;
  /** Every row of the record that is committed, the oldest first. */
  rows(): readonly AuditRow[];
  configure(config: TestConfig): Promise<void>;
}

/** @param config whole; every entry of its servers has a url */
export async function startRemoteGuard(config: TestConfig): Promise<RemoteGuard> {
  const root = await mkdtemp(join(tmpdir(), 'mcp-guard-remote-'));
  const home = join(root, 'home');
  await mkdir(home, { mode: 0o700 });
  const configure = async (next: TestConfig): Promise<void> => {
    const { config: path } = guardPaths(home);
    await writeFile(`${path}.new`, JSON.stringify({ daemon: { shutdown_timeout: 1 }, ...next }), { mode: 0o600 });
    await chmod(`${path}.new`, 0o600);
    await rename(`${path}.new`, path);
  };
  await configure(config);
  let daemon: RunningDaemon;
  try {
    daemon = await startHere({ root, home });
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
  return {
    home,
    configure,
    connect: (server = 'raw') => openRemoteSession(home, server, root),
    log: (server = 'raw') => readFile(join(guardPaths(home).logs, `server-${server}.log`), 'utf8').catch(() => ''),
    rows: () => readRows(home, {}),
    status: () => askDaemon({ home }, '/status'),
    async [Symbol.asyncDispose]() {
      await daemon.stop();
      await daemon.stopped;
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function openRemoteSession(home: string, server: string, cwd: string): Promise<RemoteSession> {
  const { socket, lines } = await greet(home, { server, cwd });
  const client = new WireEnd('client', lines, socket);
  const farewell = new Promise<Farewell | undefined>((resolve) => {
    lines.once('end', () => socket.end());
    lines.once('close', () => resolve(lines.farewell));
  });
  const ask = async (line: string): Promise<Record<string, unknown>> => {
    client.send(line);
    return toObject(await client.next());
  };
  return {
    client,
    async initialize() {
      const answer = await ask(INITIALIZE);
      client.send('{"jsonrpc":"2.0","method":"notifications/initialized"}');
      return answer;
    },
    call: (id) => ask(callLine('work', {}, id)),
    close() {
      client.end();
      return farewell;
    },
  };
}

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 'initialize',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
});
