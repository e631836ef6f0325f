import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, problemsOf } from '../parse.js';

const server = (inside: string): string => `servers: {a: {command: x, ${inside}}}`;
const policy = (inside: string): string => server(`policy: {${inside}}`);

/** The one problem of a text, without its place in the file. */
const problemOf = (yaml: string): string => {
  const problems = problemsOf(yaml);
  expect(problems).toHaveLength(1);
  return String(problems[0]).replace(/^\d+:\d+: /, '');
};

describe('keys that ask for nothing', () => {
  it.each([server('url: null'), server('headers: {}')])('may ask for nothing: %s', (yaml) => {
    expect(problemsOf(yaml)).toEqual([]);
  });

  it.each([
    ['audit: {payload: redacted}', 'audit.payload: only `none` is supported by this version'],
    ['audit: {enabled: false}', 'audit.enabled: the audit cannot be switched off'],
    [
      'interceptors: {timeout_action: allow}',
      'interceptors.timeout_action: a decision that takes too long can only block',
    ],
  ])('but values that cannot be carried out are refused: %s', (yaml, problem) => {
    expect(problemOf(yaml)).toBe(problem);
  });

  it('are names like others where names are free', () => {
    expect(Object.keys(parse('servers: {default: {command: x, env: {spend: y}}}').servers)).toEqual(['default']);
  });
});

describe('patterns', () => {
  const LISTS = ['tools', 'resources', 'prompts'].flatMap((kind) => [`allowed_${kind}`, `denied_${kind}`]);

  it.each(LISTS)('of %s that do not compile are refused, each with its place', (list) => {
    const problems = problemsOf(
      `servers:\n  a:\n    command: x\n    policy:\n      permissions:\n        ${list}:\n          - ok\n          - ^(\n          - ""\n          - ^a{2,1}`,
    );
    const at = `servers.a.policy.permissions.${list}`;
    expect(problems).toEqual([
      expect.stringContaining(`8:13: ${at}[1]: the expression does not compile: `),
      `9:13: ${at}[2]: an empty pattern matches nothing`,
      expect.stringContaining(`10:13: ${at}[3]: the expression does not compile: `),
    ]);
  });

  it('with an encoded star are refused for resources and mean themselves for tools', () => {
    expect(problemOf(policy('permissions: {denied_resources: ["file:///%2a"]}'))).toContain(
      'an encoded * would match anything',
    );
    expect(problemsOf(policy('permissions: {denied_tools: ["%2a"]}'))).toEqual([]);
  });

  it.each([
    'tools',
    'denied_tools: delete_file',
    'denied_tools: {a: b}',
    'denied_tools: [1]',
    'denied_tools: null',
    'allowed_tools: ""',
  ])('in no list are refused: %s', (inside) => {
    expect(problemsOf(policy(`permissions: {${inside}}`))).toHaveLength(1);
  });
});

describe('values', () => {
  it.each([
    ['2GiB', 2 ** 31],
    ['512MiB', 2 ** 29],
    ['512 MiB', 2 ** 29],
    ['1KiB', 1024],
    ['4096', 4096],
    ['"4096"', 4096],
  ])('a size of %s is %i bytes', (size, bytes) => {
    expect(parse(`audit: {max_bytes: ${size}}`).audit.max_bytes).toBe(bytes);
  });

  it.each(['0', '-1', '1.5', '2GB', '2gib', '"0x10"', 'GiB', '1e3KiB', '""', 'null', 'true'])(
    'a size of %s is refused',
    (size) => {
      expect(problemOf(`audit: {max_bytes: ${size}}`)).toMatch(/^audit\.max_bytes: /);
    },
  );

  it.each([
    ['command', 'servers: {a: {command: "x\\0"}}'],
    ['args[0]', server('args: ["\\0"]')],
    ['env.K', server('env: {K: "\\0"}')],
    ['cwd', server('cwd: "/x\\0"')],
  ])('a NUL in %s is refused', (place, yaml) => {
    expect(problemOf(yaml)).toBe(`servers.a.${place}: a NUL character cannot be passed on`);
  });

  it.each(['"A=B"', '""', '"A\\0"', 'MY-KEY.x', 'azure.client-secret', '1A', 'É'])('%s names no variable', (name) => {
    expect(problemOf(server(`env: {${name}: x}`))).toContain('is not a name that can be passed on');
  });

  it.each(['"/a\\nb"', '"/a\\u001b[31m"', '""'])('a path of %s is refused', (path) => {
    expect(problemOf(`daemon: {socket_path: ${path}}`)).toMatch(/^daemon\.socket_path: /);
  });

  it('a path may begin with the home of its user', () => {
    const yaml = 'daemon: {home: ~/guard, socket_path: "~", }\naudit: {jsonl: a/~/b}';
    expect(parse(yaml)).toMatchObject({
      daemon: { home: join(homedir(), 'guard'), socket_path: homedir() },
      audit: { jsonl: 'a/~/b' },
    });
  });

  it.each([
    'daemon: {max_depth: 3}',
    'daemon: {max_depth: 1001}',
    'daemon: {max_depth: 5.5}',
    'daemon: {max_depth: .inf}',
    'daemon: {max_depth: .nan}',
    'daemon: {max_message_bytes: 1023}',
    'daemon: {shutdown_timeout: -1}',
    'daemon: {encryption: true}',
    'interceptors: {timeout: 0}',
    'audit: {retention_days: 0}',
    'audit: {durability: none}',
    'refusals: null',
    server('max_sessions: 0'),
    server('max_sessions: true'),
    policy('unknown_methods: allow'),
    policy('sampling: {enabled: "yes"}'),
    policy('sampling: null'),
  ])('%s is refused', (yaml) => {
    expect(problemsOf(yaml)).toHaveLength(1);
  });
});

it.each(['work', './work', '~anna/work', '"$HOME/work"'])('a root folder of %s depends on who reads it', (folder) => {
  expect(problemOf(policy(`roots: {only: [${folder}]}`))).toBe(
    'servers.a.policy.roots.only[0]: a folder is written from the root, or from the home by ~',
  );
});

it.each(['/work', '~', '~/work'])('a root folder is %s', (folder) => {
  expect(problemsOf(policy(`roots: {only: ["${folder}"]}`))).toEqual([]);
});
