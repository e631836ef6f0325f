import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, safe, userName, type ServerStatus, type SessionView } from '@mcp-guard/core';
import { forRecord } from '@mcp-guard/detectors';
import { halted } from '@mcp-guard/rules';
import { findStartProblem, hostOf, isRemote } from '@mcp-guard/policy';
import { emptyEntry } from '@mcp-guard/store';
import type { Bridge, RefusedBridge } from '../ends/listener.js';
import { chooseServer } from './choose-server.js';
import { openSession, type OpenedSession } from './open-session.js';
import type { BreakerView } from '../ends/remote/link/breaker.js';
import type { SessionDeps } from './session-parts.js';

/** Characters of a server's name that a refused bridge asked for. */
const MAX_NAME = 128;

/** All open sessions. Their servers start at once; messages pass once the daemon has admitted them. */
export class Sessions {
  readonly #deps: SessionDeps;
  readonly #open = new Set<OpenedSession>();
  readonly #sweeper: NodeJS.Timeout;
  readonly #first = Promise.withResolvers<void>();
  readonly #admission = Promise.withResolvers<void>();
  #stopping = false;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#admission.promise.catch(() => undefined); // there may be no session that it concerns
    this.#sweeper = setInterval(
      () => this.#open.forEach(({ connection }) => connection.sweep()),
      deps.timings.sweep,
    ).unref();
  }

  /** Starts the server that a bridge names and joins the two; throws the error for the bridge. */
  open(bridge: Bridge): void {
    if (this.#stopping) throw new GuardError('DAEMON_UNAVAILABLE', 'the daemon is stopping');
    const { delivery, gate, halt } = this.#deps;
    if (halt.ends) throw halted();
    const server = chooseServer(bridge.hello, this.#deps);
    this.#limit(server.name, bridge.identity().user, server.config.max_sessions);
    const opened = openSession(bridge, server, this.#deps);
    const { id, connection, tap, ends } = opened;
    this.#open.add(opened);
    this.#first.resolve();
    const forget = (): void => {
      this.#open.delete(opened);
      gate.forget(id);
    };
    delivery.record(tap.event('session', 'open', undefined, ends), {
      deliver: () => void this.#begin(opened, bridge).finally(forget),
      refuse: (error) => void connection.end(error).finally(forget),
    });
  }

  /** Resolves once a server was started for a client. */
  get opened(): Promise<void> {
    return this.#first.promise;
  }

  /** From now on messages pass. */
  admit(): void {
    this.#admission.resolve();
  }

  /** No message may ever pass: every session ends with this error. */
  turnAway(error: GuardError): void {
    this.#admission.reject(error);
    for (const { connection } of this.#open) void connection.end(error);
  }

  async #begin({ id, connection, log }: OpenedSession, bridge: Bridge): Promise<void> {
    try {
      await this.#admission.promise;
    } catch (thrown) {
      return connection.end(GuardError.from(thrown));
    }
    bridge.welcome(id, log);
    return connection.run();
  }

  /** A bridge that got no session is in the record too. @param tell is called with the id of its row, if it has one */
  refused(error: GuardError, { isOwn, server }: RefusedBridge, tell: (auditId: string | undefined) => void): void {
    const actor = isOwn ? userName() : null;
    const named = server === undefined ? null : safe(forRecord(server, MAX_NAME), MAX_NAME);
    const entry = { outcome: 'block', code: error.code, detail: error.message, actor, server: named } as const;
    const auditId = this.#deps.delivery.record(
      { ...emptyEntry('session', 'open'), ...entry },
      { deliver: () => tell(auditId), refuse: (_, id) => tell(id) },
    );
  }

  /** Ends the session that has used up its share of the record. */
  exhausted(session: string, error: GuardError): void {
    for (const { id, connection } of this.#open) if (id === session) void connection.end(error);
  }

  /** All calls were halted. */
  halt(): void {
    for (const { connection } of this.#open) connection.session.halt();
  }

  /** The halt ends all sessions, too. */
  endAll(): void {
    for (const { connection } of this.#open) void connection.end(halted());
  }

  /** Clients ask for their lists again. */
  announceChange(): void {
    for (const { connection } of this.#open) connection.announceChange();
  }

  /** Ends the sessions of servers that are started differently now; the other clients ask for their lists again. */
  configurationChanged(ended: ReadonlySet<string>): void {
    for (const { server, connection } of this.#open) {
      if (ended.has(server)) void connection.end(new GuardError('UPSTREAM_UNAVAILABLE', this.#whyEnded(server)));
      else connection.announceChange();
    }
  }

  #whyEnded(server: string): string {
    const isLeft = this.#deps.configuration.servers.has(server);
    return isLeft
      ? `the configuration of the server ${server} has changed`
      : `the configuration has no server ${server} any more`;
  }

  get count(): number {
    return this.#open.size;
  }

  /** The open sessions, the oldest first. */
  list(): readonly SessionView[] {
    return [...this.#open].map(toSessionView);
  }

  /** Pids of the bridges, as far as the system names them. */
  get bridges(): readonly number[] {
    return [...this.#open].flatMap(({ identity }) => identity().origin.pid ?? []);
  }

  get perServer(): readonly ServerStatus[] {
    const count = (name: string): number => [...this.#open].filter(({ server }) => server === name).length;
    const path = this.#deps.host.path();
    return [...this.#deps.configuration.servers.values()].map(({ name, config }) => ({
      name,
      sessions: count(name),
      transport: config.transport,
      host: isRemote(config) ? hostOf(config) : null,
      leftAlone: toLeftAlone(this.#deps.host.links.stateOf(name)),
      problem: findStartProblem(name, config, path) ?? null,
    }));
  }

  /** Lets what is in flight finish, at most for `timeout` milliseconds, then ends all. Returns the number of requests without a response. */
  async stop(timeout: number): Promise<number> {
    this.#stopping = true;
    clearInterval(this.#sweeper);
    const deadline = performance.now() + timeout;
    while (this.#inFlight() > 0 && performance.now() < deadline) await delay(20);
    const unanswered = this.#inFlight();
    const reason = new GuardError('DAEMON_UNAVAILABLE', 'the daemon was stopped', {
      hint: { command: 'mcp-guard start -d' },
    });
    await Promise.all([...this.#open].map(({ connection }) => connection.end(reason)));
    return unanswered;
  }

  #inFlight(): number {
    let count = 0;
    for (const { connection } of this.#open) count += connection.inFlight;
    return count;
  }

  #limit(name: string, user: string, max: number): void {
    const mine = [...this.#open].filter((open) => open.server === name && open.identity().user === user);
    if (mine.length < max) return;
    throw new GuardError('RATE_LIMITED', `the server ${name} already has ${max} sessions of this user`, {
      rule: `servers.${name}.max_sessions`,
      hint: `raise servers.${name}.max_sessions, or close clients that no longer need it: mcp-guard status counts them`,
    });
  }
}

function toSessionView({ id, server, identity, connection, tap, since }: OpenedSession): SessionView {
  const { user, roles, origin } = identity();
  const { client, revision } = connection.session.negotiated;
  const inFlight = connection.session.asked.toServer.waiting().length;
  const { calls, refused, lastAt } = tap.traffic;
  const pid = origin.pid ?? null;
  return { id, server, user, roles, client, revision, pid, since, inFlight, calls, refused, lastAt };
}

const toLeftAlone = (state: BreakerView | undefined): ServerStatus['leftAlone'] =>
  state?.state === 'open'
    ? { seconds: Math.ceil(state.retryAfter / 1000), failures: state.failures }
    : state?.state === 'half-open'
      ? { seconds: 0, failures: state.failures }
      : null;
