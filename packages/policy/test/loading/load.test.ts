import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { findConfig } from '../../src/paths/find-config.js';
import { loadConfig } from '../../src/loading/load.js';
import { ConfigError } from '../../src/text/problems.js';
import { giveAway, openFolder, writeFile } from '../folder.js';
import { parse, problemsOf } from '../parse.js';

const NONE = '/nonexistent/secrets.env';
const load = (path: string, env: NodeJS.ProcessEnv = {}) =>
  loadConfig({ home: '/nonexistent', path, secrets: NONE, bases: '/nonexistent', env });
const invalid = (message: string | RegExp) =>
  expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) });

describe('defaults', () => {
  it.each(['', '# nothing\n', '---\n', 'null', '{}'])('are all there is in %j', (yaml) => {
    expect(parse(yaml)).toMatchObject({ servers: {}, auth: { mode: 'os' }, audit: { enabled: true } });
  });

  it('fill what a server leaves out', () => {
    expect(parse('servers: {a: {command: x}}').servers['a']).toEqual({
      transport: 'stdio',
      command: 'x',
      args: [],
      env: {},
      cwd: null,
      max_sessions: 32,
      // The example shows the defaults of every section, and `example.test.ts` compares them.
      policy: expect.objectContaining({
        locked: false,
        unknown_methods: null,
        permissions: {
          allowed_tools: null,
          denied_tools: [],
          allowed_resources: null,
          denied_resources: [],
          allowed_prompts: null,
          denied_prompts: [],
          allowed_methods: null,
          denied_methods: [],
          arguments: [],
          require_approval: [],
        },
        rate_limit: { requests_per_minute: null, requests_per_hour: null, tool_limits: {} },
        sampling: { enabled: false, max_tokens: null, rate_limit: null, audit: 'basic' },
        elicitation: { enabled: true, block_secret_questions: true },
        roots: { enabled: true, only: [] },
        spend: {
          currency: null,
          tools: {},
          max_per_call: null,
          max_per_session: null,
          max_per_hour: null,
          max_per_day: null,
          require_approval_above: null,
          block_vendors: [],
          allow_vendors: null,
        },
      }),
    });
  });
});

describe('variables', () => {
  it('stand in any value, are expanded once, and add no structure', () => {
    const yaml = 'servers: {a: {command: "${CMD}", args: ["${TWO}", "x ${A}"], env: {K: "${YAML}"}}}';
    const values = { CMD: 'npx', TWO: '${A}', A: 'a', YAML: 'x}\nb: {command: evil' };
    expect(parse(yaml, values).servers).toMatchObject({
      a: { command: 'npx', args: ['${A}', 'x a'], env: { K: 'x}\nb: {command: evil' } },
    });
    expect(Object.keys(parse(yaml, values).servers)).toEqual(['a']);
  });

  it('stand in no key', () => {
    const problem = 'a variable cannot stand in a key';
    expect(problemsOf('${A}: 1', { A: 'servers' })).toEqual([`1:1: ${problem}`]);
    expect(problemsOf('auth: {api_keys: {"${KEY}": {}}}')).toEqual([`1:19: ${problem}`]);
    expect(problemsOf('servers: {a: {command: x, env: {"${A}": y}}}', { A: 'B' })).toEqual([`1:33: ${problem}`]);
  });

  it('that are not set are named, all of them', () => {
    expect(problemsOf('servers:\n  a:\n    command: ${X}\n    args: ["${Y:-y}", "${Z}"]\n')).toEqual([
      '3:14: the variable X is not set; it can be put into secrets.env',
      '4:23: the variable Z is not set; it can be put into secrets.env',
    ]);
  });

  it('give numbers and switches', () => {
    const yaml = `
daemon: {max_depth: "\${N}", shutdown_timeout: "\${F}", max_message_bytes: "\${N}000"}
audit: {enabled: "\${T}", stdout: "\${T}", retention_days: "\${N:-1}", max_bytes: "\${BIG}"}
servers: {a: {command: x, args: ["\${N}", "\${T}"], max_sessions: "\${N}", policy: {sampling: {enabled: "\${OFF:-false}"}}}}`;
    expect(parse(yaml, { N: '64', F: '0.5', T: 'true', BIG: '2147483648' })).toMatchObject({
      daemon: { max_depth: 64, shutdown_timeout: 0.5, max_message_bytes: 64_000 },
      audit: { enabled: true, stdout: true, retention_days: 64, max_bytes: 2_147_483_648 },
      servers: { a: { args: ['64', 'true'], max_sessions: 64, policy: { sampling: { enabled: false } } } },
    });
  });

  it.each(['', ' 5', '0x10', '1e3', '-5', '5 ', '٥', 'NaN', '1'.repeat(30), 'yes', 'True'])(
    'give no number from %j',
    (n) => {
      expect(problemsOf('daemon: {max_depth: "${N}"}', { N: n })).toHaveLength(1);
    },
  );

  it('give a number through an alias, too', () => {
    expect(parse('daemon: {max_depth: &n "${N}", shutdown_timeout: *n}', { N: '9' }).daemon).toMatchObject({
      max_depth: 9,
      shutdown_timeout: 9,
    });
  });

  it('do not turn a text that was written as one into a number', () => {
    expect(problemsOf('daemon: {max_depth: "64"}')).toEqual(['1:21: daemon.max_depth: expected a number, not text']);
  });
});

describe('what could be read in two ways', () => {
  it.each([
    ['a key twice', 'servers:\n  a: {command: x}\n  a: {command: y}', ['3:3: duplicate key']],
    ['a key twice, once in quotes', 'servers: {a: {command: x, "command": y}}', ['1:27: duplicate key']],
    ['a key twice, once as a number', 'servers:\n  1: {command: x}\n  "1": {command: y}', ['3:3: duplicate key']],
    ['a map as a key', 'servers:\n  ? {a: 1}\n  : {command: x}', ['2:5: a key is plain text']],
    ['an alias as a key', 'servers:\n  a: {command: &a b}\n  *a : {command: x}', ['3:3: a key is plain text']],
    ['two documents', '--- {}\n--- {}\n', ['2:1: a file holds one document']],
    ['a directive', '%FOO\n---\n{}', ['1:1: Unknown directive %FOO']],
    ['a merge key', 'servers: {<<: {a: {command: x}}}', [expect.stringContaining('1:11: servers.<<: a server’s name')]],
  ])('%s is refused', (_, yaml, problems) => {
    expect(problemsOf(yaml)).toEqual(problems);
  });
});

// Threat 33
describe('names of members of every object', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is a server and a variable like others',
    (name) => {
      const { servers } = parse(`servers:\n  ${name}: {command: x, env: {${name}: y}}\n`);
      expect(Object.hasOwn(servers, name)).toBe(true);
      expect(servers[name]).toMatchObject({ command: 'x', env: { [name]: 'y' } });
      expect(Object.keys(parse('servers: {a: {command: x}}').servers)).toEqual(['a']);
    },
  );

  it.each(['constructor', 'toString', 'valueOf'])('%s is an unknown key where keys are known', (name) => {
    expect(problemsOf(`${name}: 1`)[0]).toContain(`1:1: ${name}: unknown key`);
    expect(problemsOf(`daemon: {${name}: 1}`)[0]).toContain(`1:10: daemon.${name}: unknown key`);
  });

  it.each([
    ['at the top', '__proto__: {servers: {}}', '1:1'],
    ['as a server', 'servers:\n  __proto__: {command: x}', '2:3'],
    ['in quotes', 'servers:\n  "__proto__": {command: x}', '2:3'],
    ['behind escapes', 'servers:\n  "\\x5f_proto__": {command: x}', '2:3'],
    ['as a variable', 'servers: {a: {command: x, env: {__proto__: y}}}', '1:33'],
    ['in a policy', 'servers: {a: {command: x, policy: {__proto__: {permissions: {}}}}}', '1:36'],
  ])('__proto__ %s is refused, not skipped', (_, yaml, place) => {
    expect(problemsOf(yaml)).toEqual([`${place}: __proto__ cannot be a key`]);
    expect('permissions' in {}).toBe(false);
  });

  it.each(['', ' a', '-a', 'a/b', 'a\\b', '../a', 'a\u200b', 'a\u001b[31m', 'a'.repeat(65)])(
    '%j names no server',
    (name) => {
      const [problem, ...more] = problemsOf(`servers:\n  ${JSON.stringify(name)}: {command: x}`);
      expect(problem).toContain('2:3: ');
      expect(problem).toContain('a server’s name has 1 to 64 letters');
      expect(more).toEqual([]);
    },
  );

  it.each(['a', 'GitHub 2', 'größe', 'a.b_c@d-e', '7', 'a'.repeat(64)])('%j names a server', (name) => {
    expect(Object.keys(parse(`servers:\n  ${JSON.stringify(name)}: {command: x}`).servers)).toEqual([name]);
  });
});

describe('hostile YAML', () => {
  const bomb = [
    `a: &a [${'x,'.repeat(10)}]`,
    ...['b', 'c', 'd', 'e', 'f'].map((letter, index) => `${letter}: &${letter} [${`*${'abcde'[index]},`.repeat(10)}]`),
  ].join('\n');

  it.each([
    ['a bomb of aliases', bomb, 'the file has more than 100 aliases'],
    [
      'a bomb of aliases of maps',
      'a: &a {b: x}\nc: &c {d: *a, e: *a}\nf: [' + '*c,'.repeat(101) + ']',
      'the file has more than 100 aliases',
    ],
    ['an alias of itself', 'servers: &a {b: *a}', 'servers.b.command: this key is missing'],
    ['a list of itself', 'servers: {a: {command: x, args: &a [*a]}}', 'servers.a.args[0]: expected text'],
    ['ten thousand brackets', '['.repeat(10_000), 'nested deeper than 100'],
    ['ten thousand dashes', '- '.repeat(10_000), 'nested deeper than 100'],
    ['ten thousand nested maps', `${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}`, 'nested deeper than 100'],
  ])('%s is refused', (_, yaml, problem) => {
    expect(problemsOf(yaml).join('\n')).toContain(problem);
  });

  it.each([
    ['a large file of keys', Array.from({ length: 15_000 }, (_, n) => `k${n}: 1`).join('\n')],
    ['a large file of equal keys', 'x:\n'.repeat(60_000)],
    [
      'a server with as many variables',
      `servers: {a: {command: x, env: {${Array.from({ length: 15_000 }, (_, n) => `K${n}: y`).join(', ')}}}}`,
    ],
  ])('%s is read in one go', (_, yaml) => {
    problemsOf(yaml);
    expect(yaml.length).toBeGreaterThan(120_000);
  });

  it('a version directive is refused: readers of YAML 1.1 read other things', () => {
    expect(problemsOf('%YAML 1.1\n---\nservers: {}\n')).toEqual(['1:1: a directive has no place here']);
  });

  it('a few aliases are fine', () => {
    const yaml = 'servers:\n  a: &a {command: x, args: &args [1s]}\n  b: *a\n  c: {command: y, args: *args}\n';
    expect(parse(yaml).servers).toMatchObject({ b: { command: 'x', args: ['1s'] }, c: { command: 'y', args: ['1s'] } });
  });
});

describe('loadConfig', () => {
  it('reads the file and the secrets beside it', async () => {
    const folder = openFolder();
    const [path, secrets] = [join(folder, 'mcp-guard.yaml'), join(folder, 'secrets.env')];
    writeFileSync(path, 'servers: {a: {command: "${CMD}", args: ["${ARG}"]}}', { mode: 0o600 });
    writeFileSync(secrets, 'CMD=from-secrets\n', { mode: 0o600 });
    const { config } = await loadConfig({
      home: '/nonexistent',
      path,
      secrets,
      bases: folder,
      env: { CMD: 'from-env', ARG: 'arg' },
    });
    expect(config.servers['a']).toMatchObject({ command: 'from-secrets', args: ['arg'] });
  });

  it('names every problem with the path of the file', async () => {
    const path = writeFile('mcp-guard.yaml', 'servers: {}\nfoo: 1\nbar: 2\n');
    const thrown = expect.objectContaining({
      code: 'CONFIG_INVALID',
      exit: 78,
      problems: [expect.stringContaining(`${path}:2:1: foo: `), expect.stringContaining(`${path}:3:1: bar: `)],
    });
    await expect(load(path)).rejects.toThrow(thrown);
    await expect(load(path)).rejects.toThrow(ConfigError);
  });

  it('refuses a file that names no servers, and takes one that says so', async () => {
    const missing = writeFile('mcp-guard.yaml', 'daemon: { log_level: debug }\n');
    const thrown = expect.objectContaining({ problems: [expect.stringContaining('servers: there are none')] });
    await expect(load(missing)).rejects.toThrow(thrown);
    await expect(load(writeFile('mcp-guard.yaml', 'servers: {}\n'))).resolves.toMatchObject({
      config: { servers: {} },
    });
  });

  it('says that there is none, and what writes one', async () => {
    await expect(load('/nonexistent/mcp-guard.yaml')).rejects.toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: 'there is no configuration at /nonexistent/mcp-guard.yaml',
        hint: { words: 'write one with:', command: expect.stringMatching(/^mcp-guard init\b/) },
      }),
    );
  });

  // Threat 3
  it.each([0o620, 0o602, 0o666])('refuses a configuration that others can write: mode %o', async (mode) => {
    const path = writeFile('mcp-guard.yaml', 'servers: {}', mode);
    await expect(load(path)).rejects.toThrow(invalid('can be written by others$'));
  });

  it('refuses a configuration of another user', async () => {
    const path = writeFile('mcp-guard.yaml', 'servers: {}');
    giveAway(path);
    await expect(load(path)).rejects.toThrow(invalid('belongs to another user$'));
  });

  it('refuses a configuration over 1 MB', async () => {
    const path = writeFile('mcp-guard.yaml', `#${'x'.repeat(1_048_576)}`);
    await expect(load(path)).rejects.toThrow(invalid('is larger than 1048576 bytes$'));
  });

  it('refuses secrets that others can read, whatever the configuration says', async () => {
    const secrets = writeFile('secrets.env', 'A=1', 0o644);
    const path = writeFile('mcp-guard.yaml', 'servers: {}');
    await expect(loadConfig({ home: '/nonexistent', path, secrets, bases: '/nonexistent', env: {} })).rejects.toThrow(
      invalid('can be read by others$'),
    );
  });
});

// Threat 3
describe('a repository that holds ./mcp-guard.yaml', () => {
  const home = '/home/me/.config/mcp-guard';
  const paths = guardPaths(home);

  function inRepository(typed: boolean, named?: string, env: NodeJS.ProcessEnv = {}) {
    const cwd = openFolder();
    writeFileSync(join(cwd, 'mcp-guard.yaml'), '');
    return findConfig({ named, env, cwd, paths, typed }).replace(cwd, '<cwd>');
  }

  it('decides nothing for a daemon that a bridge starts', () => {
    expect(inRepository(false)).toBe(paths.config);
  });

  it('counts for what a person types there', () => {
    expect(inRepository(true)).toBe('<cwd>/mcp-guard.yaml');
  });

  it('stands behind --config and MCP_GUARD_CONFIG', () => {
    expect(inRepository(true, '/named.yaml', { MCP_GUARD_CONFIG: '/env.yaml' })).toBe('/named.yaml');
    expect(inRepository(true, 'named.yaml')).toBe('<cwd>/named.yaml');
    expect(inRepository(true, undefined, { MCP_GUARD_CONFIG: '/env.yaml' })).toBe('/env.yaml');
    expect(inRepository(true, undefined, { MCP_GUARD_CONFIG: '' })).toBe('<cwd>/mcp-guard.yaml');
  });

  it('is the home’s where the folder has none', () => {
    const cwd = openFolder();
    mkdirSync(join(cwd, 'sub'));
    writeFileSync(join(cwd, 'mcp-guard.yaml'), '');
    expect(findConfig({ named: undefined, env: {}, cwd: join(cwd, 'sub'), paths, typed: true })).toBe(paths.config);
  });
});
