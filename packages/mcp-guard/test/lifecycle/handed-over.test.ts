import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readlinkSync, writeFileSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CAN_PASS_DESCRIPTORS } from '@mcp-guard/core';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CommandLine, TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { listProcesses } from '../support/processes.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';

const SERVERS = { servers: { tiny: tinyServer() } };
/** Its server ignores the end of its input, so an open call stays open. */
const STUBBORN = { servers: { tiny: tinyServer('--stubborn') } };
const clientInfo = { name: 'raw', version: '1' };
const INITIALIZE = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
const toLine = (id: number, method: string, params: object): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

/** What the input and the output of a process are; nothing of one that is only beginning, or gone. */
function inputAndOutput(pid: number): string[] {
  try {
    return [0, 1].map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}
const HANDED_OVER = ['/dev/null', '/dev/null'];

/** The bridge lets go of them after its welcome, when the daemon may have answered the client already. */
const untilHandedOver = (pid: number): Promise<boolean> =>
  until('it has let go', () => isDeepStrictEqual(inputAndOutput(pid), HANDED_OVER));

async function connect(line: CommandLine): Promise<RawClient> {
  const client = startClient(line);
  await client.initialize();
  return client;
}

/** Starts the bridge by a script of a shell, in which `"$0" "$@"` is the bridge. */
const by = (script: string, { command, args, env }: CommandLine): CommandLine => ({
  command: '/bin/sh',
  args: ['-c', script, command, ...args],
  env,
});

const untilNoSession = (guard: TestGuard): Promise<boolean> =>
  until('no session is left', async () => (await readStatus(guard)).sessions === 0);

interface Pipe {
  readonly path: string;
  readonly reads: number;
  readonly writes: number;
}

/** A pipe of which each end can be opened again by its path. */
function openPipe(path: string): Pipe {
  execFileSync('mkfifo', [path]);
  const both = openSync(path, 'r+'); // without it, each of the next two would wait for the other
  const pipe = { path, reads: openSync(path, 'r'), writes: openSync(path, 'w') };
  closeSync(both);
  return pipe;
}

/** A client whose bridge has two pipes, of which the test holds all ends. */
async function connectByPipes(guard: TestGuard) {
  const folder = dirname(guard.home);
  const [input, output] = [openPipe(join(folder, 'input')), openPipe(join(folder, 'output'))];
  const { command, args, env } = guard.connect('tiny');
  const bridge = spawn(command, args, { env, stdio: [input.reads, output.writes, 'ignore'] });
  const ended = once(bridge, 'close');
  writeSync(input.writes, toLine(1, 'initialize', INITIALIZE));
  await using reader = await open(output.path);
  expect((await reader.read()).buffer.toString()).toContain('"name":"tiny"');
  return { input, output, pid: bridge.pid ?? -1, ended };
}

const waits = (fd: number): boolean => {
  const O_NONBLOCK = 0o4000;
  const flags = /^flags:\s*(\d+)$/mu.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '';
  return (Number.parseInt(flags, 8) & O_NONBLOCK) === 0;
};

describe.runIf(CAN_PASS_DESCRIPTORS).concurrent('a client’s input and output are handed over to the daemon,', () => {
  it('so a bridge that is stopped holds nothing up, and the session ends as ever', () =>
    withProcessGuard(SERVERS, async (guard) => {
      const client = await connect(guard.connect('tiny'));
      await untilHandedOver(client.pid);
      client.kill('SIGSTOP');
      const text = 'x'.repeat(2 ** 20);
      expect(await client.call('echo', { text })).toBe(text);
      client.kill('SIGCONT');
      expect(await client.end()).toMatchObject({ code: 0, stderr: containing('server-tiny.log\n') });
    }));

  it('and those who share its pipes see no change of their mode', () =>
    withGuard(SERVERS, async (guard) => {
      const { input, output, pid, ended } = await connectByPipes(guard);
      await untilHandedOver(pid);
      expect([input.reads, output.writes].map(waits)).toEqual([true, true]);
      closeSync(input.writes);
      expect(await ended).toEqual([0, null]);
      [input.reads, output.reads, output.writes].forEach((fd) => closeSync(fd));
    }));

  it.each(['SIGKILL', 'SIGTERM'] as const)('and a bridge that is ended by %s ends the client’s output', (signal) =>
    withGuard(SERVERS, async (guard) => {
      const client = await connect(guard.connect('tiny'));
      const held = client.request('tools/call', { name: 'hold' });
      client.kill(signal);
      expect(await held).toBeUndefined();
      expect(await client.ended).toMatchObject({ signal });
      await untilNoSession(guard);
    }),
  );

  it.each([
    ['', false],
    [', also to a client that has ended its input', true],
  ])('and when the daemon is killed, the bridge gives each open call an error under its id%s', (_, endsInput) =>
    withProcessGuard(STUBBORN, async (guard) => {
      const { input, output, ended } = await connectByPipes(guard);
      await using reader = await open(output.path);
      const calls = ['hold', 'hold', 'pid'].map((name, at) => toLine(at + 2, 'tools/call', { name }));
      writeSync(input.writes, calls.join(''));
      expect((await reader.read()).buffer.toString()).toContain('"id":4'); // the others are with the server
      if (endsInput) {
        closeSync(input.writes);
        await delay(200); // the daemon sees it
      }
      process.kill((await guard.daemonPid()) ?? -1, 'SIGKILL');
      expect(await ended).toEqual([69, null]);
      if (!endsInput) closeSync(input.writes);
      [input.reads, output.reads, output.writes].forEach((fd) => closeSync(fd));
      const heard = (await reader.readFile('utf8')).trimEnd().split('\n');
      const error = { code: 10503, message: containing('may have run'), data: { code: 'DAEMON_UNAVAILABLE' } };
      expect(heard.map((line): unknown => JSON.parse(line))).toMatchObject([2, 3].map((id) => ({ id, error })));
    }),
  );

  it('which sends a refusal to the client before the bridge reports it', () =>
    withGuard(SERVERS, async (guard) => {
      const client = await connect(guard.connect('tiny'));
      const held = client.request('tools/call', { name: 'hold' });
      await client.request('tools/call', { name: 'die', arguments: { words: 'enough' } });
      expect(await held).toMatchObject({ error: { data: { code: 'UPSTREAM_UNAVAILABLE' } } });
      expect(await client.ended).toMatchObject({ code: 69, stderr: containing('enough\n') });
    }));

  it('which sees that a client has ended its input and no longer reads: a socket', () =>
    withGuard(STUBBORN, async (guard) => {
      const { command, args, env } = guard.connect('tiny');
      const bridge = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
      bridge.stdin.write(toLine(1, 'initialize', INITIALIZE));
      await once(bridge.stdout, 'data');
      bridge.stdin.end(toLine(2, 'tools/call', { name: 'hold' }));
      bridge.stdout.destroy();
      expect(await once(bridge, 'exit')).toEqual([0, null]);
      await untilNoSession(guard);
    }));

  it('which sees that a client has ended its input and no longer reads: a pipe', () =>
    withGuard(STUBBORN, async (guard) => {
      const { input, output, ended } = await connectByPipes(guard);
      writeSync(input.writes, toLine(2, 'tools/call', { name: 'hold' }));
      for (const { reads, writes } of [input, output]) [reads, writes].forEach((fd) => closeSync(fd));
      expect(await ended).toEqual([0, null]);
      await untilNoSession(guard);
    }));
});

describe.runIf(CAN_PASS_DESCRIPTORS).concurrent('the bridge keeps and copies', () => {
  it.each([
    ['an output that is its standard error too', 'exec "$0" "$@" 2>&1'],
    ['an output that its launcher has too', '"$0" "$@"; true'],
  ])('%s', (_, script) =>
    withGuard(SERVERS, async (guard) => {
      const { command, args, env } = by(script, guard.connect('tiny'));
      const client = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
      client.stdin.write(toLine(1, 'initialize', INITIALIZE));
      let heard = '';
      client.stdout.setEncoding('utf8').on('data', (text: string) => (heard += text));
      await until('it is initialized', () => heard.includes('"name":"tiny"'));
      const ours = listProcesses().filter(({ command: line }) => line.startsWith(process.execPath));
      const bridge = // a bridge has children, too
        ours.find(({ pid }) => pid === client.pid) ?? ours.find(({ parent }) => parent === client.pid);
      expect(inputAndOutput(bridge?.pid ?? -1)).toEqual([containing('socket:'), containing('socket:')]);
      client.stdin.end();
      expect(await once(client, 'close')).toEqual([0, null]);
    }),
  );

  it('an input that is a file', () =>
    withGuard(SERVERS, async (guard) => {
      const file = join(dirname(guard.home), 'input');
      writeFileSync(file, toLine(1, 'initialize', INITIALIZE));
      const { command, args, env } = guard.connect('tiny');
      const input = openSync(file, 'r');
      const bridge = spawn(command, args, { env, stdio: [input, 'pipe', 'ignore'] });
      closeSync(input);
      let heard = '';
      for await (const chunk of bridge.stdout?.setEncoding('utf8') ?? []) heard += String(chunk);
      expect(heard.trim()).toContain('"name":"tiny"');
    }));

  it('a pipe with a name whose writer has gone, so its end is seen', () =>
    withGuard(SERVERS, async (guard) => {
      const input = openPipe(join(dirname(guard.home), 'input'));
      writeSync(input.writes, toLine(1, 'initialize', INITIALIZE));
      closeSync(input.writes);
      const { command, args, env } = guard.connect('tiny');
      const bridge = spawn(command, args, { env, stdio: [input.reads, 'pipe', 'ignore'] });
      closeSync(input.reads);
      bridge.stdout?.resume();
      expect(await once(bridge, 'close')).toEqual([0, null]);
    }));
});
