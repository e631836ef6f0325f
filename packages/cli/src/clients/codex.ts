import { isObject, type JsonValue } from '@mcp-guard/core';
import type { ClientFormat, ClientServer, ServerRun } from './client-format.js';
import { namedServers } from './named-servers.js';
import { given, readTextsByName } from './read-run.js';
import { parseToml } from './syntax/toml.js';

const format = namedServers({
  id: 'codex',
  title: 'Codex',
  parse: parseToml,
  under: ['mcp_servers'],
  spelling: {
    headers: ['http_headers'],
    onlyRemote: ['bearer_token_env_var', 'bearer_token', 'env_http_headers', 'oauth_resource', 'oauth'],
  },
  off: 'enabled',
});

/** It names variables for headers in separate keys, and has a setting for each tool whether it asks. */
export const codex: ClientFormat = {
  ...format,
  readServers: (file) => format.readServers(file).map(refine),
};

type RemoteRun = Extract<ServerRun, { kind: 'remote' }>;

const refine = (server: ClientServer): ClientServer => ({
  ...server,
  run: server.run.kind === 'remote' ? withVariables(server.run, server.entry) : server.run,
  unasked: readApproved(server.entry),
});

/** Headers whose values are in variables, as `${NAME}`. */
function withVariables(run: RemoteRun, entry: JsonValue): ServerRun {
  const token = given(entry, 'bearer_token_env_var') ?? '';
  const named = readTextsByName(given(entry, 'env_http_headers') ?? {});
  if (typeof token !== 'string') return { kind: 'unknown', why: 'bearer_token_env_var is not a text' };
  if (!named) return { kind: 'unknown', why: 'env_http_headers does not hold texts by name' };
  const headers = Object.entries(named).map(([name, variable]) => [name, `\${${variable}}`] as const);
  const authorization = token === '' ? [] : [['Authorization', `Bearer \${${token}}`] as const];
  return { ...run, headers: Object.fromEntries([...Object.entries(run.headers), ...headers, ...authorization]) };
}

function readApproved(entry: JsonValue): ClientServer['unasked'] {
  if (given(entry, 'default_tools_approval_mode') === 'approve') return true;
  const tools = given(entry, 'tools');
  if (!isObject(tools)) return [];
  return Object.keys(tools).filter((name) => given(tools[name], 'approval_mode') === 'approve');
}
