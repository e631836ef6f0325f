import type { JsonValue } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { workingFolder } from '../../src/clients/start-folder.js';
import { readAs } from './fixtures.js';

describe('a list of servers', () => {
  it.each<[string, JsonValue, string, readonly string[]]>([
    ['cursor', { mcpServers: [{ command: 'npx' }] }, 'mcpServers', ['mcpServers']],
    ['cursor', { mcpServers: 'none' }, 'mcpServers', ['mcpServers']],
    ['cursor', [], 'mcpServers', []],
    ['amp', { 'amp.mcpServers': 7 }, 'amp.mcpServers', ['amp.mcpServers']],
    ['claude-code', { projects: [] }, 'projects', ['projects']],
    ['claude-code', { projects: { '/a': 7 } }, 'projects./a.mcpServers', ['projects', '/a']],
  ])('of %s that is none is one unknown server: %j', (id, value, name, path) => {
    expect(readAs(id, value)).toMatchObject([{ name, path, run: { kind: 'unknown' } }]);
  });

  it.each<JsonValue>([null, {}, { mcpServers: null }, { mcpServers: {} }])(
    'is empty where there is nothing: %j',
    (value) => {
      expect(readAs('cursor', value)).toEqual([]);
    },
  );

  it('has one entry that is wrong and keeps the others', () => {
    expect(readAs('cursor', { mcpServers: { a: 7, b: { command: 'npx' } } })).toMatchObject([
      { name: 'a', run: { kind: 'unknown', why: 'it is not an object' }, entry: 7 },
      { name: 'b', run: { kind: 'stdio' } },
    ]);
  });

  it('has names of any kind', () => {
    const value: JsonValue = JSON.parse('{"mcpServers":{"__proto__":{"command":"a"},"":{"command":"b"}}}');
    expect(readAs('cursor', value).map(({ name }) => name)).toEqual(['__proto__', '']);
  });

  it('is not found below a key in two parts', () => {
    expect(readAs('amp', { amp: { mcpServers: { a: { command: 'npx' } } } })).toEqual([]);
  });
});

describe('an entry', () => {
  it.each<[JsonValue, boolean]>([
    [true, true],
    [false, false],
    ['true', false],
    [1, false],
  ])('is disabled only by `true`: %j', (disabled, expected) => {
    expect(readAs('kiro', { mcpServers: { a: { command: 'npx', disabled } } })).toMatchObject([{ disabled: expected }]);
  });

  it('is not disabled by a word that its client does not know', () => {
    expect(readAs('cursor', { mcpServers: { a: { command: 'npx', disabled: true } } })).toMatchObject([
      { disabled: false },
    ]);
  });

  it.each<[JsonValue, true | readonly string[]]>([
    [true, true],
    [['*'], true],
    [['a', '*'], true],
    [
      ['a', 7, 'b'],
      ['a', 'b'],
    ],
    [[], []],
    [false, []],
    ['a', []],
  ])('has tools that are called unasked: %j', (autoApprove, unasked) => {
    expect(readAs('kiro', { mcpServers: { a: { command: 'npx', autoApprove } } })).toMatchObject([{ unasked }]);
  });

  it('of Claude Code belongs to a folder, whose name may be any', () => {
    const servers = { a: { command: 'npx' } };
    expect(
      readAs('claude-code', { mcpServers: servers, projects: { '/x.y': { mcpServers: servers }, '/z': {} } }),
    ).toMatchObject([
      { name: 'a', path: ['mcpServers', 'a'] },
      { name: 'a', path: ['projects', '/x.y', 'mcpServers', 'a'], project: '/x.y' },
    ]);
  });

  it('of Zed may have the older form', () => {
    const entry = { command: { path: 'npx', args: ['-y'], env: { A: '1' } }, settings: {} };
    expect(readAs('zed', { context_servers: { a: entry } })).toMatchObject([
      { run: { kind: 'stdio', command: 'npx', args: ['-y'], env: { A: '1' } } },
    ]);
  });

  it('of opencode may be at the place of its second version', () => {
    const local = { type: 'local', command: ['npx'] };
    expect(readAs('opencode', { mcp: { a: local, servers: { b: local } } }).map(({ path }) => path)).toEqual([
      ['mcp', 'a'],
      ['mcp', 'servers', 'b'],
    ]);
    expect(readAs('opencode', { mcp: { servers: local } })).toMatchObject([
      { name: 'servers', run: { kind: 'stdio' } },
    ]);
  });
});

describe('Cline', () => {
  const read = (entry: JsonValue) => readAs('cline', { mcpServers: { a: entry } })[0];

  it('has a command below `transport`, and its working folder there or above', () => {
    const transport = { type: 'stdio', command: 'npx', args: ['x'], env: { A: 'b' } };
    const server = read({ transport, disabled: true, autoApprove: ['*'] });
    expect(server).toMatchObject({
      run: { kind: 'stdio', command: 'npx', args: ['x'], env: { A: 'b' } },
      keys: { command: ['transport', 'command'], args: ['transport', 'args'], env: ['transport', 'env'] },
      disabled: true,
      unasked: true,
    });
    const folders = [{ transport: { ...transport, cwd: '/in' } }, { transport, cwd: '/above' }, { transport }].map(
      (entry) => {
        const found = read(entry);
        return found && workingFolder(found);
      },
    );
    expect(folders).toEqual(['/in', '/above', undefined]);
  });

  it.each<[JsonValue, string]>([
    [{ transport: { type: 'stdio', command: 'a' }, command: 'b' }, 'it has both transport and command'],
    [
      { transport: { type: 'sse', url: 'https://a.example' }, url: 'https://b.example' },
      'it has both transport and url',
    ],
    [{ transport: { type: 'sse', command: 'a' } }, 'its type is not that of a stdio server'],
    [{ transport: {} }, 'it has no command and no url'],
    [{ transport: 'stdio' }, 'it has no command and no url'],
  ])('and what says two things, or nothing, is unclear: %j', (entry, why) => {
    expect(read(entry)?.run).toEqual({ kind: 'unknown', why });
  });
});
