import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, readFile, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import type { GuardPaths } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import type { TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { readRecord } from '../support/record.ts';
import { isRoot, NOBODY, prepare, refusal, useOnce, withHome, withRunningHome } from './home.ts';

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

describe.concurrent('a squatter on the socket receives nothing, and the client gets an error,', () => {
  const trick = (guard: TestGuard, path: string): Promise<{ code: number | null; stderr: string; heard: string }> =>
    squatting(path, async (heard) => ({ ...(await refusal(guard)), heard: heard() }));
  const unheard = ({ socket }: GuardPaths) => ({
    code: 77,
    stderr: `mcp-guard: ${socket} or its folder is not private to this user\n`,
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
        expect(await guard.run('status')).toMatchObject({
          code: 77,
          stderr: containing('is not private to this user'),
        });
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

describe.concurrent('a process that reaches the socket of the daemon', () => {
  it('without its key is refused, and the record shows it', () =>
    withRunningHome(async ({ guard, paths }) => {
      await useOnce(guard);
      const key = await readFile(paths.key, 'utf8');
      await writeFile(paths.key, `${'0'.repeat(64)}\n`);
      expect(await refusal(guard)).toEqual({ code: 77, stderr: 'mcp-guard: the key is not that of this daemon\n' });
      expect(await guard.run('status')).toMatchObject({ code: 77 });
      await writeFile(paths.key, key);
      const refused = (await readRecord(guard)).filter(({ outcome }) => outcome === 'refused');
      expect(refused).toMatchObject([{ kind: 'session', code: 'UNAUTHENTICATED', bytesOut: 0 }]);
    }));

  it.runIf(isRoot)('as another user is refused even with the key', () =>
    withRunningHome(async ({ guard, paths }) => {
      await useOnce(guard);
      await Promise.all([guard.home, paths.socket].map((path) => chmod(path, 0o777)));
      const hello = JSON.stringify({
        mcp_guard: 1,
        server: 'tiny',
        key: (await readFile(paths.key, 'utf8')).trim(),
        cwd: '/',
      });
      // Becomes the other user only when Node runs and stands in the home: the way to both may be private.
      const program = `process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY});
        const s = require('node:net').connect(process.argv[1], () => s.write(process.argv[2] + '\\n'));
        s.pipe(process.stdout); s.on('error', (e) => console.log(e.message))`;
      const stranger = spawn(process.execPath, ['-e', program, basename(paths.socket), hello], {
        cwd: dirname(paths.socket),
        env: {},
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let heard = '';
      stranger.stdout.on('data', (chunk) => (heard += String(chunk)));
      await once(stranger, 'close');
      expect(heard).toContain('this guard belongs to another user');
      await chmod(guard.home, 0o700);
      await chmod(paths.socket, 0o600);
    }),
  );
});
