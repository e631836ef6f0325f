import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, asyncProperty, constantFrom, record, stringMatching } from 'fast-check';
import { expect, it } from 'vitest';
import { guardPaths } from '@mcp-guard/core';
import { loadConfig, valuesInForce } from '../../src/index.js';

const SECRET = 'zk-canary-77';

const server = record({
  command: constantFrom('npx', 'uvx'),
  args: array(constantFrom('--token', SECRET), { maxLength: 3 }),
  env: record({ TOKEN: constantFrom(SECRET, '') }),
  max_sessions: constantFrom(1, 32),
});
const remote = record({
  url: constantFrom(`https://mcp.example/${SECRET}`, `https://mcp.example/?k=${SECRET}`),
  headers: record({ 'x-key': constantFrom(SECRET) }),
  upstream_auth_token: constantFrom(SECRET),
});

it('every value of a configuration stands there once, with its place, and no secret does', async () => {
  const home = mkdtempSync(join(tmpdir(), 'mcp-guard-values-'));
  const { config: path, secrets, bases } = guardPaths(home);
  const names = stringMatching(/^[a-z]{1,8}$/);
  try {
    await assert(
      asyncProperty(names, server, remote, async (name, local, far) => {
        const servers = { [name]: local, [`${name}-far`]: far };
        writeFileSync(path, JSON.stringify({ servers, daemon: { max_depth: 64 } }), { mode: 0o600 });
        const values = valuesInForce(await loadConfig({ home, path, secrets, bases, env: {} }));
        const keys = values.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(JSON.stringify(values)).not.toContain(SECRET);
        const find = (key: string) => values.find((each) => each.key === key);
        expect(find(`servers.${name}.command`)).toMatchObject({
          value: JSON.stringify(local.command),
          from: expect.stringMatching(/^mcp-guard\.yaml:1:\d+$/),
        });
        expect(find('daemon.max_depth')).toMatchObject({ value: '64' });
        expect(find('daemon.shutdown_timeout')).toMatchObject({ value: '30', from: 'default' });
      }),
      { numRuns: 25 },
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
