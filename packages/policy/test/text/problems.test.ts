import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findNearest } from '../../src/text/nearest.js';
import { toPlace } from '../../src/text/problems.js';
import { parseFile } from '../../src/loading/load.js';
import { parse, problemsOf } from '../parse.js';

const TOP = 'extends, servers, daemon, auth, interceptors, pii, spend, approvals, audit, telemetry, refusals';

describe('the place and the words of a problem', () => {
  it.each([
    ['a misspelt key', 'servres: {}', '1:1: servres: unknown key; did you mean servers?'],
    ['a key of nothing', 'zzz: 1', `1:1: zzz: unknown key; known here: ${TOP}`],
    ['a key in another case', 'daemon: {Max_Depth: 5}', '1:10: daemon.Max_Depth: unknown key; did you mean max_depth?'],
    [
      'a key deep down',
      'servers:\n  a:\n    command: x\n    policy:\n      permissions:\n        alowed_tools: []\n',
      '6:9: servers.a.policy.permissions.alowed_tools: unknown key; did you mean allowed_tools?',
    ],
    ['a number that is none', 'daemon:\n  max_depth: deep', '2:14: daemon.max_depth: expected a number, not text'],
    ['a number out of range', 'daemon: {max_depth: 3}', '1:21: daemon.max_depth: expected at least 4'],
    ['a missing key', 'servers:\n  a: {args: []}', '2:6: servers.a.command: this key is missing'],
    [
      'an element of a list',
      'servers: {a: {command: x, args: [a, 1]}}',
      '1:37: servers.a.args[1]: expected text, not a number',
    ],
    ['a list for a map', 'servers: [a]', '1:10: servers: expected a map, not a list'],
    ['nothing for a map', 'servers:\n  a:\n', '2:5: servers.a: expected a map, not null'],
    ['a text for the file', 'hello', '1:1: expected a map, not text'],
    ['a list for the file', '- a', '1:1: expected a map, not a list'],
    ['a word out of a few', 'refusals: maybe', '1:11: refusals: expected one of error, tool_result'],
    ['a size', 'audit: {max_bytes: 3TB}', '1:20: audit.max_bytes: a size is written like 2GiB or 512MiB'],
    ['YAML that is none', 'a: b: c', '1:4: Nested mappings are not allowed in compact mappings'],
    ['a tab', 'daemon:\n\tmax_depth: 5', '2:1: Tabs are not allowed as indentation'],
    ['a tag', 'servers: !!js/function x', '1:10: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['an unknown anchor', 'servers: *x', '1:10: nothing before has the anchor &x'],
    ['a key behind text of other alphabets', '# é😀\nzzz: 1', `2:1: zzz: unknown key; known here: ${TOP}`],
  ])('%s', (_, yaml, problem) => {
    expect(problemsOf(yaml)).toEqual([problem]);
  });

  it('come all at once', () => {
    const yaml = [
      'daemon:',
      '  max_depth: deep',
      '  max_message_bytes: 1',
      '  log_level: loud',
      'servers:',
      '  a/b: {command: x}',
      '  c: {comand: x, policy: {permissions: {denied_tools: ["^(", ""], allowed_prompts: x}}}',
      'audit: {enabled: false, max_bytes: 0}',
      'pii: {enabled: maybe}',
      'foo: 1',
    ].join('\n');
    expect(
      problemsOf(yaml)
        .map((line) => line.replace(/(: [^ ]+:) .*/, '$1'))
        .toSorted(),
    ).toEqual([
      '10:1: foo:',
      '2:14: daemon.max_depth:',
      '3:22: daemon.max_message_bytes:',
      '4:14: daemon.log_level:',
      '6:3: servers.a/b:',
      '7:56: servers.c.policy.permissions.denied_tools[0]:',
      '7:62: servers.c.policy.permissions.denied_tools[1]:',
      '7:6: servers.c.command:',
      '7:7: servers.c.comand:',
      '7:84: servers.c.policy.permissions.allowed_prompts:',
      '8:18: audit.enabled:',
      '8:36: audit.max_bytes:',
      '9:16: pii.enabled:',
    ]);
  });

  it('come all at once, whatever kind they are of, in the order of the file', () => {
    const yaml = [
      'servers:',
      '  a: {command: "${UNSET}", polcy: {}}',
      'daemon: {max_depth: "${UNSET}", log_level: loud}',
      'auth:',
      '  api_keys: {k: {roles: [raeder]}}',
      '  roles: {reader: {}}',
    ].join('\n');
    expect(problemsOf(yaml)).toEqual([
      '2:16: the variable UNSET is not set; it can be put into secrets.env',
      '2:28: servers.a.polcy: unknown key; did you mean policy?',
      '3:21: the variable UNSET is not set; it can be put into secrets.env',
      expect.stringContaining('3:44: daemon.log_level: '),
      expect.stringContaining('5:26: auth.api_keys.<key>.roles[0]: there is no role raeder; did you mean reader?'),
    ]);
  });

  it('says that an API key is a duplicate, and does not show it', () => {
    const digest = hash('sha256', 'k1');
    const [problem, ...more] = problemsOf(`auth: {api_keys: {k1: {}, 'SHA256:${digest.toUpperCase()}': {}}}`);
    expect(problem).toMatch(/: duplicate key, in another spelling or as its hash$/);
    expect(problem).not.toContain('k1');
    expect(more).toEqual([]);
  });

  it('begin with the file, one line each', () => {
    expect(() => parse('a: 1\nb: 2\n')).toThrow(/^f\.yaml:1:1: a: [^\n]+\nf\.yaml:2:1: b: [^\n]+$/);
  });
});

describe('findNearest', () => {
  it.each([
    ['comand', ['command', 'cwd'], 'command'],
    ['COMMAND', ['command'], 'command'],
    ['ags', ['args', 'env'], 'args'],
    ['timeuot', ['timeout', 'timeout_action'], 'timeout'],
    ['permission', ['permissions', 'sampling'], 'permissions'],
    ['x', ['command', 'args'], undefined],
    ['entirely_different', ['command', 'args'], undefined],
    ['', ['command'], undefined],
    ['constructor', [], undefined],
    ['toString', ['transport'], undefined],
  ])('of %j among %j is %j', (word, candidates, nearest) => {
    expect(findNearest(word, candidates)).toBe(nearest);
  });
});

describe('toPlace', () => {
  it.each([
    [[], ''],
    [['servers', 'a', 'args', 2], 'servers.a.args[2]'],
    [['servers', 'a b', 'env', 'X.Y'], 'servers.a b.env.X.Y'],
  ])('of %j is %j', (path, place) => {
    expect(toPlace(path)).toBe(place);
  });
});

describe('the place of a rule', () => {
  const locate = (yaml: string, place: string): string =>
    parseFile(yaml, '/home/me/f.yaml', new Map()).yaml.locate(place);

  it.each([
    ['a value', 'refusals: error', 'refusals', 'f.yaml:1:11'],
    ['a default of a section that is written', 'daemon:\n  max_depth: 9', 'daemon.log_level', 'default:'],
    ['what is nowhere', '# none\ndaemon: {}', 'audit.stdout', 'default:'],
    [
      'a key with dots and brackets',
      'servers: {a: {command: x, policy: {rate_limit: {tool_limits: {"^e[.]c": {requests_per_hour: 1}}}}}}',
      'servers.a.policy.rate_limit.tool_limits.^e[.]c.requests_per_hour',
      'f.yaml:1:93',
    ],
    [
      'what stands behind an alias',
      'servers:\n  a: {command: x, policy: &p {permissions: {denied_tools: [a]}}}\n  b: {command: x, policy: *p}',
      'servers.b.policy.permissions.denied_tools[0]',
      'f.yaml:2:60',
    ],
    ['what stands nowhere behind a bracket', 'servers: {a: {command: x}}', 'servers.a.policy.x]y', 'default:'],
  ])('of %s', (_, yaml, place, at) => {
    expect(locate(yaml, place)).toBe(`${at} ${place}`);
  });
});

// Threat 8: a base is somebody else's text, and a parser that runs out of stack may end the process.
it.each<[string, string]>([
  ['lists in one line', '- '.repeat(20_000)],
  ['maps in one line', '? '.repeat(20_000)],
  ['brackets', '['.repeat(20_000)],
  ['braces', '{a: '.repeat(20_000)],
  ['lines that go further in', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
])('a text that nests thousands deep is refused before it is parsed: %s', (_, text) => {
  expect(problemsOf(text)).toEqual([expect.stringMatching(/^\d+:\d+: nested deeper than 100$/u)]);
});
