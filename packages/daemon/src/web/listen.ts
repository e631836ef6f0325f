import { once } from 'node:events';
import type { Server } from 'node:net';
import { GuardError } from '@mcp-guard/core';

/** Only programs of this machine reach it. */
export const ADDRESS = '127.0.0.1';
/** Ports that are tried after the one that is configured. */
const MAX_TRIES = 16;
const MAX_PORT = 65_535;

/**
 * Listens on this port of 127.0.0.1, or on the next one that is free; 0 means any. Returns the one that it is. Throws
 * INTERNAL if there is none.
 */
export async function listenLocally(server: Server, port: number): Promise<number> {
  const wished = Array.from({ length: MAX_TRIES }, (_, index) => port + index).filter((each) => each <= MAX_PORT);
  for (const each of port === 0 ? [0] : [...wished, 0]) {
    try {
      server.listen({ host: ADDRESS, port: each, exclusive: true });
      await once(server, 'listening');
      const address = server.address();
      if (address !== null && typeof address === 'object') return address.port;
    } catch (cause) {
      if (!isTaken(cause)) throw new GuardError('INTERNAL', `the page cannot listen on ${ADDRESS}`, { cause });
    }
  }
  throw new GuardError('INTERNAL', `no port of ${ADDRESS} is free`);
}

const TAKEN: ReadonlySet<unknown> = new Set(['EADDRINUSE', 'EACCES']);

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && TAKEN.has(error.code);
