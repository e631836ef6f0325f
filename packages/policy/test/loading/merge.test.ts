import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import { parseBase, parseFile } from '../../src/loading/load.js';
import { isAbout, mayBeAbout } from '../../src/launches/match-server.js';
import { mergeBase } from '../../src/loading/merge.js';
import { ConfigError } from '../../src/text/problems.js';

const NONE = new Map<string, string>();
const merge = (file: object, base?: object): Config =>
  mergeBase(
    parseFile(JSON.stringify(file), 'f.yaml', NONE).file,
    base && parseBase(JSON.stringify(base), 'b.yaml').file,
  );

const github = { command: 'npx', args: ['-y', '@x/github@1.2.0'] };
const places = (config: Config, server: string): readonly string[] =>
  config.servers[server]?.layers.permissions.map(({ source: place }) => place) ?? [];

describe('an entry of a base', () => {
  const entry = { command: 'npx', args: ['@x/github*'] };

  const exact = { command: 'npx', args: ['-y', '@x/github*'] };
  const entryOf = (written: object) => {
    const { a } = parseBase(JSON.stringify({ servers: { a: written } }), 'b.yaml').file.servers;
    if (!a) throw new Error('no entry');
    return a;
  };

  // Threat 8
  it.each([
    ['npx', ['-y', '@x/github@1.2.0'], true],
    ['npx', ['@x/github'], true],
    ['/usr/local/bin/npx', ['--yes', '@x/github', '--stdio'], true],
    ['C:\\node\\npx.cmd', ['@x/github'], true],
    ['NPX', ['@X/GitHub'], true],
    ['env', ['A=b', 'npx', '@x/github'], true],
    ['sh', ['-c', 'exec npx -y "@x/github"'], true],
    ['npx', ['--package=@x/github', 'server'], true],
    ['node', ['evil.js', 'npx', '@x/github'], true],
    ['sh', ['-c', '(npx @x/github)'], true],
    ['sh', ['-c', 'n""px @x/github'], true],
    ['bash', ['-c', String.raw`n\px @x/github`], true],
    ['sh', ['-c', '$RUN @x/github'], true],
    ['busybox', ['sh', '-c', '`echo npx` @x/github'], true],
    ['python3', ['-c', "import os; os.execvp('npx', ['npx', '@x/github'])"], true],
    ['sh', ['-c', 'exec files --all'], false],
    ['npx', ['@x/gitlab'], false],
    ['npx', [], false],
    ['node', ['@x/github'], true], // a folder of that name, as in node_modules
    ['/opt/files', ['@x/github'], false],
    ['@x/github', ['npx'], false],
  ])('may be about %s %j, and then it binds it: %s', (command, args, binds) => {
    expect(mayBeAbout(entryOf(entry), { command, args, env: {} })).toBe(binds);
  });

  // Threat 8
  it.each<[string, string[], Record<string, string>, boolean]>([
    ['npx', ['-y', '@x/github@1.2.0'], {}, true],
    ['npx', ['-y', '@x/github@1.2.0'], { GITHUB_TOKEN: 'x' }, true],
    ['npx', ['-y', '@x/github@1.2.0'], { NODE_OPTIONS: '--require evil' }, false],
    ['npx', ['-y', '@x/github@1.2.0'], { Path: '/evil' }, false],
    ['npx', ['-y', '@x/github@1.2.0'], { npm_config_registry: 'https://evil' }, false],
    ['npx', ['@x/github'], {}, false],
    ['npx', ['-y', '@x/github', '--stdio'], {}, false],
    ['npx', ['--registry=https://evil', '-y', '@x/github'], {}, false],
    ['/evil/npx', ['-y', '@x/github'], {}, false],
    ['NPX', ['-y', '@x/github'], {}, false],
    ['node', ['evil.js', 'npx', '-y', '@x/github'], {}, false],
    ['sh', ['-c', 'exec node evil.js # npx -y @x/github'], {}, false],
  ])('names %s %j with %j and nothing else: %s', (command, args, env, isNamed) => {
    expect(isAbout(entryOf(exact), { command, args, env })).toBe(isNamed);
  });

  it('without arguments names its command with any', () => {
    expect(isAbout(entryOf({ command: 'npx' }), { command: 'npx', args: ['a', 'b'], env: {} })).toBe(true);
  });

  it('that only may be about a server leaves it among the others, too', () => {
    const base = {
      allow_other_servers: false,
      default: { permissions: { denied_tools: ['*'] } },
      servers: { github: exact },
    };
    const evil = { command: 'node', args: ['evil.js', 'npx', '-y', '@x/github'] };
    const config = merge({ servers: { evil } }, base);
    expect(config.servers['evil']?.forbidden).toBe('base:allow_other_servers');
    expect(places(config, 'evil').slice(0, 2)).toEqual([
      'base:servers.github.policy.permissions',
      'base:default.permissions',
    ]);
  });

  it('binds every server that it is about, whatever its name', () => {
    const config = merge({ servers: { gh: github, files: { command: 'files' } } }, { servers: { github: exact } });
    expect(places(config, 'gh')).toEqual(['base:servers.github.policy.permissions', 'servers.gh.policy.permissions']);
    expect(places(config, 'files')).toEqual(['base:default.permissions', 'servers.files.policy.permissions']);
  });

  it('binds together with others that are about the server, too', () => {
    const config = merge({ servers: { gh: github } }, { servers: { any: { command: '*' }, github: exact } });
    expect(places(config, 'gh')).toHaveLength(3);
  });

  it('leaves nothing of the file where it is locked', () => {
    const locked = { ...exact, policy: { locked: true, sampling: { enabled: true } } };
    const config = merge({ servers: { gh: github } }, { servers: { github: locked } });
    expect(places(config, 'gh')).toEqual(['base:servers.github.policy.permissions']);
    expect(config.servers['gh']?.layers.sampling).toMatchObject([{ rules: { enabled: true } }]);
  });

  it('only compares the environment and the folder that it names, and gives neither to a server', () => {
    const named = { ...exact, env: { MODE: 'x' }, cwd: '/evil' };
    const { gh } = merge({ servers: { gh: github } }, { servers: { github: named } }).servers;
    expect(gh).toMatchObject({
      env: {},
      cwd: null,
      difference: 'its variable MODE is not what the base names (github)',
    });
  });

  it('makes no server of its own', () => {
    expect(Object.keys(merge({}, { servers: { github: entry } }).servers)).toEqual([]);
  });

  it('may limit the sessions further', () => {
    const config = merge(
      { servers: { gh: { ...github, max_sessions: 9 } } },
      { servers: { github: { ...entry, max_sessions: 3 }, all: { command: '*', max_sessions: 5 } } },
    );
    expect(config.servers['gh']?.max_sessions).toBe(3);
  });
});

describe('a server that no entry is about', () => {
  it('cannot be used where the base says so', () => {
    const config = merge(
      { servers: { a: github, b: { command: 'b' } } },
      { allow_other_servers: false, servers: { a: { command: 'b' } } },
    );
    expect(config.servers['a']?.forbidden).toBe('base:allow_other_servers');
    expect(config.servers['b']?.forbidden).toBeUndefined();
  });

  it('has nothing but the default policy where that is locked', () => {
    const config = merge({ servers: { a: github } }, { default: { locked: true, permissions: { allowed_tools: [] } } });
    expect(places(config, 'a')).toEqual(['base:default.permissions']);
  });
});

describe('sections', () => {
  it('of the base count instead of the file’s, as far as it has them', () => {
    const file = {
      daemon: { max_depth: 9, log_level: 'warn' },
      auth: { api_keys: { mine: { roles: ['admin'] } }, roles: { admin: {} } },
      audit: { retention_days: 5, stdout: true },
      interceptors: { timeout: 60 },
      refusals: 'tool_result',
    };
    const base = {
      daemon: { max_depth: 64 },
      auth: { mode: 'api_key', api_keys: { theirs: {} } },
      audit: { retention_days: 400 },
      interceptors: { timeout: 5 },
    };
    expect(merge(file, base)).toMatchObject({
      daemon: { max_depth: 64, log_level: 'warn' },
      auth: { mode: 'api_key', api_keys: { theirs: { roles: ['default'] } }, roles: {} },
      audit: { retention_days: 400, stdout: true },
      interceptors: { timeout: 5 },
      refusals: 'tool_result',
    });
    expect(Object.keys(merge(file, base).auth.api_keys)).toEqual(['theirs']);
    expect(merge(file, {}).auth.roles).toHaveProperty('admin');
  });

  it('of the base never relax a time limit', () => {
    expect(merge({ interceptors: { timeout: 5 } }, { interceptors: { timeout: 60 } }).interceptors.timeout).toBe(5);
  });
});

// Threat 8
describe('a hostile base', () => {
  const problems = (base: object): readonly string[] => {
    try {
      parseBase(JSON.stringify(base), 'b.yaml');
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems;
    }
  };

  it.each([
    ['a variable', { servers: { a: { command: '${AWS_SECRET}' } } }, 'a base has no variables'],
    ['a variable with a default', { refusals: '${X:-error}' }, 'a base has no variables'],
    ['another base', { extends: { path: '/b.yaml' } }, 'a base cannot extend another'],
    [
      'a variable of an environment',
      { servers: { a: { command: 'x', env: { A: '${B}' } } } },
      'a base has no variables',
    ],
    ['headers', { servers: { a: { command: 'x', headers: { A: 'b' } } } }, 'a base does not set headers'],
    [
      'a credential',
      { servers: { a: { command: 'x', upstream_auth_token: 'b' } } },
      'a base does not set a credential',
    ],
    ['a socket', { daemon: { socket_path: '/tmp/x' } }, 'a base does not set a path of this machine'],
    ['a home', { daemon: { home: '/tmp/x' } }, 'a base does not set a path of this machine'],
    ['a file to write', { audit: { jsonl: '/home/me/.bashrc' } }, 'a base does not set a path of this machine'],
    ['no record', { audit: { enabled: false } }, 'the audit cannot be switched off'],
    ['an entry by name', { servers: { github: { policy: {} } } }, 'matches servers by their command or url'],
    ['an unknown key', { servers: { a: { command: 'x', polcy: {} } } }, 'did you mean policy?'],
    ['an unknown role', { auth: { mode: 'api_key', api_keys: { k: { roles: ['r'] } } } }, 'there is no role r'],
  ])('cannot bring %s', (_, base, problem) => {
    expect(problems(base).join('\n')).toContain(problem);
  });
});
