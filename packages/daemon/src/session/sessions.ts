import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ByteBudget,
  GuardError,
  userName,
  type Fingerprints,
  type GuardPaths,
  type ServerStatus,
} from '@mcp-guard/core';
import type { Reaper } from '@mcp-guard/core/launch';
import { findStartProblem, isSameFile, describeForbidden } from '@mcp-guard/policy';
import { emptyEntry } from '@mcp-guard/store';
import { findServer, type ChargeLimits, type SessionPolicy } from '@mcp-guard/rules';
import { AuditTap } from '../record/audit-tap.js';
import type { Configuration } from '../config/configuration.js';
import type { Gate } from '../approvals/gate.js';
import type { Delivery } from '../record/delivery.js';
import type { Identity } from '../identity/identities.js';
import type { PeerCredentials } from '../identity/peer-credentials.js';
import type { LargeMessages } from '../large/large-messages.js';
import type { Bridge } from '../ends/listener.js';
import type { Markers } from '../state/markers.js';
import type { ServerLogs } from '../record/server-logs.js';
import { Tasks } from '../state/tasks.js';
import type { ToolLists } from '../state/tool-lists.js';
import { Turns } from '../ends/turns.js';
import { loginsIn, serverEnvironment } from '../ends/stdio/environment.js';
import { UPSTREAMS } from '../ends/registry.js';
import { workingFolder } from '../ends/stdio/working-folder.js';
import type { Withheld } from '../state/withheld.js';
import { Connection } from './connection.js';
import { SWEEP_EVERY } from './flood-meter.js';

/**
 * What all sessions together may hold in unfinished lines and in large ones that wait to be inspected, in bytes, beside
 * the first part of each line. Four of the largest messages fit.
 */
const LINE_BUDGET = 128 * 2 ** 20;

export interface SessionsOptions {
  readonly configuration: Configuration;
  readonly paths: GuardPaths;
  /** What clients mean that name no configuration. */
  readonly usualConfig: string;
  readonly delivery: Delivery;
  readonly tools: ToolLists;
  readonly markers: Markers;
  readonly withheld: Withheld;
  readonly gate: Gate;
  /** Takes from the limits that all sessions share. */
  readonly charge: ChargeLimits;
  readonly reaper: Reaper;
  readonly logs: ServerLogs;
  readonly large: LargeMessages;
  readonly fingerprints: Fingerprints;
  /** PATH for servers, as it was recorded last. */
  readonly path: () => string;
  /** What servers get of the terminal, as it was recorded last. */
  readonly terminal: () => Readonly<Record<string, string>>;
  /** Why the record has no room for a session of this server. */
  readonly checkRoom: (server: string) => GuardError | undefined;
}

interface OpenSession {
  readonly id: string;
  readonly server: string;
  readonly user: string;
  readonly connection: Connection;
}

/** All open sessions. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #open = new Set<OpenSession>();
  readonly #budget = new ByteBudget(LINE_BUDGET);
  readonly #turns: Turns;
  readonly #tasks = new Tasks();
  readonly #sweeper: NodeJS.Timeout;
  #stopping = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#turns = new Turns({
      begin: () => options.delivery.expectCommit(),
      commit: () => options.delivery.commit(),
    });
    this.#sweeper = setInterval(() => this.#open.forEach(({ connection }) => connection.sweep()), SWEEP_EVERY).unref();
  }

  /** Starts the server that a bridge names and joins the two; throws what the bridge is to be told. */
  open({ socket, hello, forward, identity, first }: Bridge): void {
    const { configuration, delivery, tools, markers, withheld, gate, charge, reaper, logs, large, fingerprints } =
      this.#options;
    const { path, terminal } = this.#options;
    if (this.#stopping) throw new GuardError('DAEMON_UNAVAILABLE', 'the daemon is stopping');
    const named = hello.config ?? this.#options.usualConfig;
    if (!isSameFile(named, configuration.path)) {
      const why = `the daemon runs with ${configuration.path}, the client names ${named}`;
      throw new GuardError('CONFIG_INVALID', why, { hint: `to change that, run: mcp-guard restart -c ${named}` });
    }
    const server = findServer(configuration.servers, hello.server);
    const { name, config } = server;
    if (config.forbidden !== undefined) {
      const rule = configuration.locate(config.forbidden);
      throw new GuardError('POLICY_DENIED', describeForbidden(config, name), { rule });
    }
    const noRoom = this.#options.checkRoom(name);
    if (noRoom) throw noRoom;
    const { user, pid } = identity();
    this.#limit(name, user, config.max_sessions);
    const log = logs.open(name);
    const cwd = workingFolder(config, hello.cwd);
    const ofTerminal = terminal();
    const environment = serverEnvironment(name, config, forward, configuration.secrets, loginsIn(ofTerminal));
    const upstream = UPSTREAMS[config.transport]({
      name,
      config,
      environment,
      path: path(),
      terminal: ofTerminal,
      reaper,
      cwd,
      log: (text) => log.write(text),
      share: this.#turns.open(),
    });

    large.prepare();
    const session = randomUUID();
    const tap = new AuditTap(session, user, name, (text) => (configuration.servers.get(name) ?? server).mask(text));
    const connection = new Connection({
      socket,
      first,
      upstream,
      tap,
      delivery,
      tools,
      withheld,
      markers,
      gate,
      charge,
      large,
      budget: this.#budget,
      turns: this.#turns,
      maxMessageBytes: configuration.current.daemon.max_message_bytes,
      context: {
        server: name,
        session,
        cwd,
        ...(environment.isFilled && { environment: fingerprints.bind('environment', JSON.stringify(environment.env)) }),
      },
      identity,
      policy: this.#policyOf(name, identity),
      tasks: this.#tasks.of(user, name),
    });
    const opened: OpenSession = { id: session, server: name, user, connection };
    this.#open.add(opened);
    const forget = (): void => {
      this.#open.delete(opened);
      gate.forget(session);
    };
    delivery.record(
      tap.event('session', 'open', undefined, `client pid ${pid ?? 'unknown'}, server ${upstream.label}`),
      {
        deliver: () => {
          socket.write(`${JSON.stringify({ log: log.path })}\n`);
          void connection.run().finally(forget);
        },
        refuse: (error) => void connection.end(error).finally(forget),
      },
    );
  }

  /** A bridge that got no session is in the record too. */
  refused(error: GuardError, peer: PeerCredentials | undefined): void {
    const actor = peer ? userName() : null;
    const entry = { outcome: 'block', code: error.code, detail: error.message, actor } as const;
    this.#options.delivery.record({ ...emptyEntry('session', 'open'), ...entry });
  }

  /** Ends the session that has used up its share of the record. */
  exhausted(session: string, error: GuardError): void {
    for (const { id, connection } of this.#open) if (id === session) void connection.end(error);
  }

  /** Ends the sessions of servers that are started differently now; the others ask for their lists again. */
  configurationChanged(ended: ReadonlySet<string>): void {
    if (this.#open.size > 0) this.#options.large.prepare();
    for (const { server, connection } of this.#open) {
      if (ended.has(server)) void connection.end(new GuardError('UPSTREAM_UNAVAILABLE', this.#whyEnded(server)));
      else connection.announceChange();
    }
  }

  #whyEnded(server: string): string {
    const isLeft = this.#options.configuration.servers.has(server);
    return isLeft
      ? `the configuration of the server ${server} has changed`
      : `the configuration has no server ${server} any more`;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Of the bridges, as far as the system tells. */
  get bridges(): readonly number[] {
    return [...this.#open].flatMap(({ connection }) => connection.bridge ?? []);
  }

  get perServer(): readonly ServerStatus[] {
    const count = (name: string): number => [...this.#open].filter(({ server }) => server === name).length;
    const path = this.#options.path();
    return [...this.#options.configuration.servers.values()].map(({ name, config }) => ({
      name,
      sessions: count(name),
      problem: findStartProblem(name, config, path) ?? null,
    }));
  }

  /** Lets what is in flight finish, at most for `timeout` milliseconds, then ends all. Returns how many requests stayed unanswered. */
  async stop(timeout: number): Promise<number> {
    this.#stopping = true;
    clearInterval(this.#sweeper);
    const deadline = performance.now() + timeout;
    while (this.#inFlight() > 0 && performance.now() < deadline) await delay(20);
    const unanswered = this.#inFlight();
    const reason = new GuardError('DAEMON_UNAVAILABLE', 'the daemon was stopped', { hint: 'mcp-guard start' });
    await Promise.all([...this.#open].map(({ connection }) => connection.end(reason)));
    return unanswered;
  }

  #inFlight(): number {
    let count = 0;
    for (const { connection } of this.#open) count += connection.inFlight;
    return count;
  }

  /** The policy in force; of a server that was removed the last one, until its sessions have ended. */
  #policyOf(name: string, identity: Identity): () => SessionPolicy {
    const { configuration } = this.#options;
    let server = findServer(configuration.servers, name);
    let { roles } = identity();
    let policy = server.policyFor(roles);
    return () => {
      const current = configuration.servers.get(name) ?? server;
      const { roles: granted } = identity();
      if (current !== server || granted !== roles) policy = (server = current).policyFor((roles = granted));
      return policy;
    };
  }

  #limit(name: string, user: string, max: number): void {
    const mine = [...this.#open].filter((open) => open.server === name && open.user === user);
    if (mine.length < max) return;
    throw new GuardError('RATE_LIMITED', `the server ${name} already has ${max} sessions of this user`, {
      rule: `servers.${name}.max_sessions`,
    });
  }
}
