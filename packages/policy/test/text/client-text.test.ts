import { describe, expect, it } from 'vitest';
import { fillEnvironment } from '../../src/text/client-text.js';
import { parseBase } from '../../src/loading/load.js';
import { parse, problemsOf, stdioOf } from '../parse.js';

const WHERE = 'a value of the client can stand in the `env` of a server only';

/** What a client's values make of one line of `env`. */
function fill(value: string, sent: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}) {
  const { servers } = parse(JSON.stringify({ servers: { a: { command: 'x', env: { V: value } } } }), variables);
  const { env, taken, missing } = fillEnvironment(stdioOf(servers, 'a').env, new Map(Object.entries(sent)));
  return { value: env['V'], taken, missing };
}

describe('${client:NAME}', () => {
  it.each([
    ['${client:A}', { A: 'x' }, 'x', ['x']],
    ['Bearer ${client:A}, ${client:A}${client:B}', { A: 'x', B: 'y' }, 'Bearer x, xy', ['x', 'y']],
    ['${client:A:-fallback}', {}, 'fallback', []],
    ['${client:A:-fallback}', { A: '' }, '', ['']],
    ['${client:A}', { A: '${client:B} ${B} $& $1', B: 'evil' }, '${client:B} ${B} $& $1', ['${client:B} ${B} $& $1']],
    ['${client:A}', { A: 'line\nline' }, 'line\nline', ['line\nline']],
    ['${OWN} ${client:A}', { A: 'x', OWN: 'evil' }, '${client:B} x', ['x']],
    ['plain', { V: 'evil', PATH: 'evil' }, 'plain', []],
  ])('%j with %j is %j, once', (value, sent, filled, taken) => {
    expect(fill(value, sent, { OWN: '${client:B}' })).toEqual({ value: filled, taken, missing: [] });
  });

  it.each([
    ['${client:A} ${client:B} ${client:A}', { B: 'x' }, ['A']],
    ['${client:__proto__} ${client:constructor}', {}, ['__proto__', 'constructor']],
  ])('%j misses in %j: %j', (value, sent, missing) => {
    expect(fill(value, sent).missing).toEqual(missing);
  });

  it('of secrets.env is text, wherever it stands', () => {
    const text = '${client:A}';
    expect(fill('${S}', { A: 'evil' }, { S: text })).toEqual({ value: text, taken: [], missing: [] });
    expect(stdioOf(parse('servers: {a: {command: "${S}"}}', { S: text }).servers, 'a').command).toBe(text);
  });

  it.each([
    ['servers: {a: {command: "${client:A}"}}', [`1:24: servers.a.command: ${WHERE}`]],
    ['servers: {a: {command: x, args: [y, "--k=${client:A}"]}}', [`1:37: servers.a.args[1]: ${WHERE}`]],
    ['servers: {a: {command: x, cwd: "${client:A:-/}"}}', [`1:32: servers.a.cwd: ${WHERE}`]],
    ['servers: {a: {url: "${client:A}"}}', [`1:20: servers.a.url: ${WHERE}`]],
    ['servers: {a: {url: "https://a.example", headers: {H: "${client:A}"}}}', [`1:54: servers.a.headers.H: ${WHERE}`]],
    ['servers: {a: {command: x, max_sessions: "${client:A}"}}', [`1:41: servers.a.max_sessions: ${WHERE}`]],
    [
      'servers: {a: {command: x, policy: {permissions: {allowed_tools: ["${client:A}"]}}}}',
      [`1:66: servers.a.policy.permissions.allowed_tools[0]: ${WHERE}`],
    ],
    ['auth: {mode: "${client:A}"}', [`1:14: auth.mode: ${WHERE}`]],
    ['daemon: {home: "${client:A}"}', [`1:16: daemon.home: ${WHERE}`]],
    ['extends: {path: "${client:A}"}', [`1:17: extends.path: ${WHERE}`]],
    // through an alias
    [
      'servers:\n  a: {command: x, env: {K: &k "${client:A}"}}\n  b: {command: x, args: [*k]}',
      [`3:26: servers.b.args[0]: ${WHERE}`],
    ],
  ])('in %j is refused with its place', (yaml, problems) => {
    expect(problemsOf(yaml)).toEqual(problems);
  });

  it('may be shared by the environments of several servers', () => {
    const { servers } = parse(
      'servers:\n  a: {command: x, env: &e {K: "${client:A}"}}\n  b: {command: x, env: *e}\n  c: {command: x, env: {L: "${client:A}"}}',
    );
    expect(stdioOf(servers, 'b').env).toEqual({ K: ['', { client: 'A', fallback: undefined }, ''] });
    expect(stdioOf(servers, 'c').env['L']).toEqual(stdioOf(servers, 'a').env['K']);
  });

  it.each(
    'PATH Path HOME NODE_OPTIONS LD_PRELOAD DYLD_INSERT_LIBRARIES PYTHONPATH BASH_ENV GIT_ASKPASS SSH_ASKPASS GIT_CONFIG_COUNT'.split(
      ' ',
    ),
  )('has no say in %s, which decides what runs', (name) => {
    expect(problemsOf(`servers: {a: {command: x, env: {${name}: "/bin:\${client:A}"}}}`)).toEqual([
      `1:${35 + name.length}: servers.a.env.${name}: no client may say what a server runs, or where its home is`,
    ]);
  });

  it.each(['GIT_TOKEN', 'GIT_AUTHOR_NAME', 'DATA_PATH', 'RUST_LOG', 'MCP_GUARDED'])('may say %s', (name) => {
    expect(problemsOf(`servers: {a: {command: x, env: {${name}: "\${client:A}"}}}`)).toEqual([]);
  });

  it('has no NUL around it', () => {
    for (const value of ['\\0${client:A}', '${client:A:-\\0}']) {
      expect(problemsOf(`servers: {a: {command: x, env: {K: "${value}"}}}`)).toEqual([
        '1:36: servers.a.env.K: a NUL character cannot be passed on',
      ]);
    }
  });

  it('is not for a base', () => {
    expect(() => parseBase('servers: {a: {command: "${client:A}"}}', 'b.yaml')).toThrow('a base has no variables');
  });
});
