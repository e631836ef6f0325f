import type { GuardError, Hint } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import type { Fetch } from '@mcp-guard/net/oauth';
import { readProxySettings, type ProxySettings } from '@mcp-guard/net/proxy-settings';
import type { RemoteServer } from '@mcp-guard/policy';
import { readOpenFiles } from '../../../host/native.js';
import { readAuthorities } from './authorities.js';
import type { BreakerView } from './breaker.js';
import { ConnectionBudget } from './connection-budget.js';
import { openCredentials } from './credentials.js';
import type { RemoteServerLink } from './remote-server-link.js';
import { ServerLink } from './server-link.js';

/** How long the connections of a server outlive its last session, in milliseconds: most clients come back at once. */
const LINGER = 60_000;

export interface RemoteLinksOptions {
  /** `daemon.proxy`. */
  readonly proxy: string | null;
  /** Variables of the terminal, as they were recorded last. */
  readonly terminal: () => Readonly<Record<string, string>>;
  /** The folder of logins. */
  readonly tokens: string;
  /** Each is said once, when it happens; for the log. */
  readonly onProblem: (server: string, problem: string, hint?: Hint) => void;
}

/** A server's link depends on these parts of its configuration; another policy needs no other link. */
export type ReachedServer = Pick<
  RemoteServer,
  | 'transport'
  | 'url'
  | 'headers'
  | 'upstream_auth_token'
  | 'oauth'
  | 'allow_http'
  | 'allow_private'
  | 'ca_file'
  | 'timeout'
  | 'max_concurrent'
  | 'circuit_breaker'
>;

/** All of it, in one order. */
const toFacts = (config: ReachedServer): string =>
  JSON.stringify([
    [config.transport, config.url, config.headers, config.upstream_auth_token, config.oauth],
    [config.allow_http, config.allow_private, config.ca_file],
    [config.timeout, config.max_concurrent, config.circuit_breaker],
  ]);

/** A session's link to its server. */
export interface OpenedLink {
  readonly link: RemoteServerLink;
  /** The session needs it no more. */
  readonly release: () => void;
}

interface Shared {
  readonly link: ServerLink;
  readonly facts: string;
  sessions: number;
  closing: NodeJS.Timeout | undefined;
}

/**
 * The links of a daemon: one for all sessions of a server, of all users, since they all use its one login. Another server
 * shares neither a connection nor a token with it, even at the same address.
 */
export class RemoteLinks {
  readonly #options: RemoteLinksOptions;
  readonly #connections = new ConnectionBudget(readOpenFiles());
  readonly #links = new Map<string, Shared>();
  /** Links of a configuration that no longer counts, for the sessions that it leaves. */
  readonly #replaced = new Set<ServerLink>();

  constructor(options: RemoteLinksOptions) {
    this.#options = options;
  }

  /** A link asks and loads nothing until it is used. */
  open(name: string, config: ReachedServer): OpenedLink {
    const shared = this.#sharedFor(name, config);
    shared.sessions++;
    clearTimeout(shared.closing);
    let isReleased = false;
    return {
      link: shared.link.session(),
      release: () => {
        if (isReleased) return;
        isReleased = true;
        if (--shared.sessions === 0) this.#closeLater(name, shared);
      },
    };
  }

  /** Tells whether a server is left alone; nothing if no session has used it lately. */
  stateOf(name: string): BreakerView | undefined {
    return this.#links.get(name)?.link.state;
  }

  async close(): Promise<void> {
    const links = [...[...this.#links.values()].map(({ link }) => link), ...this.#replaced];
    for (const { closing } of this.#links.values()) clearTimeout(closing);
    this.#links.clear();
    this.#replaced.clear();
    await Promise.all(links.map((link) => link.close()));
  }

  #sharedFor(name: string, config: ReachedServer): Shared {
    const facts = toFacts(config);
    const known = this.#links.get(name);
    if (known?.facts === facts) return known;
    if (known) this.#replace(known);
    const shared: Shared = { link: this.#create(name, config), facts, sessions: 0, closing: undefined };
    this.#links.set(name, shared);
    return shared;
  }

  #replace(known: Shared): void {
    clearTimeout(known.closing);
    if (known.sessions === 0) void known.link.close();
    else this.#replaced.add(known.link);
  }

  #closeLater(name: string, shared: Shared): void {
    if (this.#links.get(name) !== shared) {
      this.#replaced.delete(shared.link);
      void shared.link.close();
      return;
    }
    shared.closing = setTimeout(() => {
      this.#links.delete(name);
      void shared.link.close();
    }, LINGER).unref();
  }

  #create(name: string, config: ReachedServer): ServerLink {
    const { tokens, terminal, proxy: configured, onProblem } = this.#options;
    const proxy = (): ProxySettings => readProxySettings(configured, terminal());
    const authorities = (): string | undefined => readAuthorities(name, config.ca_file, terminal());
    const reach = {
      host: new URL(config.url.replace(/^ws/, 'http')).host,
      allowHttp: config.allow_http,
      allowPrivate: config.allow_private,
    };
    const fetch: Fetch = (url, options) => guardedFetch(url, { ...options, reach, proxy: proxy(), ca: authorities() });
    const report = ({ message, hint }: GuardError): void => onProblem(name, message, hint);
    const count = this.#connections.share(name);
    return new ServerLink({
      name,
      config,
      credentials: openCredentials({ name, config, folder: tokens, fetch, onProblem: report }),
      open: async () => {
        const { openOutbound } = await import('@mcp-guard/net/outbound');
        const { url, allow_http: allowHttp, allow_private: allowPrivate } = config;
        return openOutbound({ url, allowHttp, allowPrivate, ca: authorities(), proxy: proxy(), count });
      },
      onOpen: ({ failures }) => onProblem(name, `the server is left alone for a while after ${failures} failures`),
    });
  }
}
