import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRemote } from '../../src/config.js';
import { parseConfig } from '../../src/loading/load.js';
import { findStartProblem } from '../../src/servers/start-problem.js';
import { openFolder } from '../folder.js';

interface Server {
  readonly command: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What is wrong with a server in a folder with the program `bin/tool`; its path is written `<root>`. */
function problemOf({ command, env = {}, cwd }: Server, searchPath: string): string | undefined {
  const root = openFolder();
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin', 'tool'), '', { mode: 0o700 });
  writeFileSync(join(root, 'bin', 'text'), '', { mode: 0o600 });
  const at = (text: string): string => text.replace('<root>', root);
  const server = {
    command: at(command),
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, at(value)])),
    cwd: cwd === undefined ? null : at(cwd),
  };
  return findStartProblem('files', server, at(searchPath))?.what.replace(root, '<root>');
}

describe('a server whose command is gone is told:', () => {
  it.each<[Server, string, string | undefined]>([
    [{ command: 'tool' }, '/nowhere:<root>/bin', undefined],
    [{ command: 'tool' }, '/nowhere', 'there is no program tool on the PATH for servers'],
    [{ command: 'text' }, '<root>/bin', 'there is no program text on the PATH for servers'],
    [{ command: 'tool', env: { PATH: '<root>/bin' } }, '/nowhere', undefined],
    [{ command: 'tool', env: { PATH: '/no' } }, '<root>/bin', 'there is no program tool on the PATH of its env'],
    [{ command: '<root>/bin/tool' }, '/nowhere', undefined],
    [{ command: '<root>/bin/gone' }, '<root>/bin', 'there is no program <root>/bin/gone'],
    [{ command: '<root>/bin' }, '<root>/bin', 'there is no program <root>/bin'],
    [{ command: './tool', cwd: '<root>/bin' }, '/nowhere', undefined],
    [{ command: './gone', cwd: '<root>/bin' }, '/nowhere', 'there is no program <root>/bin/gone'],
    [{ command: './tool' }, '/nowhere', undefined], // in the folder of a client, which comes later
  ])('%j with the PATH %j: %j', (server, searchPath, what) => {
    expect(problemOf(server, searchPath)).toBe(what);
  });
});

it('a remote server is told whose certificates are gone, and nothing else', () => {
  const [remote] = Object.values(
    parseConfig('{"servers": {"a": {"url": "https://a.example", "ca_file": "/nowhere/ca.pem"}}}', 'f', new Map())
      .servers,
  );
  if (!remote || !isRemote(remote)) throw new Error('no server');
  expect(findStartProblem('a', remote, '')).toEqual({
    what: 'there is no file /nowhere/ca.pem with certificates',
    help: 'correct servers.a.ca_file',
  });
  expect(findStartProblem('a', { ...remote, ca_file: null }, '')).toBeUndefined();
});
