import type { RequestListener, Server } from 'node:http';
import { ERRORS, GuardError, parseJson } from '@mcp-guard/core';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { checkRequest, type Audience } from './check-request.js';
import { HEADERS } from './headers.js';
import { WEB_ROUTES } from './routes/registry.js';
import { insistOnToken } from './signed-in.js';
import type { WebParts } from './web-parts.js';

const MAX_BODY_BYTES = 2 ** 20;
/** Longer than the name of any server, encoded. */
const MAX_NAME = 1024;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask for it. Default: pages of ours and programs that are no browsers. */
    readonly audience?: Audience;
    /** Whether it is answered without a token. */
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
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: MAX_NAME, caseSensitive: true },
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
  readJson(app);
  for (const register of WEB_ROUTES) register(app, parts);
  await app.ready();
  return handler.promise;
}

/** Strictly, as every message is read. */
function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
    try {
      done(null, parseJson(body.toString()));
    } catch {
      done(new GuardError('MALFORMED_MESSAGE', 'the body of the request is not JSON'));
    }
  });
}

function answerError(reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = toGuardError(thrown);
  const { code, message, hint } = error;
  const { http } = ERRORS[code];
  // A sender that proves nothing learns nothing.
  return reply
    .code(http)
    .headers(HEADERS)
    .send(code === 'UNAUTHENTICATED' ? { code } : { code, message, hint });
}

/** What fastify itself refuses has a status and a code of its own. */
function toGuardError(thrown: unknown): GuardError {
  if (thrown instanceof GuardError || !(thrown instanceof Error)) return GuardError.from(thrown);
  const status = 'statusCode' in thrown ? thrown.statusCode : undefined;
  if (status === ERRORS.MESSAGE_TOO_LARGE.http) {
    return new GuardError('MESSAGE_TOO_LARGE', 'the body of the request is too long');
  }
  const isOfSender = typeof status === 'number' && status >= 400 && status < 500;
  return isOfSender ? new GuardError('MALFORMED_MESSAGE', 'this request cannot be read') : GuardError.from(thrown);
}
