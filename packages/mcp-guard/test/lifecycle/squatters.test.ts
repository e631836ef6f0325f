import {
  chmod,
  chown,
  lstat,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { guardPaths, type GuardPaths } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { processesNaming, untilGone } from '../support/processes.ts';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

const LONG_AGO = new Date('2020-02-02T02:02:02Z');
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

interface Place {
  readonly guard: TestGuard;
  readonly paths: GuardPaths;
  /** Where a squatter can put something, outside the home. */
  readonly outside: string;
}

async function withHome(play: (place: Place) => Promise<void>): Promise<void> {
  const guard = await createGuard({ servers: { tiny: tinyServer() } });
  try {
    await play({ guard, paths: guardPaths(guard.home), outside: dirname(guard.home) });
  } finally {
    await guard.close();
  }
  await untilGone(guard.home);
}

/** Works once, so that the home has everything that a guard makes. */
async function prepare(guard: TestGuard): Promise<void> {
  await useOnce(guard);
  expect(await guard.run('stop')).toMatchObject({ code: 0 });
}

async function useOnce(guard: TestGuard): Promise<void> {
  const client = startClient(guard.connect('tiny'));
  await client.initialize();
  expect(await client.end()).toMatchObject({ code: 0 });
}

/** What a bridge ends with that gets no session. */
async function refusal(guard: TestGuard): Promise<{ code: number | null; stderr: string }> {
  const client = startClient(guard.connect('tiny'));
  void client.initialize();
  const { code, stderr } = await client.ended;
  expect(client.received).toEqual([]);
  return { code, stderr };
}

/** Listens in place of the daemon while something happens; what it hears can be asked for. */
async function squatting<T>(path: string, attack: (heard: () => string) => Promise<T>): Promise<T> {
  let heard = '';
  const server = createServer((socket) => {
    heard += '[connected]';
    socket.on('data', (chunk) => (heard += chunk.toString())).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  await chmod(path, 0o600);
  try {
    return await attack(() => heard);
  } finally {
    server.close();
  }
}

describe.concurrent('a squatter on the socket hears nothing, and the client is told,', () => {
  const trick = (guard: TestGuard, path: string): Promise<{ code: number | null; stderr: string; heard: string }> =>
    squatting(path, async (heard) => ({ ...(await refusal(guard)), heard: heard() }));
  const unheard = ({ socket }: GuardPaths) => ({
    code: 77,
    stderr: `mcp-guard: ${socket} or its folder is not this user’s alone\n`,
    heard: '',
  });

  it('when the socket is a symbolic link', () =>
    withHome(async ({ guard, paths, outside }) => {
      await prepare(guard);
      await symlink(join(outside, 'squat.sock'), paths.socket);
      expect(await trick(guard, join(outside, 'squat.sock'))).toEqual(unheard(paths));
      await unlink(paths.socket);
    }));

  it('when others can write to the folder', () =>
    withHome(async ({ guard, paths }) => {
      await prepare(guard);
      await chmod(guard.home, 0o777);
      expect(await trick(guard, paths.socket)).toEqual(unheard(paths));
    }));

  it('when the folder is a symbolic link', () =>
    withHome(async ({ guard, paths, outside }) => {
      await prepare(guard);
      await rename(guard.home, join(outside, 'real'));
      await symlink(join(outside, 'real'), guard.home);
      expect(await trick(guard, paths.socket)).toEqual(unheard(paths));
    }));

  it.runIf(isRoot)('when the socket belongs to another user', () =>
    withHome(async ({ guard, paths }) => {
      await prepare(guard);
      await squatting(paths.socket, async (heard) => {
        await chown(paths.socket, NOBODY, NOBODY);
        expect(await refusal(guard)).toMatchObject({ code: 77 });
        expect(heard()).toBe('');
      });
    }),
  );

  it('when it listens on the control socket', () =>
    withHome(async ({ guard, paths, outside }) => {
      await prepare(guard);
      await symlink(join(outside, 'squat.sock'), paths.controlSocket);
      await squatting(join(outside, 'squat.sock'), async (heard) => {
        expect(await guard.run('status')).toMatchObject({ code: 77, stderr: containing('is not this user’s alone') });
        expect(heard()).toBe('');
      });
    }));

  it.runIf(isRoot)('when the whole home belongs to another user', () =>
    withHome(async ({ guard }) => {
      await chown(guard.home, NOBODY, NOBODY);
      expect(await refusal(guard)).toMatchObject({ code: 78, stderr: containing('belongs to another user') });
      await chown(guard.home, 0, 0);
    }),
  );
});

describe.concurrent('who reaches the socket of the daemon', () => {
  it('without its key is refused, and the record says so', () =>
    withHome(async ({ guard, paths }) => {
      await useOnce(guard);
      const key = await readFile(paths.key, 'utf8');
      await writeFile(paths.key, `${'0'.repeat(64)}\n`);
      expect(await refusal(guard)).toEqual({ code: 77, stderr: 'mcp-guard: the key is not that of this daemon\n' });
      expect(await guard.run('status')).toMatchObject({ code: 77 });
      await writeFile(paths.key, key);
      const refused = (await readRecord(guard)).filter(({ outcome }) => outcome === 'block');
      expect(refused).toMatchObject([{ kind: 'session', code: 'UNAUTHENTICATED', bytesOut: 0 }]);
    }));

  it.runIf(isRoot)('as another user is refused even with the key', () =>
    withHome(async ({ guard, paths, outside }) => {
      await useOnce(guard);
      await Promise.all([outside, guard.home, paths.socket].map((path) => chmod(path, 0o777)));
      const hello = JSON.stringify({
        mcp_guard: 1,
        server: 'tiny',
        key: (await readFile(paths.key, 'utf8')).trim(),
        cwd: '/',
      });
      const program = `const s = require('node:net').connect(process.argv[1], () => s.write(process.argv[2] + '\\n'));
        s.pipe(process.stdout); s.on('error', (e) => console.log(e.message))`;
      const stranger = spawn(process.execPath, ['-e', program, paths.socket, hello], {
        uid: NOBODY,
        gid: NOBODY,
        cwd: '/',
        env: {},
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let heard = '';
      stranger.stdout.on('data', (chunk) => (heard += String(chunk)));
      await once(stranger, 'close');
      expect(heard).toContain('this guard belongs to another user');
      await Promise.all([outside, guard.home].map((path) => chmod(path, 0o700)));
      await chmod(paths.socket, 0o600);
    }),
  );
});

describe.concurrent('the home', () => {
  it('holds nothing that others can read, whatever the umask of the client', () =>
    withHome(async ({ guard }) => {
      const { command, args, env } = guard.connect('tiny');
      const lax = { command: '/bin/sh', args: ['-c', 'umask 0; exec "$0" "$@"', command, ...args], env };
      const client = startClient(lax);
      await client.initialize();
      const entries = await readdir(guard.home, { recursive: true });
      expect(entries).toEqual(expect.arrayContaining(['daemon.key', 'daemon.sock', 'control.sock', 'mcp-guard.db']));
      const modes = await Promise.all(
        entries.map(async (name) => [name, (await lstat(join(guard.home, name))).mode & 0o077]),
      );
      expect(modes.filter(([, open]) => open !== 0)).toEqual([]);
      await client.end();
    }));

  it('is made private again where it was left open', () =>
    withHome(async ({ guard }) => {
      await chmod(guard.home, 0o755);
      await useOnce(guard);
      expect((await lstat(guard.home)).mode & 0o777).toBe(0o700);
    }));

  it('has one daemon only, and a second one changes nothing', () =>
    withHome(async ({ guard, paths }) => {
      await useOnce(guard);
      const before = await Promise.all([readFile(paths.pid, 'utf8'), lstat(paths.socket)]);
      const command = processesNaming(`--home ${guard.home} `)
        .map((daemon) => daemon.command)
        .join();
      const second = spawn('/bin/sh', ['-c', command], {
        env: guard.connect('tiny').env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let words = '';
      second.stderr.on('data', (chunk) => (words += String(chunk)));
      const [code]: unknown[] = await once(second, 'close');
      expect({ code, words }).toEqual({ code: 69, words: containing('a daemon is already running (pid ') });
      const after = await Promise.all([readFile(paths.pid, 'utf8'), lstat(paths.socket)]);
      expect([after[0], after[1].ino]).toEqual([before[0], before[1].ino]);
      await useOnce(guard);
    }));

  it('of a daemon that died is taken over: socket, lock and a pid that now is somebody else’s', () =>
    withHome(async ({ guard, paths }) => {
      await useOnce(guard);
      process.kill((await guard.daemonPid()) ?? 0, 'SIGKILL');
      await until('the daemon is gone', () => processesNaming(`--home ${guard.home} `).length === 0);
      expect((await lstat(paths.socket)).isSocket()).toBe(true);
      await writeFile(paths.pid, `${process.pid}\n`);
      await utimes(paths.pid, LONG_AGO, LONG_AGO);
      await useOnce(guard);
      expect(await guard.daemonPid()).not.toBe(process.pid);
    }));

  it('is not used where something that is no socket lies in place of the socket', () =>
    withHome(async ({ guard, paths }) => {
      await writeFile(paths.socket, 'precious');
      expect(await guard.run('start', '-d')).toMatchObject({ code: 78, stderr: containing('is not a socket') });
      expect(await readFile(paths.socket, 'utf8')).toBe('precious');
      await rm(paths.socket);
    }));
});

describe.concurrent('a file that decides what the guard does is refused when it is not the user’s alone:', () => {
  it('the key, by a bridge, while the daemon runs', () =>
    withHome(async ({ guard, paths }) => {
      await useOnce(guard);
      await chmod(paths.key, 0o644);
      expect(await refusal(guard)).toEqual({
        code: 77,
        stderr: `mcp-guard: ${paths.key} is not this user’s alone (chmod 600 ${paths.key})\n`,
      });
      await chmod(paths.key, 0o600);
    }));

  it('the key, by the daemon at its start', () =>
    withHome(async ({ guard, paths }) => {
      await prepare(guard);
      await chmod(paths.key, 0o640);
      const expected = { code: 78, stderr: containing(`${paths.key} can be read by others`) };
      expect(await refusal(guard)).toMatchObject(expected);
      expect(await guard.run('start', '-d')).toMatchObject(expected);
    }));

  it('the key, when it is a symbolic link', () =>
    withHome(async ({ guard, paths, outside }) => {
      await useOnce(guard);
      await rename(paths.key, join(outside, 'key'));
      await symlink(join(outside, 'key'), paths.key);
      expect(await refusal(guard)).toMatchObject({ code: 77 });
      await unlink(paths.key);
      await rename(join(outside, 'key'), paths.key);
    }));

  it('the key, when it is none', () =>
    withHome(async ({ guard, paths }) => {
      await writeFile(paths.key, 'secret\n', { mode: 0o600 });
      expect(await refusal(guard)).toMatchObject({ code: 78, stderr: containing('does not hold 32 bytes in hex') });
    }));

  it('the configuration, when others can write it', () =>
    withHome(async ({ guard, paths }) => {
      await chmod(paths.config, 0o666);
      expect(await refusal(guard)).toMatchObject({ code: 78, stderr: containing('can be written by others') });
    }));

  it('the secrets, when others can read them', () =>
    withHome(async ({ guard, paths }) => {
      await writeFile(paths.secrets, 'TOKEN=x\n', { mode: 0o644 });
      expect(await refusal(guard)).toMatchObject({ code: 78, stderr: containing('secrets.env can be read by others') });
    }));

  it('a pipe in place of the configuration hangs nobody', () =>
    withHome(async ({ guard, paths }) => {
      await rm(paths.config);
      execFileSync('mkfifo', ['-m', '600', paths.config]);
      expect(await refusal(guard)).toMatchObject({ code: 78, stderr: containing('is not a file') });
    }));
});
