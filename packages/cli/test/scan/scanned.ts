import { COMMON } from '../../src/clients/read-run.js';
import { keysOf } from '../../src/clients/read-servers.js';
import type { ClientServer, ServerRun } from '../../src/clients/client-format.js';
import type { ScannedFile } from '../../src/scan/rule.js';

export const stdio = (line: string | readonly string[], env: Readonly<Record<string, string>> = {}): ServerRun => {
  const [command = '', ...args] = typeof line === 'string' ? line.split(' ') : line;
  return { kind: 'stdio', command, args, env };
};

export const remote = (url: string, headers: Readonly<Record<string, string>> = {}): ServerRun => ({
  kind: 'remote',
  url,
  headers,
  transport: 'streamable-http',
});

export const server = (run: ServerRun, more: Partial<ClientServer> = {}): ClientServer => ({
  name: 'files',
  path: ['mcpServers', 'files'],
  place: { line: 3, column: 5 },
  run,
  keys: keysOf(COMMON),
  disabled: false,
  unasked: [],
  entry: {},
  ...more,
});

export const file = (servers: readonly ClientServer[], more: Partial<ScannedFile> = {}): ScannedFile => ({
  client: 'cursor',
  path: '/home/me/.cursor/mcp.json',
  scope: 'user',
  mode: 0o600,
  servers,
  ...more,
});
