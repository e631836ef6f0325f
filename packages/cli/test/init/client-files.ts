import type { JsonObject, JsonValue } from '@mcp-guard/core';
import { CLIENTS } from '../../src/clients/registry.js';
import { thisSystem } from '../../src/clients/this-system.js';
import type { ClientFormat } from '../../src/clients/client-format.js';

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** An entry as one client has it, without optional parts; `more` holds unknown keys. */
type ToEntry = (launch: Launch) => JsonObject;

const usual: ToEntry = ({ command, args, env }) => ({
  command,
  ...(args.length > 0 && { args: [...args] }),
  ...(Object.keys(env).length > 0 && { env }),
});

interface Shape {
  /** The keys below which the servers stand; a list is one of named entries. */
  readonly under: readonly string[];
  readonly isList?: true;
  readonly toEntry?: ToEntry;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  vscode: { under: ['servers'], toEntry: (launch) => ({ type: 'stdio', ...usual(launch) }) },
  cline: { under: ['mcpServers'], toEntry: (launch) => ({ transport: { type: 'stdio', ...usual(launch) } }) },
  zed: { under: ['context_servers'] },
  codex: { under: ['mcp_servers'] },
  continue: { under: ['mcpServers'], isList: true },
  goose: {
    under: ['extensions'],
    toEntry: ({ command, args, env }) => ({ type: 'stdio', enabled: true, cmd: command, args: [...args], envs: env }),
  },
  opencode: {
    under: ['mcp'],
    toEntry: ({ command, args, env }) => ({ type: 'local', command: [command, ...args], environment: env }),
  },
  crush: { under: ['mcp'], toEntry: (launch) => ({ type: 'stdio', ...usual(launch) }) },
  amp: { under: ['amp.mcpServers'] },
};

export type Servers = ReadonlyMap<string, Launch & { readonly more?: JsonObject }>;

/** The content of a client's file that has these servers, and other things of the client. */
export function toFileValue({ id }: ClientFormat, servers: Servers, others: JsonObject = {}): JsonObject {
  const { under, isList, toEntry = usual } = SHAPES[id] ?? { under: ['mcpServers'] };
  const entries = [...servers].map(([name, server]): [string, JsonObject] => [
    name,
    { ...server.more, ...toEntry(server), ...(isList && { name }) },
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
