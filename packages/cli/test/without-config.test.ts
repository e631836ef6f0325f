import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runHere } from './run-here.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
});
afterEach(() => rmSync(home, { recursive: true }));

it.each([
  'allow files read_file',
  'ask files read_file',
  'dashboard',
  'dashboard-token',
  'deny files read_file',
  'except 1',
  'explain 1',
  'logs',
  'logs 1',
  'status',
  'summary',
  'tools',
  'top --once',
  'validate',
])('%s names `init` where nothing has been set up yet', async (line) => {
  const { code, stderr } = await runHere({ cwd: home, env: { HOME: home } }, ...line.split(' '));
  expect({ fails: code !== 0, stderr }).toEqual({ fails: true, stderr: expect.stringContaining('mcp-guard init') });
});

it.each(['status', 'start -d', 'doctor', 'init --yes'])('%s says that a home is no folder', async (line) => {
  writeFileSync(join(home, 'file'), '');
  const env = { HOME: home, MCP_GUARD_HOME: join(home, 'file') };
  const { code, stderr } = await runHere({ cwd: home, env }, ...line.split(' '));
  expect({ code, stderr }).toEqual({ code: 78, stderr: expect.stringContaining('is no folder') });
});
