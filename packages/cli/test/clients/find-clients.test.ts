import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findClients } from '../../src/clients/find-clients.js';
import { CLIENTS } from '../../src/clients/registry.js';
import { readFixture } from './fixtures.js';

const SERVER = '{ "mcpServers": { "files": { "command": "files" } } }';
const CURSOR = '.cursor/mcp.json';
const WINDSURF = '.codeium/windsurf/mcp_config.json';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'clients-')));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

const find = (project?: string) => findClients({ platform: 'linux', home, env: {} }, project);

function write(file: string, text: string | Buffer = SERVER): string {
  const path = join(home, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('finding clients', () => {
  it('finds all of them, in the order of the registry', () => {
    const system = { platform: 'linux', home, env: {} } as const;
    for (const client of CLIENTS) {
      const [path = ''] = client.userFiles(system);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, readFixture(client.id).text);
    }
    const found = find();
    expect(found.map(({ client }) => client)).toEqual(CLIENTS);
    for (const file of found) expect(file).toMatchObject({ scope: 'user', text: readFixture(file.client.id).text });
  });

  it('finds nothing in a home that does not exist', () => {
    expect(findClients({ platform: 'linux', home: '/does/not/exist', env: {} })).toEqual([]);
  });

  it('reads the files of a project only if one is named, and distinguishes them', () => {
    write(CURSOR);
    write('shop/.mcp.json');
    write('shop/.cursor/mcp.json');
    expect(find().map(({ path }) => path)).toEqual([join(home, CURSOR)]);
    expect(find(join(home, 'shop')).map(({ client, scope }) => `${client.id} ${scope}`)).toEqual([
      'claude-code project',
      'cursor user',
      'cursor project',
    ]);
  });

  it('reads each file of a project that some client reads', () => {
    const files = ['.mcp.json', '.github/mcp.json', '.qwen/settings.json', '.qwen/settings.local.json'];
    for (const file of files) write(`shop/${file}`);
    expect(find(join(home, 'shop')).map(({ client, path }) => `${client.id} ${path.slice(home.length)}`)).toEqual([
      'claude-code /shop/.mcp.json',
      'copilot-cli /shop/.github/mcp.json',
      'qwen-code /shop/.qwen/settings.json',
      'qwen-code /shop/.qwen/settings.local.json',
    ]);
  });

  it('treats the files of the home folder as the user’s, also if it is the project', () => {
    write(CURSOR);
    expect(find(home)).toMatchObject([{ scope: 'user' }]);
  });

  it('has no servers in a blank file', () => {
    write(CURSOR, ' \n');
    expect(find()).toMatchObject([{ parsed: undefined, servers: [] }]);
  });

  it('skips a file that cannot be parsed, reports where, and goes on', () => {
    write(CURSOR, '{\n  "mcpServers": {,}\n}\n');
    write(WINDSURF);
    expect(find()).toMatchObject([
      { client: { id: 'cursor' }, problem: { place: { line: 2, column: 18 } } },
      { client: { id: 'windsurf' }, servers: [{ name: 'files' }] },
    ]);
  });

  it('follows a link and shows its target', () => {
    const target = write('dotfiles/cursor.json');
    mkdirSync(join(home, '.cursor'));
    symlinkSync('../dotfiles/cursor.json', join(home, CURSOR));
    expect(find()).toMatchObject([{ path: join(home, CURSOR), target, servers: [{ name: 'files' }] }]);
  });
});

describe('a file is reported and not read when', () => {
  const at = (): string => write(CURSOR);
  const replace = (make: (path: string) => void) => (): void => {
    const path = at();
    rmSync(path);
    make(path);
  };

  it.each<[string, string, () => void]>([
    ['it is larger than 10 MiB', 'it is larger than 10485760 bytes', () => truncateSync(at(), 10 * 1024 * 1024 + 1)],
    ['it is not text', 'it is not UTF-8', () => void write(CURSOR, Buffer.from([0x7b, 0xff, 0x7d]))],
    ['it is a folder', 'it is not a regular file', replace((path) => mkdirSync(path))],
    ['it is a pipe', 'it is not a regular file', replace((path) => execFileSync('mkfifo', [path]))],
    ['it is a link to a device', 'it is not a regular file', replace((path) => symlinkSync('/dev/zero', path))],
    ['its link leads to nothing', 'it is a link that leads to nothing', replace((path) => symlinkSync('none', path))],
    ['its link leads to itself', 'it is a link that leads back to itself', replace((path) => symlinkSync(path, path))],
    ['its name is too long', 'it cannot be read', replace((path) => symlinkSync('n'.repeat(300), path))],
  ])('%s', (_, what, make) => {
    make();
    write(WINDSURF);
    expect(find()).toMatchObject([{ problem: { what } }, { client: { id: 'windsurf' } }]);
  });
});
