import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { openConnection, type ConnectionRules } from '../open-connection.js';
import { proxyFor, proxyLogin } from '../proxy-settings.js';
import { openPool } from './open-pool.js';
import type { OutboundRequest } from './outbound.js';
import { sendOver } from './send-over.js';

type Connect = (signal: AbortSignal | undefined) => Promise<Socket>;

/** Connections to one origin. Every request of the guard is sent by `ask`, with the same bounds. */
export interface ServerOrigin {
  /** A proxy without TLS reads what is sent. */
  readonly isProxied: boolean;
  ask(url: URL, request: OutboundRequest): Promise<Dispatcher.ResponseData<unknown>>;
  close(): Promise<void>;
}

/** @param connect default: a connection by the rules */
export function openOrigin(
  home: URL,
  rules: ConnectionRules,
  connect: Connect = (signal) => openConnection(home, rules, signal),
): ServerOrigin {
  const pool = openPool(home.origin, connect);
  const through = home.protocol === 'http:' && rules.proxy ? proxyFor(rules.proxy, home) : undefined;
  const login = through && proxyLogin(through);
  return {
    isProxied: through !== undefined,
    ask(url, request) {
      // A proxy for http is asked for the whole URL (RFC 9112, 3.2.2).
      const path = (through ? url.origin : '') + url.pathname + url.search;
      const headers = { ...request.headers, ...(login !== undefined && { 'proxy-authorization': login }) };
      return sendOver(pool, url, path, { ...request, headers });
    },
    close: () => pool.destroy().catch(() => undefined),
  };
}
