import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { GuardError } from '@mcp-guard/core';
import { listenPrivately } from '../host/home.js';
import { toDecider } from '../identity/decider.js';
import { ownPeer } from '../identity/peer-credentials.js';
import type { Requester } from '../identity/requester.js';
import { answerRequest, toFailure } from './answer-request.js';
import type { ControlRoute } from './control-route.js';
import type { DaemonControl } from './daemon-control.js';
import { ROUTES } from './registry.js';

/** More than the commands of one user open at once. */
const MAX_CONNECTIONS = 128;
const MAX_BODY_BYTES = 65_536;

export interface ControlOptions {
  readonly socketPath: string;
  /** Hex of `daemon.key`; every request brings it as a bearer token. */
  readonly key: string;
  readonly daemon: DaemonControl;
  /** No request is answered before. */
  readonly admitted: Promise<void>;
}

export interface ControlServer {
  /** Resolves when no connection is left; those that are open are cut. */
  close(): Promise<void>;
}

/** The API that the CLI talks to, on a Unix socket of mode 0600. */
export async function startControlServer(options: ControlOptions): Promise<ControlServer> {
  const { socketPath, key, daemon, admitted } = options;
  const routes = ROUTES.flatMap((toRoutes) => toRoutes(daemon));
  const expected = Buffer.from(`Bearer ${key}`);
  const server = createServer(
    (request, response) =>
      void respond(response, async () => {
        authenticate(request, expected);
        await admitted;
        return answer(request, routes, daemon.bridges);
      }),
  );
  server.maxConnections = MAX_CONNECTIONS;
  await listenPrivately(server, socketPath);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(response: ServerResponse, answerOf: () => Promise<unknown>): Promise<void> {
  try {
    send(response, 200, await answerOf());
  } catch (thrown) {
    const { status, body } = toFailure(thrown);
    send(response, status, body);
  }
}

/** Throws UNAUTHENTICATED unless a process of our own user brings the key. */
function authenticate({ socket, headers }: IncomingMessage, expected: Buffer): void {
  ownPeer(socket);
  const given = Buffer.from(headers.authorization ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new GuardError('UNAUTHENTICATED', 'the key is not that of this daemon');
  }
}

async function answer(
  request: IncomingMessage,
  routes: readonly ControlRoute[],
  bridges: DaemonControl['bridges'],
): Promise<unknown> {
  const { url = '', socket } = request;
  const requester: Requester = { decider: (facts) => toDecider(ownPeer(socket), bridges(), facts) };
  const asked = { request, url, maxBytes: MAX_BODY_BYTES, requesterOf: () => requester };
  const answered = await answerRequest(routes, asked);
  if (answered !== undefined) return answered;
  throw new GuardError('MALFORMED_MESSAGE', 'the daemon does not know this request', {
    hint: { words: 'if mcp-guard was updated meanwhile:', command: 'mcp-guard restart' },
  });
}

/** One request per connection, so that none stays open without a question. */
function send(response: ServerResponse, status: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body));
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': text.length };
  response.writeHead(status, { ...headers, connection: 'close' }).end(text);
}
