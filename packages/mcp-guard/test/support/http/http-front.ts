import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { readEnvelope } from './envelope.ts';
import { findHeaderProblem } from './header-problem.ts';
import { PlayedSession, type OtherEnd } from './played-session.ts';

const OPENING = 'the front opens a stream';
/** JSON text of the id of an `initialize` that the front answers itself, so that a client opens its stream of events. */
export const OPENING_ID: string = JSON.stringify(OPENING);
/** A notification with this in it goes to the front only. */
export const OPENING_MARK = 'for the front only';

/** The sessions of a played server, each under a path of its own. */
export interface HttpFront {
  /** `http://127.0.0.1:PORT/mcp` */
  readonly url: string;
  /** Opens a session that nothing has reached yet. */
  play(otherEnd: OtherEnd): Played;
  /** What was wrong with requests that came; they were refused. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** A session and where the guard reaches it. */
export interface Played {
  readonly url: string;
  readonly session: PlayedSession;
}

interface Entry {
  readonly session: PlayedSession;
  /** `Mcp-Session-Id`, once a client was initialised. */
  id?: string;
}

/** A small server for Streamable HTTP, both eras, in front of sessions that the test plays. */
export async function openHttpFront(): Promise<HttpFront> {
  const entries = new Map<string, Entry>();
  const problems: string[] = [];
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    const entry = entries.get(request.url ?? '');
    void (entry ? serve(entry, request, response, problems) : response.writeHead(404).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url: `${origin}/mcp`,
    problems,
    play(otherEnd) {
      const session = new PlayedSession(otherEnd);
      const path = `/mcp/${entries.size + 1}`;
      entries.set(path, { session });
      return { url: `${origin}${path}`, session };
    },
    async close() {
      for (const { session } of entries.values()) session.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  entry: Entry,
  request: IncomingMessage,
  response: ServerResponse,
  problems: string[],
): Promise<void> {
  const { session } = entry;
  const body = await buffer(request).catch(() => undefined);
  if (!body) return;
  if (session.isGone) return void response.writeHead(404).end();
  const problem = findHeaderProblem(request, body, entry.id);
  if (problem !== undefined) {
    problems.push(problem);
    const error = { code: -32_020, message: problem };
    return void response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
  }
  if (request.method === 'GET') return session.listen(response);
  if (request.method === 'DELETE') {
    response.writeHead(200).end();
    return session.endInput();
  }
  const { method, asks } = readEnvelope(body);
  if (method === '"initialize"') entry.id ??= randomUUID();
  const head = method === '"initialize"' && entry.id !== undefined ? { 'mcp-session-id': entry.id } : undefined;
  if (asks[0] === OPENING_ID) return void response.writeHead(200, { ...head, ...JSON_HEAD }).end(OPENED);
  if (body.includes(OPENING_MARK)) return void response.writeHead(202).end();
  await session.take(body, response, head ?? {});
}

const JSON_HEAD = { 'content-type': 'application/json' };
const OPENED = JSON.stringify({
  jsonrpc: '2.0',
  id: OPENING,
  result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'played', version: '1' } },
});
