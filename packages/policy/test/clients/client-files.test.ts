import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { isKept, isOfTerminal, PLACES_OF_CLIENTS, recordEnvironment } from '@mcp-guard/core/terminal-environment';
import { expect, it } from 'vitest';
import { allUserFiles } from '../../src/clients/client-files.js';
import { loadConfig } from '../../src/loading/load.js';
import { openFolder, writeFile } from '../folder.js';

it('every variable that moves a file of a client is kept, and servers get none of those that only do this', () => {
  const asked = new Set<string>();
  const env = new Proxy({}, { get: (_, name) => void asked.add(String(name)) });
  allUserFiles({ platform: 'linux', home: '/home/a', env });
  asked.delete('APPDATA'); // of Windows
  expect([...asked].filter((name) => !isKept(name))).toEqual([]);
  expect(PLACES_OF_CLIENTS.filter((name) => !asked.has(name))).toEqual([]);
  expect(PLACES_OF_CLIENTS.filter(isOfTerminal)).toEqual([]);
});

it('a daemon that a client has started holds the files that the variables of a terminal move', async () => {
  const home = join(openFolder(), 'home');
  mkdirSync(home, { mode: 0o700 });
  recordEnvironment(
    guardPaths(home).environment,
    { CODEX_HOME: '/elsewhere/codex', CLAUDE_CONFIG_DIR: '/elsewhere/claude' },
    [],
  );
  const options = { home, path: writeFile('mcp-guard.yaml', ''), secrets: join(home, 'secrets.env'), bases: home };
  const { config } = await loadConfig({ ...options, env: { HOME: '/home/a' } });
  expect(config.own.known).toEqual(
    expect.arrayContaining([
      '/elsewhere/codex/config.toml',
      '/elsewhere/claude/.claude.json',
      '/home/a/.codex/config.toml',
    ]),
  );
});
