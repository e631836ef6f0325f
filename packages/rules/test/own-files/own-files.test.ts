import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { joinPlaces, NO_PLACES, ownPlaces } from '@mcp-guard/policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFiles } from '../../src/own-files/own-files.js';
import type { PolicyScope } from '../../src/interceptor.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

let root: string;
let scope: PolicyScope;
const at = (path: string): string =>
  path
    .replaceAll('ROOT', root)
    .replaceAll('UP', relative(join(root, 'desk'), '/'))
    .replaceAll('USER', userInfo().username);

beforeAll(() => {
  root = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-own-')));
  for (const folder of ['guard/run', 'guard/logs', 'other', 'desk/sub'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['guard/daemon.key', 'project.yaml', 'base.yaml', 'desk/mine', 'dotfile.yaml', 'outside.env']) {
    writeFileSync(join(root, file), file);
  }
  symlinkSync('../guard', join(root, 'desk/link'));
  symlinkSync('link/daemon.key', join(root, 'desk/word'));
  symlinkSync(join(root, 'guard/not-yet'), join(root, 'desk/dangling'));
  symlinkSync('sub', join(root, 'desk/harmless'));
  symlinkSync(root, join(root, 'desk/up'));
  symlinkSync(join(root, 'outside.env'), join(root, 'guard/secrets.env'));
  linkSync(join(root, 'guard/daemon.key'), join(root, 'desk/hard'));
  linkSync(join(root, 'desk/mine'), join(root, 'desk/also mine'));
  const plain = scopeOf({});
  const { daemon, audit } = plain.config;
  const config = {
    ...plain.config,
    daemon: { ...daemon, home: 'inner', socket_path: join(root, 'other/guard.sock') },
    audit: { ...audit, jsonl: join(root, 'other/audit.jsonl') },
  };
  const own = ownPlaces(join(root, 'guard'), join(root, 'project.yaml'), config, [join(root, 'base.yaml')]);
  scope = { ...plain, config: { ...config, own } };
});
afterAll(() => rmSync(root, { recursive: true }));

const judge = (message: object) =>
  ownFiles(scope)?.toServer?.(read(message), { ...contextOf(), cwd: join(root, 'desk') });
const readFile = (path: string) =>
  judge({ id: 1, method: 'tools/call', params: { name: 'read', arguments: { path } } });
const PASS = { kind: 'pass' };
const REFUSED = {
  kind: 'block',
  error: { code: 'POLICY_DENIED', message: 'this path is one of mcp-guard’s own files' },
};

it.each([
  'ROOT/guard',
  'ROOT/guard/',
  'ROOT/guard/daemon.key',
  'ROOT/guard/backups/new',
  'ROOT/guard/inner/mcp-guard.db-wal',
  'ROOT/project.yaml',
  'ROOT/project.yaml.bak',
  'ROOT/base.yaml',
  'ROOT/other/guard.sock',
  'ROOT/other/audit.jsonl',
  'ROOT/other/audit.jsonl.1',
  'ROOT/outside.env',
  'ROOT/GUARD/Daemon.Key',
  'ROOT//guard/./logs',
  'ROOT/other/../guard',
  'ROOT/missing/../guard',
  'ROOT/missing\n/../guard',
  'ROOT/guard\0.txt',
  ' ROOT/guard ',
  '../guard',
  './../guard/daemon.key',
  'sub/../../guard',
  'UP/ROOT/guard',
  'ROOT/%67uard',
  'ROOT/%2567uard',
  'ROOT%2fguard',
  '..%2fguard',
  '..\\guard',
  'ROOT\\guard',
  'ROOT/ｇuard',
  'ROOT/gu\u200bard',
  'ROOT\uff0fguard',
  'ROOT/desk/link',
  'ROOT/desk/link/daemon.key',
  'link/run/new',
  'link',
  'word',
  'dangling',
  'up/guard/x',
  'harmless/../link',
  'link/../guard',
  'harmless/../../guard',
  'hard',
  './hard',
  'ROOT/desk/hard',
  'up/desk/hard',
  '/proc/self/cwd/link',
  '/proc/thread-self/cwd/../guard',
  '/x/.././proc/self/task/7/cwd/../guard',
  '/proc/self/rootROOT/guard',
  'file://ROOT/guard',
  'FILE://localhostROOT/%67uard?x#y',
  'file:ROOT/guard',
  'file://anywhereROOT/guard',
  'x-files://hostROOT/guard/daemon.key',
  'http://x/../../../guard',
  'http:/../../guard',
])('%j is refused', (path) => {
  expect(readFile(at(path))).toMatchObject(REFUSED);
});

it.each([
  '',
  '.',
  '..',
  '/',
  '~',
  'ROOT',
  'ROOT/desk',
  'ROOT/desk/mine',
  'ROOT/other',
  'ROOT/guardian',
  'ROOT/project.yam',
  'ROOT/project.yaml2',
  'mine',
  'also mine',
  'harmless',
  'harmless/x',
  'missing/x',
  'guard',
  'guard/notes',
  'guard/daemon.keys',
  'daemon.key',
  'logs/daemon.log',
  'https://example.com/guard?x=/daemon.key',
  'cat ROOT/guard/daemon.key',
  'a text\nof two lines',
  '100% of it',
  '%ff',
  '\ud800',
  '/proc/self/status',
  '2024/01/01',
])('%j passes', (path) => {
  expect(readFile(at(path))).toEqual(PASS);
});

it('what ~ leads to is refused, with and without a name', () => {
  const { config, ...rest } = scope;
  const own = { ...NO_PLACES, folders: [join(homedir(), '.guard')] };
  const atHome = ownFiles({ ...rest, config: { ...config, own } });
  const judgeAtHome = (path: string) =>
    atHome?.toServer?.(read({ id: 1, method: 'resources/read', params: { uri: path } }), contextOf());
  for (const path of ['~/.guard/x', '~/./.guard', at('~USER/.guard')]) expect(judgeAtHome(path)).toMatchObject(REFUSED);
  for (const path of ['~nobody-else/.guard/x', '~x', '~/.guardian']) expect(judgeAtHome(path)).toEqual(PASS);
});

it('~ is also the home that the server’s environment names', () => {
  const { config, ...rest } = scope;
  const files = config.servers['files'];
  if (!files) throw new Error('no server');
  const servers = { files: { ...files, env: { HOME: root } } };
  const verdict = ownFiles({ ...rest, config: { ...config, servers } })?.toServer?.(
    read({ id: 1, method: 'resources/read', params: { uri: '~/guard/x' } }),
    contextOf(),
  );
  expect(verdict).toMatchObject(REFUSED);
});

it.each([
  ['guard', ''],
  ['project.yaml', ''],
  ['PROJECT.YAML', ''],
  ['daemon.key', 'guard'],
  ['anything', 'guard/run'],
])('a name alone is enough in the folder that it stands in (%s)', (name, folder) => {
  const verdict = ownFiles(scope)?.toServer?.(read({ id: 1, method: 'x', params: { file: name } }), {
    ...contextOf(),
    cwd: join(root, folder).replace(/\/$/, ''),
  });
  expect(verdict).toMatchObject(REFUSED);
});

describe('a server that starts relative paths elsewhere than in its working folder', () => {
  it.each([
    'guard/daemon.key',
    'guard/mcp-guard.db-wal',
    'guard/secrets.env.bak',
    'guard/logs/new',
    'guard/inner/new',
    'ROOTNAME/guard/new',
    'ROOTNAME/project.yaml',
    'Guard/DAEMON.key',
    'guard\\daemon.key',
    'guard%2fdaemon.key',
    'guard//./daemon.key',
    'missing/../guard/daemon.key',
    '../../guard/daemon.key',
    'file:guard/daemon.key',
    './x/../ROOTNAME/guard',
  ])('is not sent %j, which leads there from a folder above', (path) => {
    expect(readFile(path.replace('ROOTNAME', basename(root)))).toMatchObject(REFUSED);
  });

  const judgeFrom = (args: readonly string[], path: string, cwd = 'desk') => {
    const files = scope.config.servers['files'];
    if (!files) throw new Error('no server');
    const servers = { files: { ...files, args: args.map(at) } };
    return ownFiles({ ...scope, config: { ...scope.config, servers } })?.toServer?.(
      read({ id: 1, method: 'tools/call', params: { name: 'read', arguments: { path } } }),
      { ...contextOf(), cwd: join(root, cwd) },
    );
  };

  it.each([
    [['server.js', 'ROOT'], 'guard'],
    [['ROOT'], 'project.yaml'],
    [['ROOT'], 'base.yaml'],
    [['--root=ROOT'], 'guard'],
    [['..'], 'guard'],
    [['ROOT/desk/up'], 'guard'],
    [['ROOT/other', 'ROOT/guard'], 'daemon.key'],
    [['ROOT/desk'], 'link'],
    [['ROOT/desk'], 'hard'],
    [['ROOT/desk'], 'harmless/../link/x'],
    [['ROOT'], 'desk/link/x'],
    [['desk'], 'word', '.'],
  ])('with %j is not sent %j, which leads there from a folder that it is for', (args, path, cwd = 'other') => {
    expect(judgeFrom(args, path, cwd)).toMatchObject(REFUSED);
  });

  it.each([
    [['ROOT/project.yaml'], 'guard'],
    [['-y', 'a-server', 'ROOT/other'], 'guard'],
    [['ROOT'], 'desk/mine'],
    [['ROOT'], 'logs'],
    [['ROOT'], 'daemon.key'],
  ])('with %j may be sent %j', (args, path) => {
    expect(judgeFrom(args, path)).toEqual(PASS);
  });
});

describe('wherever it stands', () => {
  const path = () => `${root}/guard/daemon.key`;
  const uri = () => pathToFileURL(path()).href;
  it.each([
    ['an argument', () => ({ id: 1, method: 'tools/call', params: { name: 'x', arguments: { a: [{ b: path() }] } } })],
    ['a key', () => ({ id: 1, method: 'tools/call', params: { name: 'x', arguments: { [path()]: 1 } } })],
    ['a word as a key', () => ({ id: 1, method: 'tools/call', params: { name: 'x', arguments: { word: 1 } } })],
    [
      'an answer of a retry',
      () => ({ id: 1, method: 'tools/call', params: { inputResponses: { q: { content: { a: path() } } } } }),
    ],
    ['a resource', () => ({ id: 1, method: 'resources/read', params: { uri: uri() } })],
    ['a subscription', () => ({ id: 1, method: 'resources/subscribe', params: { uri: uri() } })],
    ['a prompt’s argument', () => ({ id: 1, method: 'prompts/get', params: { name: 'x', arguments: { a: path() } } })],
    [
      'a completion',
      () => ({ id: 1, method: 'completion/complete', params: { ref: { type: 'ref/resource', uri: uri() } } }),
    ],
    ['meta', () => ({ id: 1, method: 'ping', params: { _meta: { a: uri() } } })],
    ['an unknown method', () => ({ id: 1, method: 'files/read', params: { file: path() } })],
    ['a notification', () => ({ method: 'notifications/x', params: { file: path() } })],
    ['the envelope', () => ({ id: 1, method: 'ping', file: path() })],
    ['a root', () => ({ id: 1, result: { roots: [{ uri: uri() }] } })],
    ['an answer to a question', () => ({ id: 1, result: { action: 'accept', content: { file: path() } } })],
    ['an error', () => ({ id: 1, error: { code: 1, message: 'x', data: { file: path() } } })],
  ])('as %s it is refused', (_, message) => {
    expect(judge(message())).toMatchObject(REFUSED);
  });

  it('a text that is too long for a path is shortened first', () => {
    expect(readFile(`${root}/${'x/../'.repeat(2000)}guard`)).toMatchObject(REFUSED);
    expect(readFile(`${root}/${'x/%2e%2e/'.repeat(2000)}guard`)).toMatchObject(REFUSED);
    expect(readFile('x'.repeat(100_000))).toEqual(PASS);
    expect(readFile(`import '../x'\n`.repeat(1000))).toEqual(PASS);
  });

  it('a link is found among many names', () => {
    const names = Array.from({ length: 2000 }, (_, index) => `name ${index}`);
    expect(judge({ id: 1, method: 'x', params: { names } })).toEqual(PASS);
    expect(judge({ id: 1, method: 'x', params: { names: [...names, 'word'] } })).toMatchObject(REFUSED);
    expect(judge({ id: 1, method: 'x', params: { names: [...names, 'link/x'] } })).toMatchObject(REFUSED);
  });

  it('more than 1,024 files are refused', () => {
    const paths = (count: number) => Array.from({ length: count }, (_, index) => `${root}/desk/sub/${index}`);
    expect(judge({ id: 1, method: 'x', params: { paths: paths(1024) } })).toEqual(PASS);
    expect(judge({ id: 1, method: 'x', params: { paths: paths(1025) } })).toMatchObject({
      kind: 'block',
      error: { message: 'the message names more than 1024 files' },
    });
  });
});

describe('does not hold up the others', () => {
  let folder: string;
  beforeAll(() => {
    folder = join(root, 'many');
    mkdirSync(join(folder, 'a/'.repeat(1900)), { recursive: true });
    writeFileSync(join(folder, 'first'), '');
    for (let index = 0; index < 3000; index++) linkSync(join(folder, 'first'), join(folder, String(index)));
    for (let index = 0; index < 200; index++) writeFileSync(join(root, `guard/logs/${index}`), '');
  });

  const judgeQuickly = (names: readonly string[]) => {
    const message = read({ id: 1, method: 'x', params: { names } });
    const before = process.cpuUsage();
    const verdict = ownFiles(scope)?.toServer?.(message, { ...contextOf(), cwd: folder });
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
    return verdict;
  };

  it('over thousands of files with hard links', () => {
    const names = Array.from({ length: 3000 }, (_, index) => String(index));
    expect(judgeQuickly(names)).toEqual(PASS);
    linkSync(join(root, 'guard/daemon.key'), join(folder, 'ours'));
    expect(judgeQuickly([...names, 'ours'])).toMatchObject(REFUSED);
  });

  it('over names of files without end', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `${index % 3000}${'/'.repeat(index / 3000)}`);
    expect(judgeQuickly(names)).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED' } });
  });

  it('over paths through thousands of folders', () => {
    const deep = `${folder}/${'a/'.repeat(1900)}`;
    expect(judgeQuickly(Array.from({ length: 30 }, (_, index) => deep + index))).toMatchObject({
      kind: 'block',
      error: { message: 'the message names more than 1024 files' },
    });
  });
});

it('a folder above the home that was moved does not bring it out of reach', () => {
  mkdirSync(join(root, 'before/home'), { recursive: true });
  const own = { ...NO_PLACES, folders: [join(root, 'before/home')] };
  const moved = ownFiles({ ...scope, config: { ...scope.config, own } });
  renameSync(join(root, 'before'), join(root, 'after'));
  mkdirSync(join(root, 'desk/home'));
  mkdirSync(join(root, 'home'));
  renameSync(join(root, 'after'), join(root, 'home/after'));
  const judgeMoved = (path: string) =>
    moved?.toServer?.(read({ id: 1, method: 'x', params: { path } }), { ...contextOf(), cwd: root });
  expect(judgeMoved('home/after/home/daemon.key')).toMatchObject(REFUSED);
  expect(judgeMoved('desk/home/daemon.key')).toEqual(PASS);
});

it('what a server sends passes', () => {
  expect(ownFiles(scope)?.toClient).toBeUndefined();
});

it('places of a configuration that is no longer in the file stay ours', () => {
  const joined = joinPlaces(
    { ...NO_PLACES, folders: ['/a'], files: ['/f'], clients: ['/c'] },
    { ...NO_PLACES, folders: ['/b', '/a'], clients: ['/d'], known: ['/k'] },
  );
  expect(joined).toEqual({ ...NO_PLACES, folders: ['/a', '/b'], files: ['/f'], clients: ['/d'], known: ['/k'] });
});
