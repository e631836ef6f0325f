import { EVERYTHING, TINY, type Contender } from './contender.js';
import { bridgeTo, createHome, type GuardHome } from './guard-home.js';
import type { Command, Processes } from './processes.js';
import { openClient } from './stdio-client.js';

/** Answers one handshake, then waits: 200 of them weigh little. The first id of the benchmark's client is 1. */
const IDLE_SCRIPT = `read -r line; echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"idle","version":"0"}}}'; exec cat >/dev/null`;

/** Answers every request at once, also the handshake: 200 of them weigh little. */
const ANSWERING_SCRIPT = `exec sed -u -E 's/^.*"id":([0-9]+),.*$/{"jsonrpc":"2.0","id":\\1,"result":{"content":[]}}/;t;d'`;

export type GuardedServer = 'everything' | 'tiny' | 'idle' | 'answering';

const SERVERS: Readonly<Record<GuardedServer, readonly [string, ...string[]]>> = {
  everything: [process.execPath, EVERYTHING, 'stdio'],
  tiny: [process.execPath, TINY],
  idle: ['/bin/sh', '-c', IDLE_SCRIPT],
  answering: ['/bin/sh', '-c', ANSWERING_SCRIPT],
};

/** A guard with a home of its own. */
export interface Guard extends Pick<GuardHome, 'paths' | 'readDaemonPid' | 'stop' | 'close'> {
  /** What an MCP client would have in its configuration. */
  commandFor(server: GuardedServer): Command;
}

/** Resolves once a session works, or throws the reason in one line. */
export async function openGuard(processes: Processes): Promise<Guard> {
  const guard = createHome(processes, toConfiguration);
  const commandFor = (server: GuardedServer): Command => bridgeTo(guard.paths.home, server);
  try {
    const client = await openClient(processes, 'guard', commandFor('tiny'));
    await client.close();
    if (guard.readDaemonPid() === undefined) throw new Error('guard: daemon.pid names no process');
    return { ...guard, commandFor };
  } catch (error) {
    await guard.close().catch(() => {}); // The first reason is the one to report.
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

function toConfiguration(): string {
  const servers = Object.entries(SERVERS).map(
    ([name, [command, ...args]]) => `  ${name}:
    command: ${JSON.stringify(command)}
    args: ${JSON.stringify(args)}
    max_sessions: 1000
    policy: { permissions: { denied_tools: [no-such-tool] } }
`,
  );
  // One server has a share of the record for an hour, which a benchmark of millions of calls would use up.
  return `servers:\n${servers.join('')}audit: { max_bytes: 64GiB }\n`;
}
