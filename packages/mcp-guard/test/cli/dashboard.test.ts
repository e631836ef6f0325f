import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PageCode } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import type { TestGuard } from '../support/guard.ts';
import { askWeb, pageUrl, signIn } from '../support/page.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/with-guard.ts';

const CONFIG = { daemon: { dashboard_port: 0 }, servers: { tiny: tinyServer() } };
const CODE = /^[0-9A-Z]{4}(?:-[0-9A-Z]{4})+$/i;

describe.concurrent('mcp-guard dashboard-token', () => {
  it('prints what programs read /metrics with, and before the first start says what to do', () =>
    withGuard(CONFIG, async (guard) => {
      expect(await guard.run('dashboard-token')).toEqual({
        code: 69,
        stdout: '',
        stderr: 'mcp-guard: there is no token yet: no daemon has run\nmcp-guard: next: mcp-guard start -d\n',
      });
      await guard.run('start', '-d');
      const { code, stdout } = await guard.run('dashboard-token');
      const headers = { authorization: `Bearer ${stdout.trim()}` };
      const url = await pageUrl(guard);
      expect(code).toBe(0);
      expect(await askWeb(url, '/metrics', { headers })).toMatchObject({ status: 200 });
      expect(await askWeb(url, '/metrics')).toMatchObject({ status: 401 });
    }));
});

describe.concurrent('mcp-guard dashboard', () => {
  it('without a daemon says how to start one', () =>
    withGuard(CONFIG, async (guard) => {
      expect(await guard.run('dashboard')).toMatchObject({ code: 69, stdout: '' });
    }));

  it('prints an address and a code that opens one page', () =>
    withGuard(CONFIG, async (guard) => {
      await guard.run('start', '-d');
      const { code, stdout } = await guard.run('dashboard', '--code');
      const [url = '', typed = ''] = stdout.split('\n');
      expect(code).toBe(0);
      expect(url).toBe(await pageUrl(guard));
      const [, shown = ''] = /^code: (\S+) \(once, within 30 seconds\)$/.exec(typed) ?? [];
      expect(shown).toMatch(CODE);
      const given: PageCode = JSON.parse((await guard.run('dashboard', '--code', '--json')).stdout);
      expect(await signIn({ ...given, code: shown })).toHaveProperty('x-mcp-guard-page');
      await expect(signIn({ ...given, code: shown })).rejects.toThrow('refused');
    }));

  it('gives the browser a file that only this user reads, and removes it once the page is open', () =>
    withGuard(CONFIG, async (guard) => {
      await guard.run('start', '-d');
      const { seen, shell } = await fakeBrowser(guard);
      const command = startCommand(shell, 'dashboard');
      await until('the browser was opened', async () => (await readFile(seen, 'utf8').catch(() => '')).endsWith('\n'));
      const address = (await readFile(seen, 'utf8')).trim();
      const file = fileURLToPath(address);
      const html = await readFile(file, 'utf8');
      const { mode } = await stat(file);
      const [, code = ''] = /name="code" value="([^"]+)"/.exec(html) ?? [];
      expect(mode & 0o777).toBe(0o600);
      expect(address).not.toContain(code);
      const url = await pageUrl(guard);
      await signIn({ url, code, seconds: 30 });
      expect(await command.ended).toMatchObject({ code: 0, stderr: '' });
      expect(await readdir(join(guard.home, 'run'))).not.toContainEqual(expect.stringMatching(/^page-/));
    }));

  it('leaves no code behind when it is interrupted', () =>
    withGuard(CONFIG, async (guard) => {
      await guard.run('start', '-d');
      const { seen, shell } = await fakeBrowser(guard);
      const command = startCommand(shell, 'dashboard');
      await until('the browser was opened', async () => (await readFile(seen, 'utf8').catch(() => '')).endsWith('\n'));
      command.kill('SIGINT');
      await command.ended;
      expect(await readdir(join(guard.home, 'run'))).not.toContainEqual(expect.stringMatching(/^page-/));
    }));
});

/** Writes down what it would open. */
async function fakeBrowser(guard: TestGuard): Promise<{ seen: string; shell: ReturnType<typeof shellOf> }> {
  const folder = join(guard.home, 'browser');
  const seen = join(folder, 'seen');
  await mkdir(folder);
  for (const name of ['xdg-open', 'open']) {
    await writeFile(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$1" > '${seen}'\n`);
    await chmod(join(folder, name), 0o755);
  }
  const { cwd, env } = shellOf(guard);
  return { seen, shell: { cwd, env: { ...env, PATH: `${folder}:${env['PATH'] ?? ''}` } } };
}
