import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../../src/clients/registry.js';
import { readFixture } from './fixtures.js';

const FILES = {
  kind: 'stdio',
  command: 'npx',
  args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/anna/notes'],
  env: { LOG_LEVEL: 'debug' },
};
const SEARCH = {
  kind: 'remote',
  url: 'https://mcp.example.com/mcp',
  headers: { Authorization: 'Bearer ${SEARCH_TOKEN}' },
};
const NEVER_UNASKED = { disabled: false, unasked: [] };

/** The content of every fixture, in the words of its client. */
const SERVERS: Readonly<Record<string, object>> = {
  files: { run: FILES, ...NEVER_UNASKED },
  search: { run: SEARCH, ...NEVER_UNASKED },
  old: { run: { kind: 'stdio', command: 'old-server', args: [], env: {} }, disabled: true, unasked: [] },
  weather: {
    run: { kind: 'stdio', command: 'weather-server', args: [], env: {} },
    disabled: false,
    unasked: ['forecast'],
  },
  trusted: { run: { kind: 'stdio', command: 'weather-server', args: [], env: {} }, disabled: false, unasked: true },
  local: { run: { kind: 'stdio', command: '/opt/shop/mcp', args: [], env: {} }, project: '/home/anna/shop' },
  developer: { run: { kind: 'unknown', why: 'it has no cmd and no uri' } },
  postgres: { run: { kind: 'unknown', why: 'an extension of Zed starts it' } },
};

/** The words that a client has: a client without a row has not been examined. */
const SAYS: Readonly<Record<string, readonly string[]>> = {
  'claude-desktop': ['files'],
  'claude-code': ['files', 'search', 'local'],
  cursor: ['files', 'search'],
  vscode: ['files', 'search'],
  codex: ['files', 'search', 'old', 'weather'],
  windsurf: ['files', 'search', 'old', 'weather'],
  zed: ['files', 'search', 'old', 'postgres'],
  cline: ['files', 'search', 'old', 'weather'],
  continue: ['files', 'search'],
  'gemini-cli': ['files', 'search', 'trusted'],
  junie: ['files', 'search'],
  'lm-studio': ['files', 'search'],
  goose: ['developer', 'files', 'search', 'old'],
  opencode: ['files', 'search', 'old'],
  'amazon-q': ['files', 'search', 'old', 'weather'],
  kiro: ['files', 'search', 'old', 'weather'],
  'copilot-cli': ['files', 'search'],
  antigravity: ['files', 'search', 'old'],
  crush: ['files', 'search', 'old'],
  amp: ['files', 'search'],
  'qwen-code': ['files', 'search', 'trusted'],
};

it('lists every client once, the most used ones first', () => {
  const ids = CLIENTS.map(({ id }) => id);
  expect(ids).toEqual(Object.keys(SAYS));
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(CLIENTS)('$id', (client) => {
  const { text } = readFixture(client.id);
  const parsed = client.parse(text);
  const servers = client.readServers(parsed);

  it('finds every server, in the order of the file', () => {
    expect(servers.map(({ name }) => name)).toEqual(SAYS[client.id]);
  });

  it.each(servers)('reads $name as the client does', (server) => {
    expect(server).toMatchObject(SERVERS[server.name] ?? {});
  });

  it.each(servers)('reports where $name is', ({ name, path, place, entry }) => {
    expect(text.split('\n')[place.line - 1]).toContain(name);
    expect(place).toEqual(parsed.placeOf(path));
    expect(parsed.value).toHaveProperty([...path], entry);
  });

  it.each(['null', '[]', '"text"', '7', '{"other":1}'])('throws nothing for a value without servers: %s', (value) => {
    const other = { ...parsed, value: JSON.parse(value) };
    expect(client.readServers(other).every(({ run }) => run.kind === 'unknown')).toBe(true);
  });
});
