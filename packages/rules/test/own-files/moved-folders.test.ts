import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRemote, ownPlaces } from '@mcp-guard/policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFiles } from '../../src/own-files/own-files.js';
import type { PolicyScope } from '../../src/interceptor.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

/** Of the user, with the guard's home in `.config` and another project. */
let home: string;
let scope: PolicyScope;
const at = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('HOME', home).replaceAll('ROOT', home.slice(1)));

beforeAll(() => {
  home = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-moved-')));
  for (const folder of [
    '.config/mcp-guard',
    '.config/Claude',
    '.local/state/mcp-guard',
    'code/repo/.vscode',
    'guards/one',
  ])
    mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, '.config/Claude/claude_desktop_config.json'), '{}');
  writeFileSync(join(home, 'code/repo/.mcp.json'), '{}');
  writeFileSync(join(home, 'code/repo/team.yaml'), '');
  symlinkSync('.config', join(home, 'settings'));
  const plain = scopeOf({});
  const files = plain.config.servers['files'];
  if (!files || isRemote(files)) throw new Error('no server');
  const entrance = join(home, '.config/mcp-guard');
  const own = ownPlaces(entrance, join(home, 'code/repo/team.yaml'), plain.config, [], {
    folders: [join(home, '.local/state/mcp-guard'), join(home, 'guards/one')],
    clients: [
      '.config/Claude/claude_desktop_config.json',
      'code/repo/.mcp.json',
      'code/repo/.vscode/mcp.json',
      '.missing/mcp.json',
    ].map((path) => join(home, path)),
  });
  scope = { ...plain, config: { ...plain.config, own, servers: { files: { ...files, env: { HOME: home } } } } };
});
afterAll(() => rmSync(home, { recursive: true }));

interface Call {
  readonly tool: string;
  readonly args: object;
  readonly hint?: boolean;
  readonly cwd?: string;
}
const judge = ({ tool, args, hint, cwd = '/nonexistent' }: Call) =>
  ownFiles(scope)?.toServer?.(
    read({ id: 1, method: 'tools/call', params: { name: tool, arguments: at(args) ?? {} } }),
    {
      ...contextOf(),
      cwd: cwd.replace('HOME', home),
      readOnlyHint: hint,
    },
  );
const PASS = { kind: 'pass' };
const REFUSED = { kind: 'block', error: { code: 'POLICY_DENIED' } };

describe('a folder above the guard’s files is not moved, linked, replaced or deleted', () => {
  it.each<[string, object, boolean?]>([
    ['move_file', { source: 'HOME/.config', destination: 'HOME/old' }, false],
    ['move_file', { source: 'HOME/new', destination: 'HOME/.config' }, false],
    ['move_file', { source: '~/.local', destination: 'x' }],
    ['move_file', { source: '~/.local/state', destination: 'x' }],
    ['rename', { directory: '~/.config', new_name: 'x' }],
    ['tool', { a: '~/.config' }],
    ['relocate_dir', { source: '~/.config', destination: '~/old' }],
    ['archive_tree', { source: '~/.config', destination: '~/old' }],
    ['chmod_dir', { source: '~/.config', destination: '~/old' }],
    ['dir_name', { path: '~/.config', new_name: 'old' }],
    ['frobnicate', { x: 'HOME/.config/', y: 'HOME/z' }],
    ['mv', { args: ['.config', 'old'] }],
    ['run', { command: 'mv', args: ['HOME/.config', 'HOME/old'] }],
    ['run', { command: 'git', args: ['mv', '.config', 'old'], cwd: '~' }],
    ['git_mv', { repo_path: '~', source: '.config', destination: 'old' }],
    ['git_mv', { repo_path: '~/.local', source: 'state', destination: 'old' }],
    ['git_mv', { repo_path: 'HOME/.config', source: 'mcp-guard', destination: 'old' }],
    ['symlink', { target: 'HOME/evil', link_path: 'HOME/.config' }],
    ['create_symlink', { from: 'HOME/.config', to: 'HOME/easy' }],
    ['delete_directory', { path: 'HOME/.config', recursive: true }],
    ['delete_directory', { path: '~', recursive: true }],
    ['trash', { paths: [['HOME/.local']] }],
    ['batch', { operations: [{ op: { kind: 'x', from: { path: 'HOME/.config' } } }] }],
    ['batch', { moves: { 'HOME/.config': 'HOME/old' } }],
    ['unzip', { archive: 'HOME/a.zip', destination: 'HOME' }],
    ['copy_directory', { source: 'HOME/evil', destination: '~' }],
    ['create_directory', { path: 'HOME/.config' }, false],
    ['tool', { what: 'HOME/.config → HOME/old' }],
    ['tool', { what: '.config -> old' }],
    ['tool', { what: 'mv HOME/.config HOME/old' }],
    ['tool', { what: '~/.config,~/old' }],
    ['tool', { volumes: ['HOME/.config:/data'] }],
    ['tool', { what: '{"source":"HOME/.config","destination":"HOME/old"}' }],
    ['tool', { what: '["~/.config", "~/old"]' }],
    ['tool', { p: 'HOME/%2econfig' }],
    ['tool', { p: 'HOME/.CONFIG' }],
    ['tool', { p: 'HOME/.con\u200bfig' }],
    ['tool', { p: 'file://HOME/.config' }],
    ['tool', { p: 'HOME/./x/../.config' }],
    ['tool', { p: 'HOME/settings' }],
    ['tool', { p: '/proc/self/rootHOME/.config' }],
    ['tool', { p: `HOME/${'x/../'.repeat(1000)}.config` }],
    ['tool', { p: '.config' }],
    ['tool', { p: '~/guards' }],
    ['move_file', { source: 'guards', destination: 'x' }],
    ['tool', { cwd: 'HOME/.config', p: 'HOME/.config' }],
    ['list_directory', { path: 'HOME/.config' }, false],
    ['read_and_delete', { path: 'HOME/.config' }],
    ['get_or_create', { path: 'HOME/.config' }],
    ['move_file', { source: 'HOME/.config', destination: 'x' }, true],
    ['list', { path: 'HOME/.config', operation: 'delete' }],
    ['rename', { path: 'HOME/code/repo', new_name: 'x' }],
    ['delete', { path: 'HOME/code' }],
    ['rename_repo', { repo_path: 'HOME/code/repo', new_name: 'x' }],
    ['delete_tree', { path: '/' }],
  ])('by %s %j', (tool, args, hint) => {
    expect(judge({ tool, args, ...(hint !== undefined && { hint }) })).toMatchObject(REFUSED);
  });

  it('nor by a relative path from the folder of the session', () => {
    for (const args of [{ source: '../../.config' }, { source: './../../.local/state' }])
      expect(judge({ tool: 'x', args, cwd: 'HOME/code/repo' })).toMatchObject(REFUSED);
    expect(judge({ tool: 'delete', args: { path: '.' }, cwd: 'HOME' })).toMatchObject(REFUSED);
    expect(judge({ tool: 'delete', args: { path: '..' }, cwd: 'HOME/code/repo' })).toMatchObject(REFUSED);
  });

  it('nor by a method that is not in the specification, or an answer to a server', () => {
    const context = { ...contextOf(), cwd: '/nonexistent' };
    const path = join(home, '.config');
    for (const message of [
      { id: 1, method: 'files/move', params: { source: path, destination: '/x' } },
      { id: 1, result: { action: 'accept', content: { folder: path } } },
      { id: 1, method: 'tools/call', params: { name: 'x', inputResponses: { q: { content: { folder: path } } } } },
    ])
      expect(ownFiles(scope)?.toServer?.(read(message), context)).toMatchObject(REFUSED);
    const roots = read({ id: 1, result: { roots: [{ uri: `file://${home}` }, { uri: `file://${path}` }] } });
    expect(ownFiles(scope)?.toServer?.(roots, context)).toEqual(PASS);
  });

  it('also where thousands of other names stand beside it', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `name ${index}`);
    expect(judge({ tool: 'x', args: { names, dir: 'HOME/.config' } })).toMatchObject(REFUSED);
    expect(judge({ tool: 'x', args: { all: Array.from({ length: 5000 }, () => 'HOME/.config') } })).toMatchObject(
      REFUSED,
    );
  });
});

describe('a client’s file that starts the guard', () => {
  const claude = 'HOME/.config/Claude/claude_desktop_config.json';
  it.each<[string, object]>([
    ['write_file', { path: claude, content: '{}' }],
    ['edit_file', { path: '~/.config/Claude/Claude_Desktop_Config.JSON', edits: [] }],
    ['write_file', { path: 'HOME/code/repo/.mcp.json', content: '{}' }],
    ['write_file', { path: 'HOME/.missing/mcp.json', content: '{}' }],
    ['move_file', { source: 'HOME/x', destination: claude }],
    ['move_file', { source: 'HOME/.config/Claude', destination: 'HOME/x' }],
    ['delete_file', { path: 'settings/Claude/claude_desktop_config.json' }],
    ['tool', { dir: 'HOME/.config/Claude', name: 'claude_desktop_config.json' }],
  ])('is not written by %s %j', (tool, args) => {
    expect(judge({ tool, args, hint: false })).toMatchObject(REFUSED);
  });

  it.each<[string, object]>([
    ['write_file', { path: '.mcp.json', content: '{}' }],
    ['write_file', { path: '.vscode/mcp.json', content: '{}' }],
    ['delete_file', { path: '.mcp.json' }],
    ['git_rm', { repo_path: '.', files: ['.vscode'] }],
    ['git_mv', { repo_path: 'HOME/code/repo', source: '.vscode', destination: 'x' }],
    ['write', { root: 'HOME/code/repo', file: '.mcp.json' }],
  ])('is not written from its own folder by %s %j', (tool, args) => {
    expect(judge({ tool, args, hint: false, cwd: 'HOME/code/repo' })).toMatchObject(REFUSED);
  });

  it.each([claude, 'HOME/code/repo/.mcp.json', 'HOME/.config/Claude'])('may be read: %s', (path) => {
    expect(judge({ tool: 'read_text_file', args: { path } })).toEqual(PASS);
    expect(judge({ tool: 'anything', args: { path }, hint: true })).toEqual(PASS);
  });
});

describe('ordinary work goes on', () => {
  it.each<[string, object, boolean?]>([
    ['list_directory', { path: '~' }, true],
    ['write_file', { path: 'HOME/code/notes.txt', content: 'HOME' }],
    ['think', { thought: '~' }],
    ['activate_project', { project: '~' }],
    ['list_directory', { path: 'HOME/.config' }],
    ['directory_tree', { path: 'HOME', excludePatterns: ['.config'] }, true],
    ['search_files', { path: '~', pattern: '.config' }],
    ['listDir', { path: '~/.local/state' }],
    ['anything', { a: '~/.config', b: '~/.local' }, true],
    ['git_status', { repo_path: '~' }],
    ['git_add', { repo_path: 'HOME/code/repo', files: ['.'] }, false],
    ['git_commit', { repo_path: 'HOME/code/repo', message: 'Move the work' }, false],
    ['git_mv', { repo_path: 'HOME/code/repo', source: 'a', destination: 'b' }],
    ['git_branch_delete', { repo_path: 'HOME/code/repo', branch: 'x' }],
    ['run', { command: 'npm', args: ['test'], cwd: 'HOME/code/repo' }],
    ['run', { command: 'rm', args: ['-r', 'dist'], cwd: '~' }],
    ['run_tests', { path: 'HOME/code/repo' }],
    ['activate_project', { project: 'HOME/code/repo' }],
    ['write_file', { path: 'HOME/code/repo/notes.md', content: 'it is in ~/.config and not in HOME/.local, is it' }],
    ['write_file', { path: 'HOME/code/repo/.gitignore', content: 'node_modules\n.config\n.vscode\n' }],
    ['write_file', { path: 'HOME/.config/other/settings.json', content: '{}' }],
    ['move_file', { source: 'HOME/code/a', destination: 'HOME/code/b' }],
    ['move_file', { source: 'HOME/.config/other', destination: 'HOME/.config/others' }],
    ['delete_user', { name: 'code' }],
    ['create_issue', { title: 'Library', labels: ['code', 'home', 'guards'] }],
    ['update_page', { parent: '/', name: 'home' }],
    ['move_file', { from: '/a', to: '/' }],
    ['git_add', { repo_path: 'HOME/code/repo', files: ['.vscode'] }],
    ['git_add', { repo_path: 'HOME/code/repo', files: ['.mcp.json', '.vscode/mcp.json'] }, false],
    ['run', { cwd: '~', command: 'npm', args: ['--prefix', 'code', 'test'] }],
    ['anything', { cwd: 'HOME' }],
  ])('with %s %j', (tool, args, hint) => {
    expect(judge({ tool, args, ...(hint !== undefined && { hint }) })).toEqual(PASS);
  });
});

it('a flood of texts beside such a folder costs no more than a flood alone', () => {
  const flood = (size: number): number => {
    const names = Array.from({ length: size }, (_, index) => `.config/${index}/mcp-guard`);
    const before = process.cpuUsage();
    judge({ tool: 'x', args: { cwd: 'HOME/.config', work: 'HOME/code', names } });
    return process.cpuUsage(before).user;
  };
  flood(100);
  expect(flood(20_000)).toBeLessThan(2_000_000);
});

it('a client may tell in a retry that the home folder is its root, and move nothing by that', () => {
  const judgeRetry = (answer: object) =>
    ownFiles(scope)?.toServer?.(
      read({
        id: 1,
        method: 'tools/call',
        params: { name: 'tool', arguments: {}, inputResponses: { r: answer } },
      }),
      { ...contextOf(), cwd: '/nonexistent' },
    );
  expect(judgeRetry({ roots: [{ uri: `file://${home}` }] })).toEqual(PASS);
  expect(judgeRetry({ roots: [{ uri: `file://${home}` }], content: { path: `${home}/.config` } })).toMatchObject(
    REFUSED,
  );
  expect(judgeRetry({ roots: [{ uri: `file://${home}/.config/mcp-guard` }] })).toMatchObject(REFUSED);
});
