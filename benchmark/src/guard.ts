import { guardPaths, type GuardPaths } from '@mcp-guard/core';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EVERYTHING, TINY, runNode, type Contender } from './contender.js';
import type { Command, Processes } from './processes.js';
import { openClient } from './stdio-client.js';

const BIN = join(dirname(createRequire(import.meta.url).resolve('mcp-guard/package.json')), 'bin/mcp-guard.cjs');

/** Answers one handshake, then waits: 200 of them weigh little. The first id of the benchmark's client is 1. */
const IDLE_SCRIPT = `read -r line; echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"idle","version":"0"}}}'; exec cat >/dev/null`;

export type GuardedServer = 'everything' | 'tiny' | 'idle';

const SERVERS: Readonly<Record<GuardedServer, readonly [string, ...string[]]>> = {
  everything: [process.execPath, EVERYTHING, 'stdio'],
  tiny: [process.execPath, TINY],
  idle: ['/bin/sh', '-c', IDLE_SCRIPT],
};

/** A guard with a home of its own. */
export interface Guard {
  /** What an MCP client would have in its configuration. */
  commandFor(server: GuardedServer): Command;
  readDaemonPid(): number | undefined;
  /** Ends the daemon; the next client starts another. */
  stop(): Promise<void>;
  /** Ends the daemon and removes the home. */
  close(): Promise<void>;
}

/** Resolves once a session works, or throws the reason in one line. */
export async function openGuard(processes: Processes): Promise<Guard> {
  const home = mkdtempSync(join(tmpdir(), 'mcp-guard-bench-')); // 0700
  const paths = guardPaths(home);
  const env = { MCP_GUARD_HOME: home };
  const readDaemonPid = (): number | undefined => findDaemon(paths);
  const commandFor = (server: GuardedServer): Command => ({ ...runNode(BIN, 'connect', '-s', server), env });
  const stop = (): Promise<void> => processes.run({ ...runNode(BIN, 'stop'), env });

  /** For the ends of the benchmark that leave no time. */
  function abandon(): void {
    killDaemon(readDaemonPid());
    rmSync(home, { recursive: true, force: true });
  }
  async function close(): Promise<void> {
    try {
      if (readDaemonPid() !== undefined) await stop();
    } finally {
      process.removeListener('exit', abandon);
      abandon();
    }
  }

  process.once('exit', abandon);
  writeFileSync(paths.config, toConfiguration(), { mode: 0o600 });
  chmodSync(home, 0o700);
  try {
    if (!existsSync(BIN)) throw new Error('guard: mcp-guard is not built; build it with: pnpm build');
    const client = await openClient(processes, 'guard', commandFor('tiny'));
    await client.close();
    if (readDaemonPid() === undefined) throw new Error('guard: daemon.pid names no process');
    return { commandFor, readDaemonPid, stop, close };
  } catch (error) {
    await close().catch(() => {}); // The first reason is the one to tell.
    throw error;
  }
}

export const toContender = (guard: Guard): Contender => ({
  name: 'guard',
  command: guard.commandFor('everything'),
  costs({ pid }) {
    const daemon = guard.readDaemonPid();
    return [...(daemon === undefined ? [] : [{ role: 'daemon', pid: daemon }]), { role: 'bridge', pid }];
  },
});

/** A bridge whose daemon is the one that listens in `home`. */
export const bridgeTo = (home: string): Command => ({
  ...runNode(BIN, 'connect', '-s', 'everything'),
  env: { MCP_GUARD_HOME: home },
});

function toConfiguration(): string {
  const servers = Object.entries(SERVERS).map(
    ([name, [command, ...args]]) => `  ${name}:
    command: ${JSON.stringify(command)}
    args: ${JSON.stringify(args)}
    max_sessions: 1000
    policy: { permissions: { denied_tools: [no-such-tool] } }
`,
  );
  return `servers:\n${servers.join('')}`;
}

/** The file outlives the daemon, and its pid may be another's by then: a daemon names its home. */
function findDaemon({ home, pid: path }: GuardPaths): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
    if (!Number.isInteger(pid) || pid <= 1) return undefined;
    const command = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(home) ? pid : undefined;
  } catch {
    return undefined; // No such file, or no such process.
  }
}

function killDaemon(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}
