import { GuardError } from '@mcp-guard/core';
import type { Config, ServerConfig } from '@mcp-guard/policy';
import { createInterceptors } from './interceptors/registry.js';
import { Pipeline } from './pipeline.js';
import type { SessionPolicy } from './session.js';

/** One server of the configuration in force. */
export interface GuardedServer extends SessionPolicy {
  readonly name: string;
  readonly config: ServerConfig;
}

/** Compiles a configuration; every pattern is compiled here and nowhere later. */
export function createServers(config: Config): ReadonlyMap<string, GuardedServer> {
  const servers = new Map<string, GuardedServer>();
  for (const [name, server] of Object.entries(config.servers)) {
    const scope = { config, server: name, policy: server.policy, place: `servers.${name}.policy` };
    const pipeline = new Pipeline({
      interceptors: createInterceptors(scope),
      maxDepth: config.daemon.max_depth,
      timeout: config.interceptors.timeout * 1000,
    });
    servers.set(name, { name, config: server, pipeline, maxDepth: config.daemon.max_depth, refusals: config.refusals });
  }
  return servers;
}

export function findServer(servers: ReadonlyMap<string, GuardedServer>, name: string): GuardedServer {
  const server = servers.get(name);
  if (server) return server;
  const known = [...servers.keys()].join(', ') || 'none';
  throw new GuardError('UNKNOWN_SERVER', `the configuration has no server ${JSON.stringify(name)}; it has: ${known}`);
}
