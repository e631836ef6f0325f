import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { ERRORS, GuardError } from '@mcp-guard/core';
import Fastify, { type FastifyInstance } from 'fastify';
import { listenPrivately } from '../host/home.js';
import { ownPeer } from '../identity/peer-credentials.js';
import type { DaemonControl } from './daemon-control.js';
import { ROUTES } from './registry.js';

const MAX_BODY_BYTES = 65_536;

export interface ControlOptions {
  readonly socketPath: string;
  /** Hex of `daemon.key`; every request brings it as a bearer token. */
  readonly key: string;
  readonly daemon: DaemonControl;
}

/** The API that the CLI talks to, on a Unix socket of mode 0600. */
export async function startControlServer({ socketPath, key, daemon }: ControlOptions): Promise<FastifyInstance> {
  const server = createServer();
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    serverFactory: (handler) => server.on('request', handler),
  });
  const expected = Buffer.from(`Bearer ${key}`);
  app.addHook('onRequest', async (request) => {
    ownPeer(request.raw.socket);
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new GuardError('UNAUTHENTICATED', 'the key is not that of this daemon');
    }
  });
  app.setErrorHandler(async (thrown, _, reply) => {
    const error = GuardError.from(thrown);
    return reply.status(ERRORS[error.code].http).send({ code: error.code, message: error.message, hint: error.hint });
  });
  // Fastify closes only a server that it has made to listen.
  app.addHook('onClose', () => closeNow(server));
  for (const routes of ROUTES) await app.register(routes, { daemon });
  await app.ready();
  await listenPrivately(server, socketPath);
  return app;
}

const closeNow = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
