import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './run-here.js';

let home = '';
const configPath = (): string => join(home, 'mcp-guard.yaml');
const run = (...args: readonly string[]) =>
  runHere({ cwd: '/', env: { HOME: home, PATH: '/usr/bin:/bin', MCP_GUARD_HOME: home } }, ...args);

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mcp-guard-names-'));
  writeFileSync(configPath(), 'servers:\n  probe:\n    command: x\n', { mode: 0o600 });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a name that begins as an option does', () => {
  it.each(['--yes', '--help', '-rf', '--config=/tmp/x'])('is explained behind --: %s', async (name) => {
    const { code, stdout } = await run('explain', '--', 'probe', name);
    expect([code, stdout]).toEqual([0, expect.not.stringContaining('Usage')]);
  });

  it('is denied behind --, by that name', async () => {
    expect(await run('deny', '--yes', '--', 'probe', '--json')).toMatchObject({ code: 0 });
    expect(readFileSync(configPath(), 'utf8')).toContain('--json');
  });
});
