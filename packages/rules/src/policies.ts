import { GuardError, type Fingerprints } from '@mcp-guard/core';
import { createForRecord } from '@mcp-guard/detectors';
import { isRemote, layersOf, type Config, type ServerConfig } from '@mcp-guard/policy';
import { PiiRules } from './pii-rules.js';
import { createDescribe } from './approval/describe-call.js';
import { createInterceptors, type CreateInterceptor, type PolicyScope } from './interceptor.js';
import { createChargesOf, type ChargesOf } from './limits/rate-limit.js';
import { INTERCEPTORS } from './registry.js';
import { Pipeline } from './pipeline.js';

/** Sets of roles whose pipelines are kept. */
const MAX_KEPT = 256;

/** One server of the configuration in force. */
export interface GuardedServer {
  readonly name: string;
  readonly config: ServerConfig;
  /** The policy for a session of a user with these roles. */
  policyFor(roles: readonly string[]): SessionPolicy;
  /** A text as the record may show it, cut to so many characters. */
  forRecord(text: string, limit: number): string;
}

export interface PolicyOptions {
  /** A rule's place with its file, line and column. */
  readonly locate: (rule: string) => string;
  readonly fingerprints: Fingerprints;
  /** Default: all types. Other threads have no others. */
  readonly interceptors?: readonly CreateInterceptor[];
}

/** Compiles a configuration; every pattern is compiled once. */
export function createServers(config: Config, options: PolicyOptions): ReadonlyMap<string, GuardedServer> {
  const servers = new Map<string, GuardedServer>();
  for (const [name, server] of Object.entries(config.servers)) {
    const kept = new Map<string, SessionPolicy>();
    const pii = new PiiRules(config.pii, name, layersOf(config, server, []).integrity);
    const policyFor = (roles: readonly string[]): SessionPolicy => {
      const key = JSON.stringify(roles);
      let policy = kept.get(key);
      if (!policy) {
        if (kept.size >= MAX_KEPT) kept.clear();
        kept.set(
          key,
          (policy = createPolicy(
            { config, server: name, layers: layersOf(config, server, roles), pii, fingerprints: options.fingerprints },
            options,
          )),
        );
      }
      return policy;
    };
    policyFor(Object.keys(config.auth.roles)); // compiles the patterns now, not at the first connection
    servers.set(name, {
      name,
      config: server,
      policyFor,
      forRecord: createForRecord(pii.custom),
    });
  }
  return servers;
}

function createPolicy(scope: PolicyScope, { locate, interceptors = INTERCEPTORS }: PolicyOptions): SessionPolicy {
  const { daemon, refusals } = scope.config;
  const { fingerprints, pii } = scope;
  const revision = revisionOf(scope);
  const pipeline = new Pipeline({
    interceptors: createInterceptors(interceptors, scope),
    maxDepth: daemon.max_depth,
    describe: createDescribe({ fingerprints, policy: revision, custom: pii.custom }),
  });
  return {
    pipeline,
    maxDepth: daemon.max_depth,
    refusals,
    locate,
    chargesOf: createChargesOf(scope),
    revision,
    fingerprint: fingerprintOf(scope),
  };
}

/** All that interceptors are built of, but the other servers. */
const fingerprintOf = ({ config, server, layers, fingerprints }: PolicyScope): string =>
  fingerprints.bind('rules', JSON.stringify([{ ...config, servers: config.servers[server] }, layers]));

/** Hash of all that decides about a call of this server: an approval counts only under the rules that it was given under. */
function revisionOf({ config, server, layers, fingerprints }: PolicyScope): string {
  const entry = config.servers[server];
  return fingerprints.bind('policy', JSON.stringify([...(entry ? whatAnswers(entry) : []), layers, config.pii]));
}

/** These settings decide which server gets a call, and as whose. */
function whatAnswers(server: ServerConfig): readonly unknown[] {
  if (!isRemote(server)) return [server.command, server.args, server.env, server.cwd];
  const { transport, url, headers, upstream_auth_token: token, oauth, ca_file: authorities } = server;
  return [transport, url, headers, token, oauth, authorities];
}

export function findServer(servers: ReadonlyMap<string, GuardedServer>, name: string): GuardedServer {
  const server = servers.get(name);
  if (server) return server;
  const known = [...servers.keys()].join(', ') || 'none';
  throw new GuardError('UNKNOWN_SERVER', `the configuration has no server ${JSON.stringify(name)}; it has: ${known}`);
}

/** The policy in force; read again for every message, so that a reload counts at once. */
export interface SessionPolicy {
  readonly pipeline: Pipeline;
  readonly maxDepth: number;
  readonly refusals: Config['refusals'];
  /** The known charges of a client's request that the pipeline does not see whole. */
  readonly chargesOf: ChargesOf;
  /** A rule's place with its file, line and column. */
  readonly locate: (rule: string) => string;
  /** Hash of the rules: an approval counts only under those that it was given under. */
  readonly revision: string;
  /** Hash of all that may decide about a message: two policies with the same one judge alike. */
  readonly fingerprint: string;
}
