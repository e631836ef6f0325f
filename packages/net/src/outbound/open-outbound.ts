import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { GuardError } from '@mcp-guard/core';
import { failed, toTarget } from '../judge-addresses.js';
import { openConnection, type ConnectionRules } from '../open-connection.js';
import { toTrust } from '../trust.js';
import { passOneHead } from '../one-head.js';
import { openOrigin } from './open-origin.js';
import type { Outbound, OutboundOptions, OutboundRequest, OutboundResponse } from './outbound.js';
import { toOutboundError } from './outbound-error.js';

const MAX_REDIRECTS = 3;

/** See `Outbound`. Throws CONFIG_INVALID for what cannot be used at all. */
export function openOutbound(options: OutboundOptions): Outbound {
  const home = toHttp(options.url);
  const reach = { host: home.host, allowHttp: options.allowHttp, allowPrivate: options.allowPrivate };
  toTarget(home, reach);
  const trust = options.ca === undefined ? undefined : toTrust(options.ca);
  const rules: ConnectionRules = { ...options, reach, trust };
  const { count = (connect) => connect() } = options;
  const connectTo = (url: URL, signal: AbortSignal | undefined): Promise<Socket> =>
    count(() => openConnection(url, rules, signal));
  const origin = openOrigin(home, rules, (signal) => connectTo(home, signal));

  return {
    async request(request: OutboundRequest): Promise<OutboundResponse> {
      let url = request.url === undefined ? home : within(home, toHttp(request.url), 'is not the configured server');
      try {
        for (let left = MAX_REDIRECTS; ; left--) {
          const { statusCode: status, headers, body } = await origin.ask(url, request);
          const isRedirect = status >= 300 && status <= 399;
          const isEncoded = (headers['content-encoding'] ?? 'identity') !== 'identity';
          if (!isRedirect && !isEncoded) return { status, headers, body };
          body.destroy();
          if (!isRedirect) throw failed(url, 'answers with an encoded body');
          if (left === 0 || (status !== 307 && status !== 308)) {
            throw failed(url, 'answers with a redirect, which is not followed');
          }
          url = redirected(url, headers['location']);
        }
      } catch (error) {
        request.signal?.throwIfAborted();
        throw toOutboundError(url, error);
      }
    },
    async connect(text: string, signal?: AbortSignal): Promise<Duplex> {
      const url = within(home, toHttp(text), 'is not the configured server');
      if (origin.isProxied) {
        throw failed(url, 'cannot be reached by ws:// through a proxy', { hint: 'use wss://, or name it in NO_PROXY' });
      }
      try {
        return passOneHead(await connectTo(url, signal), url);
      } catch (error) {
        signal?.throwIfAborted();
        throw toOutboundError(url, error);
      }
    },
    close: () => origin.close(),
  };
}

/** A websocket begins as a request of HTTP. */
function toHttp(text: string): URL {
  const url = URL.parse(text.replace(/^ws(?=s?:)/i, 'http'));
  if (!url) throw new GuardError('CONFIG_INVALID', 'the address is not a URL');
  return url;
}

function within(home: URL, url: URL, why: string): URL {
  if (url.username || url.password) throw failed(url, 'is named with a user or a password');
  if (url.origin !== home.origin) throw failed(url, why);
  return url;
}

function redirected(from: URL, location: string | readonly string[] | undefined): URL {
  const to = typeof location === 'string' ? URL.parse(location, from.href) : null;
  if (!to) throw failed(from, 'answers with a redirect to nowhere');
  if (to.origin !== from.origin) throw failed(from, 'answers with a redirect to somewhere else');
  return within(from, to, '');
}
