import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readEnvelope } from './envelope.ts';

/** One request that came, in order. */
export interface HeardRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a server does with one call instead of answering it. `id` is the JSON text of the call's id. */
export type Script = (exchange: { request: IncomingMessage; response: ServerResponse; id: string }) => void;

export interface ScriptedOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Holds the stream of events that a client opens. Default: it has none. */
  readonly listens?: (request: IncomingMessage, response: ServerResponse) => void;
  /** A server that was there before had it. */
  readonly port?: number;
}

/** A server for Streamable HTTP that shakes hands, answers every call, and does to single calls what a test says. */
export interface ScriptedServer extends AsyncDisposable {
  readonly origin: string;
  readonly url: string;
  readonly port: number;
  readonly heard: readonly HeardRequest[];
  /** Of sessions that are open. */
  readonly sessions: Set<string>;
  /** The next calls are done this to. */
  next(...scripts: readonly Script[]): void;
  /** Drops all connections and listens no more. */
  close(): Promise<void>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
export const EVENTS_TYPE = { 'content-type': 'text/event-stream' };

/** JSON text of a result that names its call. */
export const answerTo = (id: string): string =>
  `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"works"}]}}`;

export const answerInJson = (response: ServerResponse, id: string): void =>
  void response.writeHead(200, JSON_TYPE).end(answerTo(id));

export async function startScripted({ tls, listens, port = 0 }: ScriptedOptions = {}): Promise<ScriptedServer> {
  const heard: HeardRequest[] = [];
  const sessions = new Set<string>();
  const scripts: Script[] = [];
  let opened = 0;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers } = request;
    const body = await buffer(request);
    heard.push({ method, headers, body: body.toString() });
    const session = headers['mcp-session-id'];
    if (session !== undefined && !sessions.has(String(session))) return void response.writeHead(404).end();
    if (method === 'GET') return listens ? listens(request, response) : void response.writeHead(405).end();
    if (method === 'DELETE') {
      sessions.delete(String(session));
      return void response.writeHead(200).end();
    }
    const { method: asked, asks } = readEnvelope(body);
    const [id] = asks;
    if (id === undefined) return void response.writeHead(202).end();
    if (asked === '"initialize"') {
      const name = `session-${++opened}-at-${String(port)}`;
      sessions.add(name);
      return void response.writeHead(200, { ...JSON_TYPE, 'mcp-session-id': name }).end(hello(id));
    }
    const script = asked === '"tools/call"' ? scripts.shift() : undefined;
    if (script) script({ request, response, id });
    else answerInJson(response, id);
  };
  const server = listen((request, response) => void serve(request, response).catch(() => response.destroy()), tls);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- of a TCP server
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${taken}`;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    origin,
    url: `${origin}/mcp`,
    port: taken,
    heard,
    sessions,
    next: (...more) => void scripts.push(...more),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const listen = (listener: RequestListener, tls: ScriptedOptions['tls']): Server =>
  tls ? createTlsServer(tls, listener) : createServer(listener);

const hello = (id: string): string =>
  `{"jsonrpc":"2.0","id":${id},"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"scripted","version":"1"}}}`;
