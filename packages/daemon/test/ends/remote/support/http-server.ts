import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** One request as a server has heard it. */
export interface HeardRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Of a JSON-RPC message. */
  readonly id: unknown;
  readonly rpc: string | undefined;
  /** Set once the client has gone. */
  isClosed: boolean;
}

export type Answer = (request: HeardRequest, response: ServerResponse) => void;

export interface TestServer {
  readonly url: string;
  readonly requests: readonly HeardRequest[];
  /** Another behaviour from now on. */
  answer: Answer;
  /** Cuts all connections, and accepts no more. */
  close(): Promise<void>;
  /** Listens again, at the same address. */
  reopen(): Promise<void>;
}

/** A server of this test on this machine. */
export async function startHttpServer(answer: Answer): Promise<TestServer> {
  const requests: HeardRequest[] = [];
  const test: TestServer & { url: string } = { url: '', requests, answer, close, reopen };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const message: { id?: unknown; method?: string } = body.startsWith('{') ? JSON.parse(body) : {};
      const { method = '', headers } = request;
      const heard = { method, headers, body, id: message.id, rpc: message.method, isClosed: false };
      response.once('close', () => (heard.isClosed = true));
      requests.push(heard);
      test.answer(heard, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  test.url = `http://127.0.0.1:${port}/mcp`;
  return test;

  async function close(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  async function reopen(): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }
}

export const json = (response: ServerResponse, value: unknown, status = 200, headers = {}): void => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
};

/** Begins an event stream. */
export const events = (response: ServerResponse, ...parts: string[]): ServerResponse => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for (const part of parts) response.write(part);
  return response;
};

export const event = (value: unknown, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;

export const resultOf = (id: unknown, result: object = {}): object => ({ jsonrpc: '2.0', id, result });
