import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardPaths, stateFolders } from '@mcp-guard/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from '../../src/loading/load.js';

let home: string;
beforeEach(() => {
  home = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-clients-')));
  mkdirSync(join(home, 'backups'), { mode: 0o700 });
  writeFileSync(join(home, 'mcp-guard.yaml'), 'servers: {}', { mode: 0o600 });
});
afterEach(() => rmSync(home, { recursive: true }));

const load = async (env: NodeJS.ProcessEnv = {}) => {
  const { config: path, secrets, bases } = guardPaths(home);
  return (await loadConfig({ home, path, secrets, bases, env })).config.own;
};
const writeJournal = (text: string): void => writeFileSync(guardPaths(home).moves, text, { mode: 0o600 });

it('the files of clients that init has changed are known by its journal, and where links lead', async () => {
  expect((await load()).clients).toEqual([]);
  symlinkSync(join(home, 'elsewhere'), join(home, 'link'));
  const records = [
    { path: join(home, 'mcp-guard.yaml') }, // our own
    { client: 'cursor', path: join(home, 'link/mcp.json') },
    { client: 'cursor', path: join(home, 'link/mcp.json') },
    { client: 'claude-code', path: '/project/.mcp.json' },
  ];
  writeJournal(JSON.stringify({ version: 1, records }));
  expect((await load()).clients).toEqual([
    join(home, 'link/mcp.json'),
    join(home, 'elsewhere/mcp.json'),
    '/project/.mcp.json',
  ]);
});

it.each(['', '{', '[]', '{"version":1}', '{"records":[1]}', '{"records":[{"client":"x"}]}'])(
  'nothing starts where the journal is damaged: %j',
  async (text) => {
    writeJournal(text);
    await expect(load()).rejects.toThrow('is damaged');
  },
);

it('nothing starts where the journal names more files than are kept', async () => {
  const records = Array.from({ length: 1025 }, (_, index) => ({ client: 'x', path: `/${index}` }));
  writeJournal(JSON.stringify({ records }));
  await expect(load()).rejects.toThrow('names more than 1024 files of clients');
});

it('the folders in which it is remembered what was agreed on are the guard’s own', async () => {
  const env = { XDG_STATE_HOME: '/state' };
  expect(stateFolders(env)).toHaveLength(2);
  expect((await load(env)).folders).toEqual(expect.arrayContaining([...stateFolders(env)]));
  expect(stateFolders({ XDG_STATE_HOME: 'relative' })).toEqual(stateFolders({}));
});
