import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { createEventLog } from './event-log.ts';

type Session = WebStandardStreamableHTTPServerTransport;

export interface LegacySessions {
  serve(request: Request): Promise<Response>;
  close(): Promise<void>;
}

const MAX_SESSIONS = 1000;

// Soon enough for a test that waits for it (SEP-1699).
const RETRY_MS = 100;

/**
 * Keeps a legacy-era session for every client that said `initialize`, under its `Mcp-Session-Id`.
 * `open` connects what serves the session; it is called once, before the `initialize` is delivered.
 */
export function createLegacySessions(open: (session: Session) => Promise<void>): LegacySessions {
  const sessions = new Map<string, Session>();

  function createSession(): Session {
    const session: Session = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: createEventLog(),
      retryInterval: RETRY_MS,
      async onsessioninitialized(id) {
        if (sessions.size >= MAX_SESSIONS) throw new Error('too many sessions');
        sessions.set(id, session);
        await open(session);
      },
      onsessionclosed: (id) => void sessions.delete(id),
    });
    return session;
  }

  return {
    async serve(request) {
      const id = request.headers.get('mcp-session-id');
      const session = id === null ? createSession() : sessions.get(id);
      return session ? session.handleRequest(request) : unknownSession();
    },
    async close() {
      await Promise.all([...sessions.values()].map((session) => session.close()));
    },
  };
}

const unknownSession = (): Response =>
  Response.json({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } }, { status: 404 });
