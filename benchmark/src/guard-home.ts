import { guardPaths, type GuardPaths } from '@mcp-guard/core';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command, Processes } from './processes.js';

const BIN = join(dirname(createRequire(import.meta.url).resolve('mcp-guard/package.json')), 'bin/mcp-guard.cjs');

/** What starts the guard's command line in a home. What it remembers outside of it goes beside it, not to the person's. */
export const guardCommand = (home: string, ...args: readonly string[]): Command => ({
  command: process.execPath,
  args: [BIN, ...args],
  env: { MCP_GUARD_HOME: home, HOME: dirname(home) },
});

/** A bridge to a server of the configuration in `home`: what an MCP client would have in its own. */
export const bridgeTo = (home: string, server: string): Command => guardCommand(home, 'connect', '-s', server);

/** A home of its own, with a configuration. The first bridge starts the daemon. */
export interface GuardHome {
  readonly paths: GuardPaths;
  readDaemonPid(): number | undefined;
  /** Ends the daemon; the next bridge starts another. */
  stop(): Promise<void>;
  /** Ends the daemon and removes the home. */
  close(): Promise<void>;
  /** The same at once, for ends that leave no time. */
  abandon(): void;
}

export function createHome(processes: Processes, toConfiguration: (paths: GuardPaths) => string): GuardHome {
  if (!existsSync(BIN)) throw new Error('guard: mcp-guard is not built; build it with: pnpm build');
  const root = mkdtempSync(join(tmpdir(), 'mcp-guard-bench-')); // 0700
  const home = join(root, 'home');
  mkdirSync(home, { mode: 0o700 });
  mkdirSync(join(root, '.config'));
  symlinkSync(home, join(root, '.config', 'mcp-guard')); // a client starts no other by itself
  const paths = guardPaths(home);
  const readDaemonPid = (): number | undefined => findDaemon(paths);
  const stop = (): Promise<void> => processes.run(guardCommand(home, 'stop'));

  function abandon(): void {
    process.removeListener('exit', abandon);
    killDaemon(readDaemonPid());
    rmSync(root, { recursive: true, force: true });
  }
  async function close(): Promise<void> {
    try {
      if (readDaemonPid() !== undefined) await stop();
    } finally {
      abandon();
    }
  }

  process.once('exit', abandon);
  writeFileSync(paths.config, toConfiguration(paths), { mode: 0o600 });
  return { paths, readDaemonPid, stop, close, abandon };
}

/** Where the page of a running daemon is. */
export function readPageUrl({ daemonLog }: GuardPaths): string {
  const url = /"page":"(http:\/\/127\.0\.0\.1:\d+)"/.exec(readFileSync(daemonLog, 'utf8'))?.[1];
  if (url === undefined) throw new Error('the daemon has no page');
  return url;
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
