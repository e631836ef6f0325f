import { GuardError } from '@mcp-guard/core';
import { layersOf, type Config, type ServerConfig } from '@mcp-guard/policy';
import { createInterceptors } from './interceptors/registry.js';
import { Pipeline } from './pipeline.js';
import type { SessionPolicy } from './session.js';

/** Sets of roles whose pipelines are kept. */
const MAX_KEPT = 256;

/** One server of the configuration in force. */
export interface GuardedServer {
  readonly name: string;
  readonly config: ServerConfig;
  /** What binds a session of a user with these roles. */
  policyFor(roles: readonly string[]): SessionPolicy;
}

/**
 * Compiles a configuration; every pattern is compiled once.
 * @param locate a rule's place with its file, line and column
 */
export function createServers(
  config: Config,
  locate: (rule: string) => string = (rule) => rule,
): ReadonlyMap<string, GuardedServer> {
  const servers = new Map<string, GuardedServer>();
  for (const [name, server] of Object.entries(config.servers)) {
    const kept = new Map<string, SessionPolicy>();
    const policyFor = (roles: readonly string[]): SessionPolicy => {
      const key = JSON.stringify(roles);
      let policy = kept.get(key);
      if (!policy) {
        if (kept.size >= MAX_KEPT) kept.clear();
        kept.set(key, (policy = createPolicy(config, name, layersOf(config, server, roles), locate)));
      }
      return policy;
    };
    policyFor([]); // compiles the patterns now, not at the first connection
    servers.set(name, { name, config: server, policyFor });
  }
  return servers;
}

function createPolicy(
  config: Config,
  server: string,
  layers: ReturnType<typeof layersOf>,
  locate: (rule: string) => string,
): SessionPolicy {
  const { max_depth: maxDepth } = config.daemon;
  const pipeline = new Pipeline({
    interceptors: createInterceptors({ config, server, layers }),
    maxDepth,
    timeout: config.interceptors.timeout * 1000,
  });
  return { pipeline, maxDepth, refusals: config.refusals, locate };
}

export function findServer(servers: ReadonlyMap<string, GuardedServer>, name: string): GuardedServer {
  const server = servers.get(name);
  if (server) return server;
  const known = [...servers.keys()].join(', ') || 'none';
  throw new GuardError('UNKNOWN_SERVER', `the configuration has no server ${JSON.stringify(name)}; it has: ${known}`);
}
