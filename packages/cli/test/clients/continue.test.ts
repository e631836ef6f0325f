import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findClients } from '../../src/clients/find-clients.js';
import { readAs } from './fixtures.js';

describe('the list of Continue', () => {
  it('has servers without a name', () => {
    expect(readAs('continue', { mcpServers: [{ command: 'a' }, 7] })).toMatchObject([
      { name: 'mcpServers[0]', path: ['mcpServers', 0], run: { kind: 'stdio' } },
      { name: 'mcpServers[1]', path: ['mcpServers', 1], run: { kind: 'unknown', why: 'it is not an object' } },
    ]);
  });

  it('may be by name, as other clients write it', () => {
    expect(readAs('continue', { mcpServers: { a: { command: 'a' } } })).toMatchObject([{ name: 'a' }]);
  });

  it('is one unknown server if it has another shape', () => {
    expect(readAs('continue', { mcpServers: 'none' })).toMatchObject([
      { name: 'mcpServers', run: { kind: 'unknown' } },
    ]);
  });
});

describe('the folder of Continue', () => {
  let home: string;
  let folder: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'continue-'));
    folder = join(home, '.continue', 'mcpServers');
    mkdirSync(folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  const find = () => findClients({ platform: 'linux', home, env: {} });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('has a list in each of its files', () => {
    write('b.yaml', 'mcpServers: [{ name: files, command: files }]');
    write('a.yaml', 'mcpServers: [{ name: notes, command: notes }]');
    write('copied.json', '{ "mcpServers": { "files": { "command": "files" } } }');
    write('readme.md', '# mcpServers');
    expect(find()).toMatchObject([
      { path: join(folder, 'a.yaml'), servers: [{ name: 'notes' }] },
      { path: join(folder, 'b.yaml'), servers: [{ name: 'files' }] },
      { path: join(folder, 'copied.json'), servers: [{ name: 'files' }] },
    ]);
  });

  it('goes on after a file that cannot be read', () => {
    mkdirSync(join(folder, 'a.yaml'));
    write('b.yaml', 'mcpServers: []');
    expect(find()).toMatchObject([{ problem: { what: 'it is not a regular file' } }, { servers: [] }]);
  });

  it('is not read when it holds very many', () => {
    for (let at = 0; at < 201; at++) write(`${at}.yaml`, '');
    expect(find()).toMatchObject([{ problem: { what: 'there are more than 200 files' } }]);
  });
});
