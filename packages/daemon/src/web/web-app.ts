import type { RequestListener, Server } from 'node:http';
import { GuardError } from '@mcp-guard/core';
import fastify, { type FastifyReply } from 'fastify';
import { toFailure } from '../control/answer-request.js';
import { checkRequest, type Audience } from './check-request.js';
import { HEADERS } from './headers.js';
import { WEB_ROUTES } from './routes/registry.js';
import { insistOnToken } from './signed-in.js';
import type { WebParts } from './web-parts.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The permitted senders. Default: pages of ours and programs that are no browsers. */
    readonly audience?: Audience;
    /** It is answered without a token. */
    readonly isOpen?: boolean;
  }
}

/**
 * Answers every request of a server. Checks where it comes from before anything else; what a route throws is answered
 * as an error of the table.
 */
export async function createWebApp(server: Server, parts: WebParts): Promise<RequestListener> {
  const handler = Promise.withResolvers<RequestListener>();
  const app = fastify({
    serverFactory(handle) {
      handler.resolve(handle);
      return server;
    },
    exposeHeadRoutes: false,
    frameworkErrors: (error, _, reply) => void answerError(reply, error),
  });
  // Before a body is read: who proves nothing costs nothing.
  app.addHook('onRequest', async ({ raw, headers, routeOptions: { config } }, reply) => {
    reply.headers(HEADERS);
    checkRequest(raw, parts.port(), config.audience ?? 'ours');
    if (!config.isOpen) insistOnToken(headers, parts);
  });
  app.setErrorHandler((error, _, reply) => answerError(reply, error));
  app.setNotFoundHandler((_, reply) =>
    reply.code(404).send({ code: 'MALFORMED_MESSAGE', message: 'there is no such page' }),
  );
  app.removeAllContentTypeParsers();
  // A route reads it, as every request to the daemon is read.
  app.addContentTypeParser('application/json', (_, body, done) => done(null, body));
  for (const register of WEB_ROUTES) register(app, parts);
  await app.ready();
  return handler.promise;
}

function answerError(reply: FastifyReply, thrown: unknown): FastifyReply {
  const { status, body } = toFailure(toGuardError(thrown));
  if (!reply.request.raw.complete) reply.header('connection', 'close'); // the rest of its body is not read
  // A sender that proves nothing learns nothing.
  return reply
    .code(status)
    .headers(HEADERS)
    .send(body.code === 'UNAUTHENTICATED' ? { code: body.code } : body);
}

/** A refusal of fastify itself has a status of its own. */
function toGuardError(thrown: unknown): unknown {
  const status = thrown instanceof Error && 'statusCode' in thrown ? thrown.statusCode : undefined;
  const isOfSender = typeof status === 'number' && status >= 400 && status < 500;
  return isOfSender ? new GuardError('MALFORMED_MESSAGE', 'this request cannot be read') : thrown;
}
