import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from '@modelcontextprotocol/server';

const PATH = '/mcp';

/** An MCP endpoint; `close` drops whatever is still open. */
export interface Endpoint {
  readonly url: string;
  close(): void;
}

/**
 * Serves `handle` on 127.0.0.1 only, to requests that name this machine as host and origin; port 0 takes any free one.
 * `request.signal` aborts when the client goes away before it has its answer.
 */
export async function openEndpoint(port: number, handle: (request: Request) => Promise<Response>): Promise<Endpoint> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      outgoing.destroy();
    });
  });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    const request = toRequest(incoming, gone.signal);
    const found = new URL(request.url).pathname === PATH;
    await sendResponse(found ? await (refuseStranger(request) ?? handle(request)) : notFound(), outgoing);
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');

  return {
    url: `http://127.0.0.1:${address.port}${PATH}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A web page that resolves its own name to 127.0.0.1 must not reach the server (DNS rebinding). */
const refuseStranger = (request: Request): Response | undefined =>
  hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
  originValidationResponse(request, localhostAllowedOrigins());

const notFound = (): Response => new Response(null, { status: 404 });

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const { method = 'GET', url = '/' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(url, 'http://127.0.0.1'), {
    method,
    headers,
    signal,
    ...(hasBody && { body: Readable.toWeb(incoming), duplex: 'half' }),
  });
}

async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders(); // an event stream may have nothing to say for a long time
  await pipeline(Readable.fromWeb(response.body), outgoing).catch(() => {}); // the client left: nothing to tell it
}
