import { configuredPaths, GuardError } from '@mcp-guard/core';
import { toServerKey } from '@mcp-guard/net/logins';
import type { LoginPlace } from '@mcp-guard/net/server-login';
import { isRemote, type Loaded, type RemoteServer } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { unknownServer } from '../explain/find-server.js';
import { toServerFetch } from './server-fetch.js';

/** A remote server, and where its login is kept. */
export interface ServerPlace extends LoginPlace {
  readonly name: string;
  readonly config: RemoteServer;
  /** The configuration holds a token, so a login would not be used. */
  readonly hasToken: boolean;
}

/** The remote servers of a configuration. */
export function listServerPlaces({ config }: Loaded, { entrance, env }: CommandTools): readonly ServerPlace[] {
  const { tokens: folder } = configuredPaths(entrance, config.daemon.home);
  return Object.entries(config.servers).flatMap(([name, server]) => {
    if (!isRemote(server)) return [];
    const { client_id: id, client_secret: secret } = server.oauth;
    const isHeader = Object.keys(server.headers).some((header) => header.toLowerCase() === 'authorization');
    return [
      {
        name,
        config: server,
        hasToken: server.upstream_auth_token !== null || isHeader,
        folder,
        server: toServerKey(server.url),
        client: { id, secret },
        fetch: toServerFetch(name, server, config.daemon.proxy, env),
      },
    ];
  });
}

/** Throws UNKNOWN_SERVER for a name that the configuration does not have, and CONFIG_INVALID for a program. */
export async function findServerPlace(
  tools: CommandTools,
  named: string | undefined,
  name: string,
): Promise<ServerPlace> {
  const loaded = await tools.load(tools.findConfig(named));
  const place = listServerPlaces(loaded, tools).find((each) => each.name === name);
  if (place) return place;
  const names = Object.keys(loaded.config.servers);
  if (names.includes(name)) {
    throw new GuardError('CONFIG_INVALID', `the server ${name} is a program on this machine, which has no login here`);
  }
  return unknownServer(loaded.config, name);
}
