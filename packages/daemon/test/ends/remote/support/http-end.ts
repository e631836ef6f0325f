import { ByteBudget } from '@mcp-guard/core';
import { onTestFinished, vi } from 'vitest';
import { StreamableHttpEnd } from '../../../../src/ends/remote/http/streamable-http.js';
import { Turns } from '../../../../src/ends/turns.js';
import type { HttpLink } from '../../../../src/ends/remote/link/link.js';
import { nodeLink } from './node-link.js';
import { json, startHttpServer, type Answer, type TestServer } from './http-server.js';

export const MODERN = '2026-07-28';
export const LEGACY = '2025-11-25';

export interface TestEnd {
  readonly end: StreamableHttpEnd;
  readonly server: TestServer;
  /** What the session has heard, in order; a lost request as `ID lost: WHY`. */
  readonly heard: readonly string[];
  readonly notes: readonly string[];
  /** Sends a message of the legacy era, or any. */
  say(message: object): boolean;
  /** Sends a modern request. */
  ask(id: number | string, method: string, params?: object): boolean;
  /** Resolves once so many messages were heard; returns them. */
  hears(count: number): Promise<readonly string[]>;
  until(holds: () => boolean): Promise<void>;
  /** The handshake of the legacy era. */
  initialize(): Promise<void>;
}

export interface TestEndOptions {
  readonly timeout?: number;
  readonly maxBytes?: number;
}

/** An end of a session before a server of this test. */
export async function openHttpEnd(answer: Answer, options: TestEndOptions = {}): Promise<TestEnd> {
  const server = await startHttpServer(answer);
  return openHttpEndAt(server, nodeLink(server.url), options);
}

/** The same over a link of the test. */
export function openHttpEndAt(
  server: TestServer,
  link: HttpLink,
  { timeout = 60_000, maxBytes = 1 << 20 }: TestEndOptions = {},
): TestEnd {
  const heard: string[] = [];
  const notes: string[] = [];
  const end = new StreamableHttpEnd({
    name: 'shop',
    url: server.url,
    timeout,
    grace: 500,
    link,
    log: (text) => void notes.push(text.trimEnd()),
    random: () => 0.01,
    share: new Turns({ delivery: { expectCommit: () => undefined, commit: () => undefined } }).open(),
    lines: { budget: new ByteBudget(8 << 20), maxBytes },
  });
  onTestFinished(() => end.close());
  end.start({
    line: (line, release) => {
      heard.push(line.toString());
      release?.();
    },
    empty: () => undefined,
    tooLong: ({ id }, why) => void heard.push(`${id ?? 'nobody'} too long: ${why}`),
    lost: (id, { message }) => void heard.push(`${id} lost: ${message}`),
  });
  const until = (holds: () => boolean): Promise<void> =>
    vi.waitUntil(holds, { interval: 2, timeout: 120_000 }).then(() => undefined);
  const say = (message: object): boolean => end.send(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message })));
  return {
    end,
    server,
    heard,
    notes,
    say,
    until,
    ask: (id, method, params = {}) =>
      say({ id, method, params: { ...params, _meta: { 'io.modelcontextprotocol/protocolVersion': MODERN } } }),
    hears: (count) => until(() => heard.length >= count).then(() => heard),
    async initialize() {
      const before = heard.length;
      say({ id: 'init', method: 'initialize', params: { protocolVersion: LEGACY, capabilities: {} } });
      await until(() => heard.length > before);
      say({ method: 'notifications/initialized' });
    },
  };
}

/** A legacy server: a session, a stream of its own, and what `answer` says to the rest. */
export function legacy(
  answer: Answer,
  session = 's1',
  onStream: Answer = (_, response) => void response.writeHead(405).end(),
  gone = 404,
): Answer {
  return (request, response) => {
    if (request.method === 'GET') return onStream(request, response);
    if (request.method === 'DELETE') return void response.writeHead(200).end();
    if (request.rpc === 'initialize') {
      const result = { protocolVersion: LEGACY, capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } };
      return json(response, { jsonrpc: '2.0', id: request.id, result }, 200, { 'mcp-session-id': session });
    }
    if (request.headers['mcp-session-id'] !== session) {
      const error = { code: -32001, message: 'Session not found' };
      return json(response, { jsonrpc: '2.0', id: null, error }, gone);
    }
    if (request.id === undefined || request.rpc === undefined) return void response.writeHead(202).end();
    return answer(request, response);
  };
}
