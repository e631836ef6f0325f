import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { guardPaths, hintText } from '@mcp-guard/core';
import { loadConfig } from '@mcp-guard/policy';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CommandTools } from '../../src/command.js';
import { init } from '../../src/commands/init.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
  vi.stubEnv('HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

/** Runs `mcp-guard init …words` in this process. @param guard the guard's home */
async function run(words: string, guard = join(home, 'guard')): Promise<{ told: string; exit: number }> {
  let told = '';
  let exit = 0;
  const entrance = guardPaths(guard);
  const none = (): never => {
    throw new Error('init needs nothing of this');
  };
  const tools: CommandTools = {
    version: '0.0.0',
    env: {},
    cwd: home,
    entrance,
    guardProgram: '/installed/mcp-guard.cjs',
    daemonProgram: '',
    findConfig: none,
    load: (path) => loadConfig({ home: guard, path, secrets: entrance.secrets, bases: entrance.bases, env: {} }),
    findPaths: none,
    fingerprints: none,
    control: none,
    print: (text) => void (told += `${text}\n`),
    note: (text) => void (told += `${hintText(text)}\n`),
    setExit: (code) => void (exit = code),
  };
  const program = new Command('mcp-guard').exitOverride();
  init(program, tools);
  await program.parseAsync(['init', ...words.split(' ')], { from: 'user' });
  return { told, exit };
}

it.each(['--json', '--undo --json'])('%s asks for no consent to what was not shown', async (words) => {
  await expect(run(words)).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('--yes') });
});

it('init reports an unreadable file first, and by the exit code', async () => {
  write('.cursor/mcp.json', '{ "mcpServers": ');
  const { told, exit } = await run('--yes');
  expect(told).toMatch(/^Cursor is skipped: .*mcp\.json:1:\d+: .*\nNo other client of this user has a server\.\n$/);
  expect(exit).toBe(65);
});

it('init reports a folder that cannot be created in words', async () => {
  write('file', '');
  for (const words of ['--yes', '--undo --yes']) {
    await expect(run(words, join(home, 'file'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('cannot be created or written'),
    });
  }
});

it('undo without a home reverts nothing and creates nothing', async () => {
  expect(await run('--undo --yes')).toEqual({ told: 'nothing was moved, or all of it was restored\n', exit: 0 });
  expect(existsSync(join(home, 'guard'))).toBe(false);
});

it('init counts a client that is named twice once', async () => {
  write('.cursor/mcp.json', JSON.stringify({ mcpServers: { files: { command: 'npx' } } }));
  const { told } = await run('--dry-run --json --client cursor --client cursor');
  expect(JSON.parse(told)).toMatchObject({ servers: [{ server: 'files' }] });
});
