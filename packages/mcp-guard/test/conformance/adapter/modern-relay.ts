import {
  classifyInboundRequest,
  isJSONRPCResponse,
  isJSONRPCResultResponse,
  isSpecType,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import { findHeaderMismatch, mirroredArguments, type MirroredArgument } from './mirrored-headers.ts';
import { createExchange, type ModernExchange } from './modern-exchange.ts';
import { OpenRequests } from './open-requests.ts';
import { serverEnded } from './server-ended.ts';
import { startChild, type StdioChild } from './stdio-child.ts';

export interface ModernRelay {
  serve(request: Request): Promise<Response>;
  close(): Promise<void>;
}

const HEADER_MISMATCH = -32020;
const INVALID_REQUEST = -32600;
const PARSE_ERROR = -32700;

/**
 * Serves all modern POSTs with one child process: the era has no sessions, and what one request subscribes to,
 * another one must be able to change. The HTTP layer's own refusals are made here; all others are the child's.
 */
export function createModernRelay(command: readonly string[]): ModernRelay {
  const open = new OpenRequests();
  const exchanges = new Map<RequestId, ModernExchange>();
  const tools = new Map<string, MirroredArgument[]>();
  let child: StdioChild | undefined;

  const connect = (): StdioChild => startChild({ command, onMessage: deliver, onExit: abandon });

  function deliver(message: JSONRPCMessage): void {
    if (isJSONRPCResponse(message)) {
      if (message.id === undefined) return;
      if (isJSONRPCResultResponse(message)) rememberTools(message.result);
      exchanges.get(message.id)?.send(message);
      end(message.id);
      return;
    }
    const id = open.relatedTo(message);
    if (id !== undefined) exchanges.get(id)?.send(message);
  }

  function end(id: RequestId): void {
    exchanges.delete(id);
    open.delete(id);
  }

  function abandon(): void {
    child = undefined;
    for (const id of open.ids()) deliver(serverEnded(id));
  }

  function rememberTools(result: unknown): void {
    if (!isSpecType.ListToolsResult(result)) return;
    for (const { name, inputSchema } of result.tools) tools.set(name, mirroredArguments(inputSchema));
  }

  function ask(message: JSONRPCRequest, signal: AbortSignal): Promise<Response> {
    const { id } = message;
    const exchange = createExchange();
    exchanges.set(id, exchange);
    open.add(message);
    signal.addEventListener('abort', () => {
      if (!open.has(id)) return;
      end(id);
      child?.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
    });
    child ??= connect();
    child.send(message);
    return exchange.response;
  }

  return {
    async serve(request) {
      const body = await readJson(request);
      if (body === undefined) return refuse(null, PARSE_ERROR, 'the body is not JSON');

      const route = classifyInboundRequest({ httpMethod: request.method, body, ...standardHeaders(request.headers) });
      if (route.kind === 'legacy') return refuse(null, INVALID_REQUEST, 'not a request of the modern era');
      if (route.kind === 'reject') return refuse(idOf(body), route.code, route.message, route.httpStatus);
      if (route.messageKind === 'notification') {
        child?.send(route.message);
        return new Response(null, { status: 202 });
      }

      const { message } = route;
      const { name } = message.params ?? {};
      const mirrored = (message.method === 'tools/call' && typeof name === 'string' && tools.get(name)) || [];
      const mismatch = findHeaderMismatch(message, request.headers, mirrored);
      if (mismatch !== undefined) return refuse(message.id, HEADER_MISMATCH, mismatch);
      if (open.has(message.id)) return refuse(message.id, INVALID_REQUEST, 'a request with this id is still open');
      return ask(message, request.signal);
    },

    async close() {
      await child?.close();
    },
  };
}

async function readJson(request: Request): Promise<unknown> {
  try {
    const body: unknown = await request.json();
    return body;
  } catch {
    return undefined;
  }
}

function standardHeaders(headers: Headers): { protocolVersionHeader?: string; mcpMethodHeader?: string } {
  const version = headers.get('mcp-protocol-version');
  const method = headers.get('mcp-method');
  return {
    ...(version !== null && { protocolVersionHeader: version }),
    ...(method !== null && { mcpMethodHeader: method }),
  };
}

const idOf = (body: unknown): RequestId | null => (isSpecType.JSONRPCRequest(body) ? body.id : null);

const refuse = (id: RequestId | null, code: number, message: string, status = 400): Response =>
  Response.json({ jsonrpc: '2.0', id, error: { code, message } }, { status });
