import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parsePs, parseStat, readProcess } from '../../src/identity/process-facts.js';
import { runInTerminalOf } from '../../../mcp-guard/test/support/terminal.ts';
import { Started } from '../support/started.js';

const started = new Started();
afterEach(() => started.end());

const RENAMES_ITSELF = 'console.log("up"); process.stdin.once("data", () => (process.title = "claude"))';

/** Once it is what it will be: for a moment it is a copy of its parent. */
const untilNamed = (pid: number, name: string): Promise<void> =>
  vi.waitFor(() => expect(readProcess(pid)?.name).toBe(name), { timeout: 120_000, interval: 2 });

describe('a process is known', () => {
  it('with its parent, its program and no terminal', async () => {
    const { pid } = started.start('sleep', ['60']);
    await untilNamed(pid, 'sleep');
    expect(readProcess(pid)).toEqual({ pid, parent: process.pid, tty: null, name: 'sleep' });
  });

  it.runIf(process.platform === 'linux')(
    'by its program where that is Node, or by the name that it gives itself',
    async () => {
      const { pid, stdin, stdout } = started.start(process.execPath, ['-e', RENAMES_ITSELF]);
      if (stdout) await once(stdout, 'data');
      await untilNamed(pid, basename(process.execPath));
      stdin?.write('.');
      await untilNamed(pid, 'claude');
      expect(readProcess(pid)).toMatchObject({ pid, parent: process.pid });
    },
  );

  it('while it is there', async () => {
    const child = started.start('sleep', ['0']);
    await once(child, 'exit');
    expect(readProcess(child.pid)).toBeUndefined();
  });

  it.each([0, -1, 2 ** 22 + 1, 1.5, Number.NaN])('but not by a number that no process has: %s', (pid) =>
    expect(readProcess(pid)).toBeUndefined(),
  );
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it.each([
    ['passes for another', 'x) S 1 (y', 'x) S 1 (y'],
    ['ends early', ') (', ') ('],
    ['clears the screen', 'a\u001b[2Jb', String.raw`a\u{1b}[2Jb`],
    ['makes a line', 'a\nb) R 1', String.raw`a\u{a}b) R 1`],
  ])('a process whose name %s is known by its place', async (_, file, name) => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-process-'));
    try {
      const path = join(folder, file);
      symlinkSync('/bin/sleep', path);
      const { pid } = started.start(path, ['60'], { argv0: 'sleep' });
      await untilNamed(pid, name);
      expect(readProcess(pid)).toEqual({ pid, parent: process.pid, tty: null, name });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('a terminal has the name that people know', async () => {
    const told = await runInTerminalOf({ env: process.env }, ['/bin/sh', '-c', 'tty; cat /proc/$$/stat']);
    const [path, stat = ''] = told.screen.split('\r\n');
    expect(`/dev/${parseStat(stat).tty}`).toBe(path);
  });

  it.each([
    [0, null],
    [0x0401, 'tty1'],
    [0x0440, 'tty 4:64'],
    [0x8803, 'pts/3'],
    [0x100000 + 0x8800, 'pts/256'],
    [0x8901, 'pts/257'],
    [0x0501, 'tty 5:1'],
  ])('device %i is %s', (device, tty) =>
    expect(parseStat(`7 (a b) S 1 7 7 ${device} -1 0`)).toEqual({ pid: 7, parent: 1, tty, name: 'a b' }),
  );

  it('the first process has no parent', () =>
    expect(parseStat('1 (systemd) S 0 1 1 0 -1 0')).toEqual({ pid: 1, parent: undefined, tty: null, name: 'systemd' }));
});

describe('of what `ps` says', () => {
  it.each([
    ['  501 ttys003  /bin/zsh\n', { parent: 501, tty: 'ttys003', name: 'zsh' }],
    ['    1 ??       /Applications/An App.app/Contents/MacOS/An App\n', { parent: 1, tty: null, name: 'An App' }],
    ['    0 ?        /sbin/launchd\n', { parent: undefined, tty: null, name: 'launchd' }],
    ['    7 ttys001  -zsh\n', { parent: 7, tty: 'ttys001', name: '-zsh' }],
  ])('%j is understood', (line, facts) => expect(parsePs(9, line)).toEqual({ pid: 9, ...facts }));
});
