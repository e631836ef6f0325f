import { isObject } from '@mcp-guard/core';
import type { ClientFormat, ClientServer } from './client-format.js';
import { namedServers } from './named-servers.js';
import { COMMON, given, readRun } from './read-run.js';
import { keysOf } from './read-servers.js';

const format = namedServers({
  id: 'cline',
  title: 'Cline',
  under: ['mcpServers'],
  spelling: { sse: ['url'] },
  off: 'disabled',
  unasked: 'autoApprove',
});

/** How a server runs is in `transport`, and in older files in the entry itself. */
export const cline: ClientFormat = {
  ...format,
  readServers: (file) => format.readServers(file).map(refine),
};

const OLDER = [COMMON.command, ...COMMON.urls];

function refine(server: ClientServer): ClientServer {
  const transport = given(server.entry, 'transport');
  if (!isObject(transport)) return server;
  const other = OLDER.find((key) => given(server.entry, key) !== undefined);
  const run = readRun(transport, COMMON);
  return {
    ...server,
    run: other === undefined ? run : { kind: 'unknown', why: `it has both transport and ${other}` },
    keys: keysOf(COMMON, ['transport']),
  };
}
