import { Agent, request } from 'node:http';
import { GuardError } from '@mcp-guard/core';
import { onTestFinished } from 'vitest';
import type { HttpLink } from '../../../../src/ends/remote/link/link.js';

/** A connection to a server without login, breaker or guard. */
export function nodeLink(home: string): HttpLink {
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  return {
    exchange: ({ method, url = home, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const { length } = body ?? '';
        const sent = { ...headers, ...(body && { 'content-length': String(length) }) };
        request(url, { method, headers: sent, agent, ...(signal && { signal }) })
          .once('response', (response) => {
            response.on('error', () => undefined);
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response });
          })
          .once('error', (error) => {
            const isOurs = error.name === 'AbortError';
            reject(isOurs ? error : new GuardError('UPSTREAM_UNAVAILABLE', 'the server cannot be reached'));
          })
          .end(body);
      }),
  };
}
