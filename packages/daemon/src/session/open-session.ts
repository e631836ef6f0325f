import { randomUUID } from 'node:crypto';
import { findServer, type GuardedServer } from '@mcp-guard/rules';
import type { EndResources } from '../ends/end.js';
import type { Bridge } from '../ends/listener.js';
import { openUpstream } from '../ends/open-upstream.js';
import type { Identity } from '../identity/identities.js';
import { AuditTap } from '../record/audit-tap.js';
import { Connection } from './connection.js';
import type { InForce, SessionDeps } from './session-parts.js';

/** A session with its two ends. Neither has been read yet. */
export interface OpenedSession {
  readonly id: string;
  readonly server: string;
  readonly identity: Identity;
  readonly connection: Connection;
  readonly tap: AuditTap;
  /** The two ends, for the record. */
  readonly ends: string;
  /** File that the server's standard error goes to. */
  readonly log: string;
  /** Unix milliseconds. */
  readonly since: number;
}

/** Starts a server for a bridge and joins the two; throws the error for the bridge. */
export function openSession(bridge: Bridge, server: GuardedServer, deps: SessionDeps): OpenedSession {
  const { configuration, turns, budget, fingerprints } = deps;
  const { hello, identity } = bridge;
  const { name, config } = server;
  const log = deps.logs.open(name);
  const lines = { budget, maxBytes: configuration.current.daemon.max_message_bytes };
  const resources = { toServer: { share: turns.open(), lines }, toClient: { share: turns.open(), lines } };
  const upstream = openUpstream(deps.upstreams, {
    ...resources.toClient,
    name,
    config,
    client: { cwd: hello.cwd, forward: bridge.forward },
    host: deps.host,
    log: (text) => log.write(text),
  });
  const id = randomUUID();
  const { user } = identity();
  const forRecord = (text: string, limit: number): string =>
    (configuration.inForce.servers.get(name) ?? server).forRecord(text, limit);
  const tap = new AuditTap(id, user, name, forRecord);
  const client = bridge.open(resources.toServer);
  const filled = upstream.filled && { environment: fingerprints.bind('environment', JSON.stringify(upstream.filled)) };
  const connection = new Connection({
    speakers: { toServer: client, toClient: upstream.end },
    shares: sharesOf(resources),
    deps,
    facts: {
      context: { server: name, session: id, cwd: upstream.cwd, ...filled },
      inForce: followInForce(name, identity, deps),
      tasks: deps.tasks.of(user, name),
      tap,
      forRecord,
    },
  });
  const ends = `client ${client.label}, server ${upstream.end.label}`;
  return { id, server: name, identity, connection, tap, ends, log: log.path, since: Date.now() };
}

const sharesOf = ({ toServer, toClient }: Readonly<Record<'toServer' | 'toClient', EndResources>>) => ({
  toServer: toServer.share,
  toClient: toClient.share,
});

/** Follows the rules in force; a server that was removed keeps its last policy until its sessions have ended. */
function followInForce(name: string, identity: Identity, { configuration }: SessionDeps): () => InForce {
  const now = configuration.inForce;
  let server = findServer(now.servers, name);
  let actor = identity();
  let inForce = { actor, policy: server.policyFor(actor.roles) };
  return () => {
    const current = now.servers.get(name) ?? server;
    const granted = identity();
    if (current !== server || granted !== actor) {
      [server, actor] = [current, granted];
      inForce = { actor, policy: server.policyFor(actor.roles) };
    }
    return inForce;
  };
}
