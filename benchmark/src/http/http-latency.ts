import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { TINY_HTTP, runNode } from '../contender.js';
import { checkEcho } from '../load.js';
import type { Options } from '../options.js';
import type { Child, Processes } from '../processes.js';
import { describeMachine, type Report } from '../report.js';
import { runLoads, type Entrant } from '../rounds.js';
import { openClient } from '../stdio-client.js';
import { httpAims } from './http-aims.js';
import { openHttpGuard, type HttpGuard } from './http-guard.js';
import { measureIdleRemoteSessions } from './idle-remote-sessions.js';

/** The same server over HTTP, reached by the SDK's transport and through the guard by a client on stdio, in turns. */
export async function measureHttp(processes: Processes, options: Options): Promise<Report> {
  const server = processes.start(runNode(TINY_HTTP));
  const url = await readAddress(server);
  const guard = await openHttpGuard(processes, url);
  try {
    const machine = describeMachine();
    const entrants = await openEntrants(processes, guard, server, url);
    const loads = await runLoads(entrants, options.rounds, options.calls);
    await Promise.all(entrants.map(({ client }) => client.close()));
    const idleSessions = await measureIdleRemoteSessions(guard, options.idleRemoteSessions);
    const aims = httpAims(loads, idleSessions);
    const others = { memory: undefined, starts: undefined, largeResults: undefined };
    return { machine, options, loads, ...others, idleSessions, aims };
  } finally {
    await guard.close();
    await processes.end(server);
  }
}

async function openEntrants(processes: Processes, guard: HttpGuard, server: Child, url: string): Promise<Entrant[]> {
  const { openSdkClient } = await import('./sdk-client.js');
  const direct: Entrant = {
    contender: { name: 'direct', costs: () => [{ role: 'server', pid: server.pid ?? -1 }] },
    client: await openSdkClient(url),
  };
  const guarded: Entrant = {
    contender: {
      name: 'guard',
      costs({ pid }) {
        const daemon = guard.readDaemonPid();
        return [...(daemon === undefined ? [] : [{ role: 'daemon', pid: daemon }]), { role: 'bridge', pid }];
      },
    },
    client: await openClient(processes, 'guard', guard.command),
  };
  await checkEcho(direct.client);
  await checkEcho(guarded.client);
  return [direct, guarded];
}

async function readAddress(server: Child): Promise<string> {
  const lines = createInterface({ input: server.stdout });
  const heard: readonly unknown[] = await once(lines, 'line');
  return String(heard[0]);
}
