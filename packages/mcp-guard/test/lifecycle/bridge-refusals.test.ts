import { appendFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import { reasonIn } from '../support/guard-answers.ts';
import type { TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { startClient, type RawClient, type Surroundings } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';

// covers: daemon.socket_path

const SERVERS = { servers: { tiny: tinyServer(), 'other one': tinyServer() } };

/** Starts a bridge that is refused: it says why on its standard error and to its client, and it ends by itself. */
async function refusal(guard: TestGuard, server = 'tiny', around: Surroundings = {}, ...flags: readonly string[]) {
  const { args, ...rest } = guard.connect(server);
  const client = startClient({ ...rest, args: [...args, ...flags] }, around);
  void client.initialize();
  const { code, stderr } = await client.ended;
  for (const { error } of client.received) expect(stderr).toContain(`mcp-guard: ${reasonIn(error?.message)}\n`);
  return { code, stderr, received: client.received };
}
/** The first request got the reason. */
const ANSWERED = { received: [expect.objectContaining({ id: 1, error: expect.anything() })] };

it.each([
  ['an unknown server', 'tinny', 10404],
  ['a command that is not found', 'gone', 10502],
])('%s names its row in the record to the client', (_, server, code) =>
  withGuard({ servers: { tiny: tinyServer(), gone: { command: 'no-such-program' } } }, async (guard) => {
    const { received } = await refusal(guard, server);
    const [row] = await readRecord(guard, '-t', code === 10502 ? 'error' : 'refused');
    const message = matching(new RegExp(` \\(record ${row?.seq}\\)$`, 'u'));
    expect(received).toMatchObject([{ id: 1, error: { code, message, data: { audit_id: String(row?.seq) } } }]);
  }),
);

describe.concurrent('a bridge that gets no session ends with one clear line:', () => {
  it('the server is unknown; it names those that are', () =>
    withGuard(SERVERS, async (guard) => {
      expect(await refusal(guard, 'tinny')).toEqual({
        ...ANSWERED,
        code: 69,
        stderr: 'mcp-guard: the configuration has no server "tinny"; it has: tiny, other one\n',
      });
      expect(await readRecord(guard, '-t', 'block')).toMatchObject([{ kind: 'session', code: 'UNKNOWN_SERVER' }]);
    }));

  it('the configuration names no server at all', () =>
    withGuard({}, async (guard) => {
      expect(await refusal(guard)).toMatchObject({ code: 69, stderr: containing('it has: none') });
    }));

  it('no server is named', () =>
    withGuard(SERVERS, async (guard) => {
      expect(await guard.run('connect')).toEqual({
        code: 64,
        stdout: '',
        stderr: 'mcp-guard: connect needs --server NAME\n',
      });
    }));

  it('the command does not exist', () =>
    withGuard({ servers: { tiny: { command: 'no-such-program' } } }, async (guard) => {
      expect(await refusal(guard)).toMatchObject({
        ...ANSWERED,
        code: 69,
        stderr: matching(
          /^mcp-guard: the server tiny cannot be started: its command was not found: no-such-program\nmcp-guard: give .*\n$/u,
        ),
      });
    }));

  it('the command is a folder, or not executable', () =>
    withGuard({}, async (guard) => {
      const file = join(dirname(guard.home), 'plain');
      await writeFile(file, 'plain text', { mode: 0o644 });
      await guard.configure({ servers: { folder: { command: guard.home }, file: { command: file } } });
      for (const server of ['folder', 'file']) {
        expect(await refusal(guard, server)).toMatchObject({ code: 69, stderr: containing('was not found') });
      }
    }));

  it('the working folder of the server does not exist', () =>
    withGuard({ servers: { tiny: { ...tinyServer(), cwd: '/no/such/folder' } } }, async (guard) => {
      expect(await refusal(guard)).toMatchObject({ ...ANSWERED, code: 69, stderr: containing('/no/such/folder') });
    }));

  it('there is no configuration', () =>
    withProcessGuard(SERVERS, async (guard) => {
      const { config } = guardPaths(guard.home);
      await rm(config);
      const stderr = containing(`there is no configuration at ${config}`);
      expect(await refusal(guard)).toMatchObject({ ...ANSWERED, code: 78, stderr });
    }));

  it('the configuration does not load; every problem is reported with its place', () =>
    withProcessGuard(
      'servers:\n  tiny:\n    comand: x\n    args: none\ndaemon: {dashboard_port: 65536}\n',
      async (guard) => {
        const { config } = guardPaths(guard.home);
        const expected = {
          code: 78,
          stderr: [
            `mcp-guard: ${config}:3:5: servers.tiny.comand: unknown key; did you mean command?`,
            `mcp-guard: ${config}:4:11: servers.tiny.args: expected a list, not text`,
            `mcp-guard: ${config}:5:26: daemon.dashboard_port: expected at most 65535`,
          ],
        };
        const { code, stderr, received } = await refusal(guard);
        expect(received).toMatchObject([{ id: 1, error: { data: { source: 'mcp-guard', code: 'CONFIG_INVALID' } } }]);
        expect(code).toBe(expected.code);
        for (const line of expected.stderr) expect(stderr.split('\n')).toContain(line);
        expect(await guard.run('start', '-d')).toMatchObject({ code: 78, stderr });
      },
    ));

  it('the socket’s path is longer than the system allows', () =>
    withProcessGuard(SERVERS, async (guard) => {
      const home = join(guard.home, 'x'.repeat(120));
      await mkdir(home, { mode: 0o700 });
      await writeFile(join(home, 'mcp-guard.yaml'), JSON.stringify(SERVERS), { mode: 0o600 });
      const env = { MCP_GUARD_HOME: home };
      const expected = { code: 78, stderr: matching(/the socket path is longer than \d+ bytes: .*x{120}/u) };
      const shell = shellOf(guard);
      const start = startCommand({ cwd: dirname(guard.home), env: { ...shell.env, ...env } }, 'start', '-d');
      expect(await start.ended).toMatchObject(expected);
    }));

  it('the socket’s path is too long in the configuration', () =>
    withProcessGuard({ ...SERVERS, daemon: { socket_path: `/tmp/${'y'.repeat(120)}` } }, async (guard) => {
      expect(await refusal(guard)).toMatchObject({ code: 78, stderr: containing('set daemon.socket_path') });
    }));

  it('another configuration is named than the daemon’s; both paths are shown', () =>
    withProcessGuard(SERVERS, async (guard) => {
      expect(await guard.run('start', '-d')).toMatchObject({ code: 0 });
      const other = join(dirname(guard.home), 'other.yaml');
      await writeFile(other, JSON.stringify(SERVERS), { mode: 0o600 });
      const { config } = guardPaths(guard.home);
      const expected = {
        code: 78,
        stderr: `mcp-guard: the daemon runs with ${config}, the client names ${other}\nmcp-guard: to change that: mcp-guard restart -c ${other}\n`,
      };
      expect(await refusal(guard, 'tiny', {}, '-c', other)).toEqual({ ...ANSWERED, ...expected });
      expect(await refusal(guard, 'tiny', { env: { MCP_GUARD_CONFIG: other } })).toEqual({ ...ANSWERED, ...expected });
      const same = startClient({ ...guard.connect('tiny'), args: [...guard.connect('tiny').args, '-c', config] });
      await same.initialize();
      expect(await same.end()).toMatchObject({ code: 0 });
    }));

  it('no configuration is named, and the daemon was started with another one than that of the home', () =>
    withProcessGuard(SERVERS, async (guard) => {
      const other = join(dirname(guard.home), 'other.yaml');
      await writeFile(other, JSON.stringify({ servers: { tiny: { command: '/bin/false' } } }), { mode: 0o600 });
      expect(await guard.run('start', '-d', '-c', other)).toMatchObject({ code: 0 });
      const { config } = guardPaths(guard.home);
      const stderr = `mcp-guard: the daemon runs with ${other}, the client names ${config}\nmcp-guard: to change that: mcp-guard restart -c ${config}\n`;
      expect(await refusal(guard)).toEqual({ ...ANSWERED, code: 78, stderr });
      expect(await refusal(guard, 'tiny', {}, '-c', config)).toEqual({ ...ANSWERED, code: 78, stderr });
    }));

  it('a configuration is named relative to the folder of the client', () =>
    withGuard(SERVERS, async (guard) => {
      expect(await refusal(guard, 'tiny', { cwd: guard.home }, '--config', 'mcp-guard.yaml')).toEqual({
        ...ANSWERED,
        code: 78,
        stderr: 'mcp-guard: a client must name its configuration with an absolute path, not mcp-guard.yaml\n',
      });
    }));
});

describe.concurrent('a database that is not ours', () => {
  /** Everything that could open it, what each of them says, and what is in the file then. */
  const tryAll = async (guard: TestGuard) => ({
    bridge: (await refusal(guard)).stderr,
    start: (await guard.run('start', '-d')).stderr,
    logs: (await guard.run('logs')).stderr,
    content: await readFile(guardPaths(guard.home).database),
  });
  const allSay = (words: string, content: Buffer) => ({ bridge: words, start: words, logs: words, content });

  it('is not touched when it is another program’s', () =>
    withProcessGuard(SERVERS, async (guard) => {
      const { database } = guardPaths(guard.home);
      new Database(database).exec('CREATE TABLE precious (thing TEXT)').close();
      const content = await readFile(database);
      const words = `mcp-guard: the database ${database} belongs to another program\n`;
      expect(await tryAll(guard)).toEqual(allSay(words, content));
    }));

  it('is not touched when it is no database', () =>
    withProcessGuard(SERVERS, async (guard) => {
      const { database } = guardPaths(guard.home);
      const content = Buffer.from('precious '.repeat(1000));
      await writeFile(database, content, { mode: 0o600 });
      const words = `mcp-guard: the database ${database} is encrypted, or not a database\n`;
      expect(await tryAll(guard)).toEqual(allSay(words, content));
    }));
});

describe.concurrent('a server that dies at its start', () => {
  it('answers the client’s first request with its last words, under the id and on standard error', () =>
    withGuard({}, async (guard) => {
      const script =
        'read -r line; echo boring >&2; echo first >&2; echo second >&2; echo "last: no API key" >&2; exit 3';
      await guard.configure({ servers: { tiny: { command: '/bin/sh', args: ['-c', script] } } });
      const reason = 'the server tiny ended with exit code 3: first / second / last: no API key';
      const message = containing(`mcp-guard: ${reason}`);
      const { code, stderr, received } = await refusal(guard);
      expect(received).toEqual([
        { jsonrpc: '2.0', id: 1, error: { code: 10502, message, data: containingCode('UPSTREAM_UNAVAILABLE') } },
      ]);
      expect(code).toBe(69);
      expect(stderr).toContain(`mcp-guard: ${reason}\n`);
      await expectIntactRecord(guard);
    }));

  it('reveals neither terminal controls nor the secrets that it was given', () =>
    withGuard({}, async (guard) => {
      const script = `read -r line; printf '\\033]52;c;ZXZpbA==\\007\\033[2Jtoken %s is wrong\\n' "$TOKEN" >&2; exit 1`;
      const env = { TOKEN: 'canary-of-the-token' };
      await guard.configure({ servers: { tiny: { command: '/bin/sh', args: ['-c', script], env } } });
      const { stderr, received } = await refusal(guard);
      const log = await readFile(join(guardPaths(guard.home).logs, 'server-tiny.log'), 'utf8');
      for (const told of [stderr, JSON.stringify(received), log]) {
        expect(told).toContain('token [REDACTED] is wrong');
        expect(told).not.toContain('canary');
        expect(told.replaceAll('\n', '')).not.toMatch(/\p{Cc}|u001b|u0007/u);
      }
    }));

  it('by a signal is reported with the signal', () =>
    withGuard({ servers: { tiny: { command: '/bin/sh', args: ['-c', 'kill -9 $$'] } } }, async (guard) => {
      expect(await refusal(guard)).toMatchObject({ code: 69, stderr: containing('was ended by SIGKILL') });
    }));
});

describe.concurrent('the bridge’s standard error', () => {
  it('names the log of the server once, and nothing else while all is well', () =>
    withGuard(SERVERS, async (guard) => {
      const client = await connect(guard);
      await client.call('say', { words: 'for the log' });
      const { stderr } = await client.end();
      const log = join(guardPaths(guard.home).logs, 'server-tiny.log');
      expect(stderr).toBe(`mcp-guard: the log of the server is ${log}\n`);
      expect(await readFile(log, 'utf8')).toBe('for the log\n');
      expect((await stat(log)).mode & 0o777).toBe(0o600);
    }));

  it('is drained and bounded when a server writes without end', () =>
    withGuard(SERVERS, async (guard) => {
      const client = await connect(guard);
      const words = 'x'.repeat(2 ** 20);
      for (let megabyte = 0; megabyte < 14; megabyte++) await client.call('say', { words });
      const log = join(guardPaths(guard.home).logs, 'server-tiny.log');
      await client.end();
      expect((await stat(log)).size).toBeLessThanOrEqual(5 * 2 ** 20);
      expect(await readFile(log, 'utf8')).toContain('dropped');
    }));
});

it('a bridge ignores what is written into a configuration after the start', () =>
  withGuard(SERVERS, async (guard) => {
    await using first = await connect(guard);
    await appendFile(guardPaths(guard.home).config, '\n}'); // not JSON any more: whoever reads it fails
    await using second = await connect(guard);
    expect(await first.call('pid')).not.toBe(await second.call('pid'));
  }));

async function connect(guard: TestGuard): Promise<RawClient> {
  const client = startClient(guard.connect('tiny'));
  await client.initialize();
  return client;
}

const containingCode = (code: string): unknown => expect.objectContaining({ source: 'mcp-guard', code });
