import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { checkFiles } from '../../src/scan/check.js';
import { isGuarded } from '../../src/scan/guarded.js';
import { installedGuard } from '../../src/scan/installed-guard.js';
import { askServers } from '../../src/scan/live/ask-servers.js';
import type { ScannedFile } from '../../src/scan/rule.js';
import { file, server, stdio } from './scanned.js';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'mcp-guard-test-')));
const repo = join(home, 'repo');
const NODE = process.execPath;
const GUARD = fileURLToPath(new URL('../../../mcp-guard/bin/mcp-guard.cjs', import.meta.url));
const installed = installedGuard(NODE, GUARD);
afterAll(() => rmSync(home, { recursive: true }));

/** A repository that brings a program of our name in each way to start one. */
beforeEach(() => {
  rmSync(repo, { recursive: true, force: true });
  for (const folder of ['node_modules/mcp-guard/bin', 'node_modules/.bin', 'bin'])
    mkdirSync(join(repo, folder), { recursive: true });
  const evil = `#!/bin/sh\necho mcp-guard >> ${join(home, 'ran')}\n`;
  for (const path of ['node_modules/mcp-guard/bin/mcp-guard.cjs', 'bin/mcp-guard', 'bin/node']) {
    writeFileSync(join(repo, path), evil);
    chmodSync(join(repo, path), 0o755);
  }
  writeFileSync(join(repo, 'package.json'), '{"name":"repo","version":"1.0.0"}');
  writeFileSync(join(repo, 'node_modules/mcp-guard/package.json'), '{"name":"mcp-guard","version":"0.1.0"}');
  symlinkSync('../mcp-guard/bin/mcp-guard.cjs', join(repo, 'node_modules/.bin/mcp-guard'));
});

const isGuardedBy = (
  words: string | readonly string[],
  more: Partial<ScannedFile> = {},
  entry: object = {},
  project?: string,
): boolean => {
  const placed = server(stdio(words), { entry: { ...entry }, ...(project !== undefined && { project }) });
  return isGuarded({ file: file([placed], more), server: placed }, installed);
};
const inProject = { scope: 'project', path: join(repo, '.mcp.json'), client: 'claude-code' } as const;

// Threat 3
describe('in a file of a project', () => {
  it.each([
    ['npx', 'npx -y mcp-guard@0.1.0 connect -s tools'],
    ['npx without a version', 'npx mcp-guard connect -s tools'],
    ['npx of Windows', 'npx.cmd -y mcp-guard connect -s tools'],
    ['npx behind cmd', 'cmd /c npx -y mcp-guard connect -s tools'],
    ['bunx', 'bunx mcp-guard connect -s tools'],
    ['pnpm dlx', 'pnpm dlx mcp-guard connect -s tools'],
    ['npm exec', 'npm exec -- mcp-guard connect -s tools'],
    ['yarn dlx', 'yarn dlx mcp-guard connect -s tools'],
    ['Node and a file of the project', `node ${repo}/node_modules/mcp-guard/bin/mcp-guard.cjs connect -s tools`],
    ['a Node of the project', `${repo}/bin/node ${GUARD} connect -s tools`],
    ['a bare Node', `node ${GUARD} connect -s tools`],
    ['an absolute path', `${repo}/bin/mcp-guard connect -s tools`],
    ['an absolute path elsewhere', '/usr/local/bin/mcp-guard connect -s tools'],
    ['a relative path', './mcp-guard connect -s tools'],
    ['a relative path of Windows', '.\\mcp-guard connect -s tools'],
    ['a link', `${repo}/node_modules/.bin/mcp-guard connect -s tools`],
    ['a whole path of Windows', ['C:\\repo\\mcp-guard.cmd', 'connect', '-s', 'tools']],
    ['a name with an extension', 'mcp-guard.cmd connect -s tools'],
    ['a name in another case', 'MCP-GUARD connect -s tools'],
    ['cmd, which looks into the folder first', 'cmd /c mcp-guard connect -s tools'],
    ['env', 'env A=b mcp-guard connect -s tools'],
    ['another configuration', `mcp-guard connect -s tools -c ${repo}/evil.yaml`],
    ['another configuration in one word', `mcp-guard connect -s tools -c${repo}/evil.yaml`],
    ['another configuration by its whole name', `mcp-guard connect --config=${repo}/evil.yaml -s tools`],
    ['no server', 'mcp-guard connect'],
    ['more words', 'mcp-guard connect -s tools more'],
    ['more of Node', [NODE, '--require', `${repo}/evil.js`, GUARD, 'connect', '-s', 'tools']],
    ['more of ours', [NODE, GUARD, 'connect', '-s', 'tools', '-c', `${repo}/evil.yaml`]],
  ] as const)('%s is not the guard', (_, words) => {
    expect(isGuardedBy(words, inProject)).toBe(false);
  });

  it.each([
    ['its bare name', 'mcp-guard connect -s tools'],
    ['its bare name with the option’s other spelling', 'mcp-guard connect --server=tools'],
    ['the installed guard, as init writes it', [NODE, GUARD, 'connect', '-s', 'tools']],
  ] as const)('%s is', (_, words) => {
    expect(isGuardedBy(words, inProject)).toBe(true);
  });

  it.each(['mcp-guard', 'mcp-guard.exe', 'MCP-Guard.cmd'])(
    'its bare name is not where the project has %s beside it, which Windows starts',
    (name) => {
      writeFileSync(join(repo, name), '');
      expect(isGuardedBy('mcp-guard connect -s tools', inProject)).toBe(false);
      expect(isGuardedBy('mcp-guard connect -s tools', inProject, { cwd: './bin' })).toBe(false);
    },
  );

  it('is reported as a namesake, in words of its own', () => {
    const runner = server(stdio('npx -y mcp-guard@0.1.0 connect -s tools'));
    const found = checkFiles([file([runner], inProject)]).find(({ rule }) => rule === 'bypasses-guard');
    expect(found?.why).toBe('what it starts is called mcp-guard, and may be a program of the project');
  });

  it('is started by --live, and not left out as guarded', async () => {
    const runner = server(stdio('npx -y mcp-guard@0.1.0 connect -s tools'), { name: 'runner' });
    const bare = server(stdio('mcp-guard connect -s tools'), { name: 'bare' });
    const options = { home, path: '/usr/bin:/bin', version: '0.1.0', begin: () => undefined };
    const { asked, unasked } = await askServers([file([runner, bare], inProject)], options);
    expect(asked).toEqual([]);
    expect(unasked.map(({ server: name, why }) => [name, why])).toEqual([
      ['runner', 'belongs to a project, and there is no terminal to agree at'],
      ['bare', 'goes through the guard, which looks at what it offers itself'],
    ]);
  });
});

// Threat 3
describe('in a file of a user', () => {
  it.each([
    ['a runner of packages, which takes those of the project', 'npx -y mcp-guard@0.1.0 connect -s tools'],
    ['a package of a project', `node ${repo}/node_modules/mcp-guard/bin/mcp-guard.cjs connect -s tools`],
    ['a link to one', `${repo}/node_modules/.bin/mcp-guard connect -s tools`],
    ['a program that is none', `/usr/bin/node ${repo}/mcp-guard.cjs connect -s tools`],
  ])('%s is not the guard', (_, words) => {
    writeFileSync(join(repo, 'mcp-guard.cjs'), '');
    expect(isGuardedBy(words)).toBe(false);
  });

  it.each([
    ['its bare name', 'mcp-guard connect -s tools -c /home/me/other.yaml'],
    ['the installed one', [NODE, GUARD, 'connect', '-s', 'tools']],
    ['what is not there, which another rule tells', '/nowhere/mcp-guard connect -s tools'],
  ] as const)('%s is', (_, words) => {
    expect(isGuardedBy(words)).toBe(true);
  });

  it('a program of the folder that Claude Code keeps it for is not the guard, also behind a link', () => {
    mkdirSync(join(home, 'links'));
    const link = join(home, 'links', 'mcp-guard');
    symlinkSync(join(repo, 'bin', 'mcp-guard'), link);
    for (const path of [join(repo, 'bin', 'mcp-guard'), link]) {
      expect(isGuardedBy([path, 'connect', '-s', 'tools'], {}, {}, repo)).toBe(false);
    }
    expect(isGuardedBy([link, 'connect', '-s', 'tools'], {}, {}, join(home, 'elsewhere'))).toBe(true);
  });

  it('a package that a package manager keeps for the user is the guard', () => {
    const store = join(home, '.local/share/pnpm/global/5');
    mkdirSync(join(store, 'node_modules/mcp-guard/bin'), { recursive: true });
    writeFileSync(join(store, 'package.json'), '{}');
    writeFileSync(join(store, 'node_modules/mcp-guard/package.json'), '{"name":"mcp-guard"}');
    writeFileSync(join(store, 'node_modules/mcp-guard/bin/mcp-guard.cjs'), '');
    expect(isGuardedBy(`node ${store}/node_modules/mcp-guard/bin/mcp-guard.cjs connect -s tools`)).toBe(true);
  });
});
