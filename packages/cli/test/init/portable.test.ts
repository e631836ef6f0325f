import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLauncher } from '../../src/init/guard-launch.js';
import type { GuardProgram } from '../../src/init/guard-program.js';
import { whyNotPortable } from '../../src/init/portable.js';

let folder: string;
let bin: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portable-')));
  bin = put('lib/mcp-guard/bin/mcp-guard.cjs');
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text = ''): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
  return file;
}

/** A folder of programs in which `mcp-guard` leads somewhere. */
function lead(name: string, target: string): string {
  const at = join(folder, name);
  mkdirSync(at, { recursive: true });
  symlinkSync(target, join(at, 'mcp-guard'));
  return at;
}

const entrance = guardPaths(join(homedir(), '.config', 'mcp-guard'));
const program = (searchPath?: string, more: Partial<GuardProgram> = {}): GuardProgram => ({
  node: '/usr/bin/node',
  bin,
  entrance,
  usual: entrance.home,
  config: entrance.config,
  searchPath,
  ...more,
});

describe('the entry in a file of a project', () => {
  it('starts the guard by its name, without a path of this machine', () => {
    const launchOf = createLauncher(program(lead('bin', bin)));
    expect(launchOf('files', 'project')).toEqual({ command: 'mcp-guard', args: ['connect', '-s', 'files'], env: {} });
  });

  it('is another one than that of a user, which needs no PATH', () => {
    const { args } = createLauncher(program(lead('bin', bin)))('files', 'user');
    expect(args).toEqual([bin, 'connect', '-s', 'files']);
  });

  it('has the paths of this machine where the name leads elsewhere', () => {
    const { args } = createLauncher(program(join(folder, 'none')))('files', 'project');
    expect(args[0]).toBe(bin);
  });
});

describe('an entry with the name alone', () => {
  it('is possible with the launcher of a package manager', () => {
    put('bin/mcp-guard', '#!/bin/sh\nexec node /x/mcp-guard/bin/mcp-guard.cjs "$@"\n');
    expect(whyNotPortable(program(join(folder, 'bin')))).toBeUndefined();
  });

  it.each<[string, () => GuardProgram, string]>([
    ['that is not on the PATH', () => program(join(folder, 'none')), 'mcp-guard is not on your PATH'],
    ['without a PATH', () => program(), 'mcp-guard is not on your PATH'],
    [
      'that only a relative entry of the PATH finds',
      () => (lead('bin', bin), program('bin:.:')),
      'mcp-guard is not on your PATH',
    ],
    [
      'that cannot be started',
      () => (chmodSync(put('bin/mcp-guard'), 0o644), program(join(folder, 'bin'))),
      'mcp-guard is not on your PATH',
    ],
    [
      'of another program',
      () => (put('bin/mcp-guard', '#!/bin/sh\necho hello\n'), program(join(folder, 'bin'))),
      'the mcp-guard on your PATH is another program',
    ],
    [
      'of a package of the project',
      () => {
        put('project/package.json', '{}');
        put('project/node_modules/.bin/mcp-guard', 'mcp-guard');
        return program(join(folder, 'project/node_modules/.bin'));
      },
      'the mcp-guard on your PATH is another program',
    ],
    [
      'with another configuration',
      () => program(lead('bin', bin), { config: '/x.yaml' }),
      'your configuration is not the one in the home',
    ],
    [
      'with another home',
      () => {
        const other = guardPaths(join(folder, 'home'));
        return program(lead('bin', bin), { entrance: other, config: other.config });
      },
      'MCP_GUARD_HOME is set',
    ],
  ])('is not possible %s', (_, arrange, why) => {
    expect(whyNotPortable(arrange())).toBe(why);
  });
});
