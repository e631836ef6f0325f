import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createGuard as createGuardHere } from '../support/in-process-guard.ts';
import { createGuard as createProcessGuard, type CommandLine, type TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { listProcesses, untilGone } from '../support/processes.ts';
import { startClient, type RawClient, type Received } from '../support/raw-client.ts';
import { expectIntactRecord } from '../support/record.ts';
import { tinyServer, type ServerEntry } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

const CLIENT = fileURLToPath(new URL('fixture/client-process.ts', import.meta.url));

/** As npx does: a shell leads the group and waits for the server. */
const launchedByShell = <T extends ServerEntry | CommandLine>(line: T): T => ({
  ...line,
  command: '/bin/sh',
  args: ['-c', '"$0" "$@"; true', line.command, ...line.args],
});

const SERVERS = {
  ordinary: (mark) => tinyServer(mark),
  /** Ignores the end of its input and SIGTERM. */
  stubborn: (mark) => tinyServer('--stubborn', mark),
  /** Leaves a child in its group, which holds its output open. */
  'with child': (mark) => tinyServer('--child', mark),
  launched: (mark) => launchedByShell(tinyServer(mark)),
  'launched stubborn': (mark) => launchedByShell(tinyServer('--stubborn', mark)),
} as const satisfies Record<string, (mark: string) => ServerEntry>;

type Kind = keyof typeof SERVERS;
const LAUNCHED: readonly Kind[] = ['launched', 'launched stubborn'];
const KINDS: readonly Kind[] = ['ordinary', 'stubborn', 'with child', ...LAUNCHED];

const UNAVAILABLE = { code: 10502, data: { source: 'mcp-guard', code: 'UPSTREAM_UNAVAILABLE' } };

interface Scene {
  readonly guard: TestGuard;
  readonly daemon: number;
  /** Names the processes of all servers. */
  readonly mark: string;
}

/** One daemon with all the servers. Afterwards it works as before, the record holds, and no process is left. */
async function withScene(play: (scene: Scene) => Promise<void>, createGuard = createGuardHere): Promise<void> {
  const mark = `mark-${randomUUID()}`;
  const servers = Object.fromEntries(KINDS.map((kind) => [kind, SERVERS[kind](mark)]));
  const guard = await createGuard({ servers });
  try {
    expect(await guard.run('start', '-d')).toMatchObject({ code: 0 });
    await play({ guard, mark, daemon: (await guard.daemonPid()) ?? -1 });
    await untilGone(mark);
    await expectWorks(guard, 'ordinary');
    await expectIntactRecord(guard);
  } finally {
    await guard.close();
  }
  await untilGone(mark);
  await untilGone(guard.home);
}

async function expectWorks(guard: TestGuard, kind: Kind): Promise<void> {
  const client = startClient(guard.connect(kind));
  await client.initialize();
  expect(await client.call('echo', { text: `${kind}?` })).toBe(`${kind}?`);
  expect(await client.end()).toMatchObject({ code: 0 });
}

interface Waiting {
  readonly kind: Kind;
  readonly client: RawClient;
  readonly server: number;
  readonly answer: Promise<Received | undefined>;
}

/** For each server a client with one call that is with the server and stays there. */
const connectAll = ({ guard }: Scene, kinds: readonly Kind[] = KINDS): Promise<readonly Waiting[]> =>
  Promise.all(
    kinds.map(async (kind) => {
      const client = startClient(guard.connect(kind));
      await client.initialize();
      const answer = client.request('tools/call', { name: 'hold' });
      return { kind, client, server: Number(await client.call('pid')), answer };
    }),
  );

const childrenOf = (parent: number, naming = ''): number[] =>
  listProcesses().flatMap((one) => (one.parent === parent && one.command.includes(naming) ? [one.pid] : []));

const untilEnded = (what: string, pids: readonly number[]): Promise<boolean> =>
  until(`${what} is gone`, () => listProcesses().every(({ pid }) => !pids.includes(pid)));

describe.concurrent('kill -9', () => {
  it.each([
    ['', (line: CommandLine) => line],
    [', nor the launcher of the bridge', launchedByShell],
  ])('of the client leaves neither its bridge nor its server%s', (_, launched) =>
    withScene(async ({ guard, mark }) => {
      const clients = await Promise.all(
        KINDS.map(async (kind) => {
          const { command, args, env } = launched(guard.connect(kind));
          const client = spawn(process.execPath, [CLIENT, command, ...args], {
            env,
            stdio: ['ignore', 'pipe', 'ignore'],
          });
          await once(client.stdout, 'data'); // its call is on the way
          return client;
        }),
      );
      const bridges = clients.flatMap(({ pid = -1 }) => childrenOf(pid));
      expect(bridges).toHaveLength(KINDS.length);
      for (const client of clients) client.kill('SIGKILL');
      await untilEnded('every bridge', bridges);
      await untilGone(mark);
    }),
  );

  it('of the bridge closes the connection and leaves no server', () =>
    withScene(async (scene) => {
      for (const { kind, client, answer } of await connectAll(scene)) {
        client.kill('SIGKILL');
        expect({ kind, answer: await answer }).toEqual({ kind, answer: undefined });
      }
    }));

  it('of the daemon ends every bridge with words, also under open ids, every server and the watchdog', () =>
    withScene(async (scene) => {
      const connections = await connectAll(scene);
      const reapers = childrenOf(scene.daemon, 'mcp-guard-reaper');
      expect(reapers).toHaveLength(1);
      process.kill(scene.daemon, 'SIGKILL');
      for (const { kind, client, answer } of connections) {
        expect({ kind, ...(await answer) }).toMatchObject({ kind, error: { data: { code: 'DAEMON_UNAVAILABLE' } } });
        const stderr = containing('mcp-guard: the daemon is gone\n');
        expect({ kind, ...(await client.ended) }).toMatchObject({ kind, code: 69, stderr });
      }
      await untilEnded('the watchdog', reapers);
    }, createProcessGuard));

  it('of the server answers the open call under its id and ends the connection', () =>
    withScene(async (scene) => {
      for (const { kind, client, server, answer } of await connectAll(scene)) {
        process.kill(server, 'SIGKILL');
        expect({ kind, ...(await answer) }).toMatchObject({ kind, error: UNAVAILABLE });
        expect({ kind, ...(await client.ended) }).toMatchObject({ kind, code: 69 });
      }
    }));

  it('of the launcher ends the server behind it, and the open call is answered', () =>
    withScene(async (scene) => {
      for (const { kind, client, server, answer } of await connectAll(scene, LAUNCHED)) {
        const { group } = listProcesses().find(({ pid }) => pid === server) ?? { group: server };
        expect(group).not.toBe(server); // the launcher leads
        process.kill(group, 'SIGKILL');
        expect({ kind, ...(await answer) }).toMatchObject({ kind, error: UNAVAILABLE });
        expect({ kind, ...(await client.ended) }).toMatchObject({ kind, code: 69 });
      }
    }));

  it('of the watchdog starts another one, so the death of the daemon still leaves no server', () =>
    withScene(async (scene) => {
      const connections = await connectAll(scene);
      const [first = -1] = childrenOf(scene.daemon, 'mcp-guard-reaper');
      process.kill(first, 'SIGKILL');
      await until('there is another', () => childrenOf(scene.daemon, 'mcp-guard-reaper').some((pid) => pid !== first));
      await connections[0]?.client.call('pid'); // the daemon has told it of the servers by then
      process.kill(scene.daemon, 'SIGKILL');
      for (const { kind, client } of connections) {
        expect({ kind, ...(await client.ended) }).toMatchObject({ kind, code: 69 });
      }
      await untilGone(scene.mark);
    }, createProcessGuard));
});

it.concurrent('the end of a client’s input ends its server, whatever the server does', () =>
  withScene(async ({ guard, mark }) => {
    const clients = KINDS.map((kind) => startClient(guard.connect(kind)));
    await Promise.all(clients.map((client) => client.initialize()));
    for (const ended of await Promise.all(clients.map((client) => client.end())))
      expect(ended).toMatchObject({ code: 0 });
    await untilGone(mark);
  }));

it.concurrent('a client that has ended its input still gets the response it waits for', () =>
  withScene(async ({ guard }) => {
    const client = startClient(guard.connect('stubborn'));
    await client.initialize();
    const server = Number(await client.call('pid'));
    const answer = client.request('tools/call', { name: 'releaseBySignal' });
    await client.call('pid'); // the call is with the server
    const ended = client.end();
    process.kill(server, 'SIGUSR2');
    expect(await answer).toMatchObject({ result: { content: [{ text: 'released' }] } });
    expect(await ended).toMatchObject({ code: 0 });
  }));
