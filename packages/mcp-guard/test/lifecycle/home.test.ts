import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, readdir, readFile, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { containing } from '../support/matchers.ts';
import { processesNaming } from '../support/processes.ts';
import { startClient } from '../support/raw-client.ts';
import { until } from '../support/until.ts';
import { prepare, refusal, useOnce, withHome, withRunningHome } from './home.ts';

const LONG_AGO = new Date('2020-02-02T02:02:02Z');

describe.concurrent('the home', () => {
  it('holds nothing that others can read, whatever the umask of the client', () =>
    withHome(async ({ guard }) => {
      const { command, args, env } = guard.connect('tiny');
      const lax = { command: '/bin/sh', args: ['-c', 'umask 0; exec "$0" "$@"', command, ...args], env };
      const client = startClient(lax);
      await client.initialize();
      const entries = await readdir(guard.home, { recursive: true });
      expect(entries).toEqual(expect.arrayContaining(['daemon.key', 'daemon.sock', 'control.sock', 'mcp-guard.db']));
      const open = async (name: string): Promise<boolean> => {
        const stats = await lstat(join(guard.home, name)).catch(() => undefined); // a claim or a segment may be gone by now
        return stats !== undefined && (stats.mode & 0o077) !== 0;
      };
      const opened = await Promise.all(entries.map(async (name) => ((await open(name)) ? [name] : [])));
      expect(opened.flat()).toEqual([]);
      await client.end();
    }));

  it('is made private again if it was left open', () =>
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

  it('of a dead daemon is taken over: socket, lock and a pid that another process has now', () =>
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

  it('is not used if something else than a socket lies in place of the socket', () =>
    withHome(async ({ guard, paths }) => {
      await writeFile(paths.socket, 'precious');
      expect(await guard.run('start', '-d')).toMatchObject({ code: 78, stderr: containing('is not a socket') });
      expect(await readFile(paths.socket, 'utf8')).toBe('precious');
      await rm(paths.socket);
    }));
});

describe.concurrent('a file that decides what the guard does is refused when it is not the user’s alone:', () => {
  it('the key, by a bridge, while the daemon runs', () =>
    withRunningHome(async ({ guard, paths }) => {
      await useOnce(guard);
      await chmod(paths.key, 0o644);
      expect(await refusal(guard)).toEqual({
        code: 77,
        stderr: `mcp-guard: ${paths.key} is not private to this user\nmcp-guard: next: chmod 600 ${paths.key}\n`,
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
    withRunningHome(async ({ guard, paths, outside }) => {
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
      await writeFile(paths.secrets, 'TOKEN=x\n');
      await chmod(paths.secrets, 0o644); // a daemon of another test in this process may have a umask in force
      expect(await refusal(guard)).toMatchObject({ code: 78, stderr: containing('secrets.env can be read by others') });
    }));

  it('a pipe in place of the configuration blocks no process', () =>
    withHome(async ({ guard, paths }) => {
      await rm(paths.config);
      execFileSync('mkfifo', ['-m', '600', paths.config]);
      expect(await refusal(guard)).toMatchObject({ code: 78, stderr: containing('is not a file') });
    }));
});
