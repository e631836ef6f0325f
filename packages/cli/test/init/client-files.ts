import type { JsonObject, JsonValue } from '@mcp-guard/core';
import { thisSystem } from '@mcp-guard/policy';
import { CLIENTS } from '../../src/clients/registry.js';
import type { ClientFormat } from '../../src/clients/client-format.js';

/** A server that is reached over the network. */
export interface Reach {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** An entry as one client has it, without optional parts; `more` holds unknown keys. */
type ToEntry = (launch: Launch) => JsonObject;
type ToRemote = (reach: Reach) => JsonObject;

const usual: ToEntry = ({ command, args, env }) => ({
  command,
  ...(args.length > 0 && { args: [...args] }),
  ...(Object.keys(env).length > 0 && { env }),
});

const withHeaders: ToRemote = ({ url, headers }) => ({ url, headers });

interface Shape {
  /** The keys below which the servers stand; a list is one of named entries. */
  readonly under: readonly string[];
  readonly isList?: true;
  readonly toEntry?: ToEntry;
  /** `null`: it has none. */
  readonly toRemote?: ToRemote | null;
}

const typed =
  (type: string): ToRemote =>
  (reach) => ({ type, ...reach });

const SHAPES: Readonly<Record<string, Shape>> = {
  'claude-desktop': { under: ['mcpServers'], toRemote: null },
  'claude-code': { under: ['mcpServers'], toRemote: typed('http') },
  vscode: { under: ['servers'], toEntry: (launch) => ({ type: 'stdio', ...usual(launch) }), toRemote: typed('http') },
  cline: {
    under: ['mcpServers'],
    toEntry: (launch) => ({ transport: { type: 'stdio', ...usual(launch) } }),
    toRemote: (reach) => ({ transport: { type: 'streamableHttp', ...reach } }),
  },
  windsurf: { under: ['mcpServers'], toRemote: ({ url, headers }) => ({ serverUrl: url, headers }) },
  antigravity: { under: ['mcpServers'], toRemote: ({ url, headers }) => ({ serverUrl: url, headers }) },
  'gemini-cli': { under: ['mcpServers'], toRemote: ({ url, headers }) => ({ type: 'http', httpUrl: url, headers }) },
  'qwen-code': { under: ['mcpServers'], toRemote: ({ url, headers }) => ({ httpUrl: url, headers }) },
  'copilot-cli': { under: ['mcpServers'], toRemote: typed('http') },
  zed: { under: ['context_servers'] },
  codex: { under: ['mcp_servers'], toRemote: ({ url, headers }) => ({ url, http_headers: headers }) },
  continue: {
    under: ['mcpServers'],
    isList: true,
    toRemote: ({ url, headers }) => ({ type: 'streamable-http', url, requestOptions: { headers } }),
  },
  goose: {
    under: ['extensions'],
    toEntry: ({ command, args, env }) => ({ type: 'stdio', enabled: true, cmd: command, args: [...args], envs: env }),
    toRemote: ({ url, headers }) => ({ type: 'streamable_http', enabled: true, uri: url, headers }),
  },
  opencode: {
    under: ['mcp'],
    toEntry: ({ command, args, env }) => ({ type: 'local', command: [command, ...args], environment: env }),
    toRemote: typed('remote'),
  },
  crush: { under: ['mcp'], toEntry: (launch) => ({ type: 'stdio', ...usual(launch) }), toRemote: typed('http') },
  amp: { under: ['amp.mcpServers'] },
};

export type Servers = ReadonlyMap<string, (Launch | Reach) & { readonly more?: JsonObject }>;

export const hasRemote = ({ id }: ClientFormat): boolean => SHAPES[id]?.toRemote !== null;

/** The content of a client's file that has these servers, and other things of the client. */
export function toFileValue({ id }: ClientFormat, servers: Servers, others: JsonObject = {}): JsonObject {
  const { under, isList, toEntry = usual, toRemote } = SHAPES[id] ?? { under: ['mcpServers'] };
  const entries = [...servers].map(([name, server]): [string, JsonObject] => [
    name,
    {
      ...server.more,
      ...('url' in server ? (toRemote ?? withHeaders)({ url: server.url, headers: server.headers }) : toEntry(server)),
      ...(isList && { name }),
    },
  ]);
  const list: JsonValue = isList ? entries.map(([, entry]) => entry) : Object.fromEntries(entries);
  const [key = ''] = under;
  return { ...others, [key]: list };
}

/** The first file that a client looks for, in a home. */
export function fileOf(client: ClientFormat, home: string): string {
  const [path = ''] = client.userFiles({ ...thisSystem({}), home });
  return path.replace('/*.', '/servers.');
}

export const ALL_CLIENTS: readonly (readonly [string, ClientFormat])[] = CLIENTS.map((client) => [client.id, client]);
