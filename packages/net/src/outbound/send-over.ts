import { GuardError } from '@mcp-guard/core';
import type { Dispatcher } from 'undici';
import requestOf from 'undici/lib/api/api-request.js';
import { Exchange } from './open-pool.js';
import type { OutboundRequest } from './outbound.js';
import { refuseCrumbs } from './refuse-crumbs.js';

/** Answers before the answer (RFC 9110, 15.2): a server may send any number, and each takes time of all sessions. */
const MAX_INTERIM = 16;

/** Sends a request over the next free connection. When it is aborted, or its body is destroyed, so is the connection. */
export async function sendOver(
  pool: Dispatcher,
  path: string,
  { method, headers, body, signal, headersTimeout = 0 }: OutboundRequest,
): Promise<Dispatcher.ResponseData<unknown>> {
  const exchange = new Exchange();
  const abort = (): void => exchange.end();
  const end = (): void => {
    signal?.removeEventListener('abort', abort);
    exchange.end();
  };
  let interim = 0;
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const response = await requestOf.call(pool, {
      method,
      path,
      headers: { 'user-agent': 'mcp-guard', ...headers, 'accept-encoding': 'identity' },
      body: body ?? null,
      signal: signal ?? null,
      headersTimeout,
      bodyTimeout: 0,
      opaque: exchange,
      onInfo() {
        if (++interim > MAX_INTERIM)
          throw new GuardError('UPSTREAM_UNAVAILABLE', 'the server never comes to its answer');
      },
    });
    refuseCrumbs(response.body);
    // Who reads it gets its error, and if nothing does, it is of no interest.
    response.body.once('close', end).on('error', () => undefined);
    return response;
  } catch (error) {
    end();
    throw error;
  }
}
