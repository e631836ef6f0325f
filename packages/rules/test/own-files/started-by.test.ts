import { linkSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRemote, NO_PLACES, ownPlaces, type OwnPlaces } from '@mcp-guard/policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFiles } from '../../src/own-files/own-files.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

/** Of the user, with the guard and its Node installed in it. */
let home: string;
let own: OwnPlaces;
const PACKAGE = '.npm-global/lib/node_modules/mcp-guard';
const at = (value: unknown): object =>
  JSON.parse(JSON.stringify(value).replaceAll('HOME', home).replaceAll('PACKAGE', PACKAGE));
const inHome = (...paths: readonly string[]): readonly string[] => paths.map((path) => join(home, path));

beforeAll(() => {
  // Drawn letters can be a verb: `Rm`.
  home = join(realpathSync.native(tmpdir()), `mcp-guard-started-${process.pid}`);
  mkdirSync(home, { mode: 0o700 });
  const files = [
    `${PACKAGE}/bin/mcp-guard.cjs`,
    `${PACKAGE}/dist/daemon-process.js`,
    '.nvm/v24/bin/node',
    'code/repo/.vscode/settings.json',
    'code/repo/notes.md',
    'data/plain',
  ];
  for (const file of files.map((each) => join(home, each))) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, file);
  }
  for (const folder of ['.npm-global/bin', '.local/bin', 'store']) mkdirSync(join(home, folder), { recursive: true });
  symlinkSync(`../lib/node_modules/mcp-guard/bin/mcp-guard.cjs`, join(home, '.npm-global/bin/mcp-guard'));
  symlinkSync(join(home, PACKAGE), join(home, 'data/package'));
  symlinkSync(join(home, 'code/repo'), join(home, 'data/repo'));
  symlinkSync(join(home, 'code/repo/.mcp.json'), join(home, 'data/entry'));
  linkSync(join(home, PACKAGE, 'dist/daemon-process.js'), join(home, 'store/1a2b'));
  linkSync(join(home, 'data/plain'), join(home, 'store/3c4d'));
  own = ownPlaces(join(home, '.config/mcp-guard'), join(home, '.config/mcp-guard/mcp-guard.yaml'), CONFIG, [], {
    known: inHome(
      '.cursor/mcp.json',
      '.config/zed/settings.json',
      '.kiro/settings/mcp.json',
      '.continue/mcpServers/*.yaml',
    ),
    program: {
      folders: inHome(PACKAGE),
      dependencies: inHome('.npm-global/lib/node_modules/koffi'),
      files: inHome('.npm-global/bin/mcp-guard', '.nvm/v24/bin/node'),
      names: inHome('.local/bin/mcp-guard', '.local/bin/node'),
      checkout: undefined,
    },
  });
});
afterAll(() => rmSync(home, { recursive: true }));

const { config: CONFIG } = scopeOf({});

interface Call {
  readonly tool: string;
  readonly args: object;
  readonly hint?: boolean | undefined;
  readonly cwd?: string;
}
function judge({ tool, args, hint = false, cwd = 'HOME/code/repo' }: Call, places = own) {
  const { files } = CONFIG.servers;
  if (!files || isRemote(files)) throw new Error('no server');
  const scope = scopeOf({});
  const config = { ...CONFIG, own: places, servers: { files: { ...files, env: { HOME: home } } } };
  const message = read({ id: 1, method: 'tools/call', params: { name: tool, arguments: at(args) } });
  const context = { ...contextOf(), cwd: cwd.replace('HOME', home).replace('PACKAGE', PACKAGE), readOnlyHint: hint };
  return ownFiles({ ...scope, config })?.toServer?.(message, context);
}
const PASS = { kind: 'pass' };
const REFUSED = { kind: 'block', error: { code: 'POLICY_DENIED' } };
const ASKED = { kind: 'demand', reasons: [{ rule: '(built in)', byAnswer: false }] };

describe('an agent with a file server does not replace the guard’s program', () => {
  it.each<[string, object, string?]>([
    ['write_file', { path: 'HOME/PACKAGE/bin/mcp-guard.cjs', content: 'evil' }],
    ['edit_file', { path: 'HOME/PACKAGE/dist/daemon-process.js', edits: [] }],
    ['write_file', { path: 'HOME/PACKAGE/node_modules/koffi/index.js', content: 'evil' }],
    ['write_file', { path: 'HOME/.npm-global/lib/node_modules/koffi/index.js', content: 'evil' }],
    ['write_file', { path: 'file://HOME/PACKAGE/new.js', content: 'evil' }],
    ['write_file', { path: '~/PACKAGE/Dist/DAEMON-process.js', content: 'evil' }],
    ['write_file', { path: '../../PACKAGE/bin/mcp-guard.cjs', content: 'evil' }],
    ['write_file', { path: 'node_modules/mcp-guard/bin/mcp-guard.cjs', content: 'evil' }, '/nonexistent'],
    ['write_file', { path: 'mcp-guard.cjs', content: 'evil' }, 'HOME/PACKAGE/bin'],
    ['write_file', { path: 'HOME/data/package/bin/mcp-guard.cjs', content: 'evil' }],
    ['write_file', { path: '/proc/self/rootHOME/PACKAGE/bin/x', content: 'evil' }],
    ['write_file', { path: 'HOME/store/1a2b', content: 'evil' }],
    ['put', { dir: 'HOME/.npm-global/lib/node_modules', name: 'mcp-guard' }],
    ['move_file', { source: 'HOME/PACKAGE', destination: 'HOME/x' }],
    ['move_file', { source: 'HOME/.npm-global/lib', destination: 'HOME/x' }],
    ['move_file', { source: 'HOME/.npm-global', destination: 'HOME/x' }],
    ['delete_directory', { path: 'HOME/.npm-global/lib/node_modules' }],
    ['write_file', { path: 'HOME/.npm-global/bin/mcp-guard', content: 'evil' }],
    ['symlink', { target: 'HOME/data/plain', link_path: 'HOME/.npm-global/bin/mcp-guard' }],
    ['write_file', { path: 'HOME/.local/bin/mcp-guard', content: 'a name that comes first' }],
    ['write_file', { dir: 'HOME/.local/bin', name: 'node' }],
    ['move_file', { source: 'HOME/evil', destination: 'HOME/.local/bin' }],
    ['move_file', { source: 'HOME/.local/bin', destination: 'HOME/old' }],
    ['create_symlink', { target: 'HOME/evil', path: 'HOME/.local/bin' }],
    ['copy_file', { source: 'HOME/evil/node', destination: 'HOME/.local/bin' }],
    ['write_file', { path: 'HOME/.nvm/v24/bin/node', content: 'evil' }],
    ['run', { command: 'cp', args: ['HOME/data/plain', 'HOME/.nvm/v24/bin/node'] }],
    ['move_file', { source: 'HOME/.nvm/v24', destination: 'HOME/x' }],
    ['write', { env: { PATH: 'HOME/.nvm/v24/bin' }, dir: 'HOME/.nvm/v24/bin', name: 'node' }],
    ['symlink', { target: 'HOME/evil', link_path: 'HOME/.nvm' }],
    ['run_process', { command: 'mv', args: ['HOME/.nvm', 'HOME/x'] }],
    ['run_process', { command: 'mv', env: { A: 'HOME/.nvm', B: 'HOME/x' } }],
  ])('by %s %j', (tool, args, cwd) => {
    expect(judge({ tool, args, ...(cwd !== undefined && { cwd }) })).toMatchObject(REFUSED);
  });

  it.each<[string, object, boolean?]>([
    ['read_text_file', { path: 'HOME/PACKAGE/package.json' }, true],
    ['search_files', { path: 'HOME/.npm-global', pattern: 'mcp-guard' }, true],
    ['start_process', { command: 'HOME/.nvm/v24/bin/node', args: ['server.js'] }],
    ['launch', { runtimeExecutable: 'HOME/.nvm/v24/bin/node', program: 'server.js' }],
    ['write_file', { path: 'HOME/.npm-global/lib/node_modules/other/index.js', content: 'mine' }],
    ['write_file', { path: 'HOME/.local/bin/tool', content: 'mine' }],
    ['copy_file', { source: 'HOME/data/plain', destination: 'HOME/.local/bin/plain' }],
    ['write_file', { path: 'HOME/store/3c4d', content: 'mine' }],
    ['edit_file', { path: 'node_modules/koffi/index.js', edits: [] }],
    ['write_file', { path: 'bin/node', content: 'mine' }],
    ['write_file', { path: 'src/mcp-guard/index.js', content: 'mine' }],
    ['move_file', { source: 'HOME/code/repo/node', destination: 'HOME/code/repo/mcp-guard' }],
    ['run_process', { command: 'ls', args: ['HOME/.nvm'] }],
    ['run_process', { command: 'node', env: { NVM_DIR: 'HOME/.nvm', NODE: 'HOME/.nvm/v24/bin/node' } }],
    ['run_process', { command: 'node', env: { PATH: 'HOME/.nvm/v24/bin:/usr/bin' } }],
    ['set_config', { key: 'python.path', value: 'HOME/.nvm/v24/bin/node' }],
    ['make_tree', { path: 'HOME/.nvm/v24/lib' }],
  ])('and reads and runs it, and works beside it, by %s %j', (tool, args, hint) => {
    expect(judge({ tool, args, hint })).toEqual(PASS);
  });

  it('of a checkout, what is named as a path is held, and a word may be a folder of the work', () => {
    const program = { ...own.program, folders: inHome('code/repo/dist'), checkout: join(home, 'code/repo') };
    const judgeThere = (args: object) => judge({ tool: 'write_file', args }, { ...NO_PLACES, program });
    expect(judgeThere({ path: 'HOME/code/repo/dist/cli.js', content: 'evil' })).toMatchObject(REFUSED);
    expect(judgeThere({ path: 'dist/cli.js', content: 'evil' })).toMatchObject(REFUSED);
    expect(judgeThere({ name: 'dist', content: 'x' })).toEqual(PASS);
    expect(judgeThere({ path: 'HOME/code/repo/src/cli.ts', content: 'x' })).toEqual(PASS);
  });
});

describe('an agent with a file server adds no server to a client', () => {
  it.each<[string, object]>([
    ['write_file', { path: 'HOME/.cursor/mcp.json', content: '{}' }],
    ['write_file', { path: '~/.Cursor/MCP.json', content: '{}' }],
    ['write_file', { path: 'HOME/.kiro/settings/mcp.json', content: 'a folder that is not there yet' }],
    ['move_file', { source: 'HOME/x', destination: 'HOME/.kiro' }],
    ['write_file', { path: 'HOME/.config/zed/settings.json', content: '{}' }],
    ['write_file', { path: 'HOME/.continue/mcpServers/mine.yaml', content: '' }],
    ['write', { folder: 'HOME/.cursor', file: 'mcp.json' }],
    ['edit', { command: 'create', args: ['HOME/.cursor/mcp.json'] }],
    ['run_process', { command: 'tee', args: ['HOME/.cursor/mcp.json'] }],
  ])('by %s %j', (tool, args) => {
    expect(judge({ tool, args })).toMatchObject(REFUSED);
  });

  it.each<[string, object]>([
    ['run_process', { command: 'cat', args: ['HOME/.cursor/mcp.json'] }],
    ['run_process', { command: 'tool', env: { CONFIG: 'HOME/.cursor/mcp.json' } }],
    ['create_directory', { path: 'HOME/.cursor' }],
    ['write_file', { path: 'HOME/.cursor/rules.md', content: '' }],
  ])('and runs programs, and works beside their files, by %s %j', (tool, args) => {
    expect(judge({ tool, args })).toEqual(PASS);
  });

  it.each<[string, object, string?]>([
    ['write_file', { path: 'HOME/code/repo/.mcp.json', content: '{}' }],
    ['write_file', { path: 'file://HOME/code/repo/.vscode/mcp.json', content: '{}' }],
    ['edit_file', { path: '/elsewhere/deep/.cursor/MCP.JSON', edits: [] }],
    ['write_file', { path: '.mcp.json', content: '{}' }],
    ['write_file', { path: '.vscode/mcp.json', content: '{}' }],
    ['write_file', { path: 'packages/a/.vscode/./mcp.json', content: '{}' }, '/nonexistent'],
    ['write_file', { path: 'mcp.json', content: '{}' }, 'HOME/code/repo/.vscode'],
    ['write_file', { path: 'HOME/data/repo/.vscode/mcp.json', content: '{}' }],
    ['write_file', { path: 'HOME/data/entry', content: '{}' }],
    ['write_file', { path: 'HOME/code/repo/.continue/mcpServers/any.yaml', content: '' }],
    ['write_file', { path: 'HOME/code/repo/%2emcp.json', content: '{}' }],
    ['write_file', { path: 'HOME/code/repo/.mcp\u200b.json', content: '{}' }],
    ['move_file', { source: 'HOME/code/repo/new', destination: 'HOME/code/repo/.vscode' }],
    ['move_file', { source: 'draft.json', destination: '.mcp.json' }],
    ['put', { dir: 'HOME/code/repo/.vscode', name: 'mcp.json' }],
    ['put', { files: { '.mcp.json': '{}' } }],
    ['create_file', { directory: 'HOME/code/repo/.continue/mcpServers', filename: 'evil.yaml' }],
    ['create_file', { filename: 'evil.yaml' }, 'HOME/code/repo/.continue/mcpServers'],
    ['write_file', { path: 'New Project/.mcp.json', content: '{}' }],
    ['write_file', { path: 'HOME/New Project/.mcp.json', content: '{}' }],
    ['create_file', { name: '.mcp.json', observations: 'x' }],
    ['write_memory_file', { name: '.mcp.json', content: '{}' }],
    ['memory_writefile', { name: '.mcp.json', content: '{}' }],
    ['export_graph', { to: '.vscode/mcp.json' }],
    ['write_memory', { file_name: '.mcp.json', content: '{}' }],
    ['run_process', { command: 'tee', args: ['.mcp.json'] }],
    ['run_process', { command: 'cp', args: ['x', '.mcp.json'] }],
    ['edit', { command: 'create', args: ['.mcp.json'] }],
    ['rename', { pattern: '.mcp.json', path: 'HOME/x' }],
  ])('and asks a person about those of a project, by %s %j', (tool, args, cwd) => {
    expect(judge({ tool, args, ...(cwd !== undefined && { cwd }) })).toMatchObject(ASKED);
  });

  it('and a person may name those of a project in an answer', () => {
    const message = read({ id: 1, result: { action: 'accept', content: { file: join(home, 'code/repo/.mcp.json') } } });
    expect(ownFiles(scopeOf({}))?.toServer?.(message, contextOf())).toEqual(PASS);
  });

  it.each([
    ['https://mcp.example/', PASS],
    ['http://localhost:3000/', ASKED],
  ])('a server at %s', (url, verdict) => {
    const scope = scopeOf({}, 'files', { servers: { files: { url } } });
    const params = { name: 'create_or_update_file', arguments: { owner: 'a', repo: 'b', path: '.github/mcp.json' } };
    const message = read({ id: 1, method: 'tools/call', params });
    expect(ownFiles(scope)?.toServer?.(message, contextOf())).toMatchObject(verdict);
  });

  it('and asks again about what was typed for a tool that asked for more', () => {
    const inputResponses = { q: { content: { path: join(home, 'code/repo/.mcp.json') } } };
    const message = read({ id: 1, method: 'tools/call', params: { name: 'write', inputResponses } });
    expect(ownFiles(scopeOf({}))?.toServer?.(message, contextOf())).toMatchObject({ reasons: [{ byAnswer: true }] });
  });
});

describe('ordinary work with a project goes on', () => {
  it.each<[string, object, boolean?]>([
    ['read_text_file', { path: 'HOME/code/repo/.mcp.json' }, true],
    ['list_directory', { path: 'HOME/code/repo/.vscode' }, true],
    ['write_file', { path: 'HOME/code/repo/.vscode/settings.json', content: '{}' }],
    ['create_directory', { path: 'HOME/code/repo/.vscode' }],
    ['write_file', { path: 'HOME/code/repo/mcp.json', content: '{}' }],
    ['write_file', { path: 'HOME/code/repo/settings.json', content: '{}' }],
    ['write_file', { path: 'HOME/code/repo/.github/workflows/ci.yaml', content: 'mcp.json' }],
    ['write_file', { path: 'data/settings/mcp.json', content: '{}' }],
    ['write_file', { path: 'zed/settings.json', content: '{}' }],
    ['create_directory', { path: 'data/settings' }],
    ['write_file', { path: 'config.toml', content: '.mcp.json' }],
    ['write_file', { path: 'README.md', content: 'put it into .mcp.json, or .vscode/mcp.json' }],
    ['git_add', { repo_path: 'HOME/code/repo', files: ['.mcp.json'] }],
    ['git_commit', { repo_path: 'HOME/code/repo', message: '.mcp.json' }],
    [
      'create_entities',
      { entities: [{ name: '.mcp.json', observations: ['servers stand in proj/.vscode/mcp.json'] }] },
    ],
    ['create_relations', { relations: [{ from: '.mcp.json', to: 'server', relationType: 'names' }] }],
    ['write_memory', { memory_name: '.mcp.json', content: 'x' }],
    ['log', { line: 'servers stand in proj/.vscode/mcp.json' }],
    ['add_comment', { comment: 'see /.mcp.json' }],
    ['create_branch', { branch: 'opencode.json' }],
    ['start_search', { path: 'HOME/code/repo', pattern: '.mcp.json' }],
    ['run_process', { command: 'cat', args: ['.vscode/mcp.json'] }],
    ['create_directory', { path: 'HOME/code/repo/.continue/mcpServers' }],
    ['move_file', { source: 'HOME/code/repo/notes.md', destination: 'HOME/code/repo/docs.md' }],
    ['create_entities', { entities: [{ name: 'settings', observations: ['mcp', 'node'] }] }],
  ])('with %s %j', (tool, args, hint) => {
    expect(judge({ tool, args, hint })).toEqual(PASS);
  });
});
