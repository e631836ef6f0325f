import type { IncomingMessage } from 'node:http';
import { isJSONRPCRequest, type JSONRPCRequest, PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import { findHeaderMismatch } from '../../conformance/adapter/mirrored-headers.ts';

/** Says what a strict server would refuse in the headers of a request, or nothing. */
export function findHeaderProblem(
  { method = '', headers }: IncomingMessage,
  body: Buffer,
  session: string | undefined,
): string | undefined {
  const accept = headers.accept ?? '';
  const isModern = isModernRequest(body);
  if (method !== 'DELETE' && !accept.includes('text/event-stream'))
    return `${method} does not accept events: ${accept}`;
  if (method === 'POST' && !accept.includes('application/json')) return `POST does not accept JSON: ${accept}`;
  if (method === 'POST' && headers['content-type'] !== 'application/json')
    return `a body of type ${headers['content-type']}`;
  if (headers['accept-encoding'] !== undefined && headers['accept-encoding'] !== 'identity')
    return 'it takes encoded bodies';
  if (isModern) return findModernProblem(headers, body);
  const sent = headers['mcp-session-id'];
  return session !== undefined && sent !== undefined && sent !== session ? 'the session is that of another' : undefined;
}

function findModernProblem(headers: IncomingMessage['headers'], body: Buffer): string | undefined {
  const request: unknown = JSON.parse(body.toString());
  if (!isJSONRPCRequest(request)) return undefined;
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) sent.set(name, String(value));
  if (sent.get('mcp-protocol-version') !== versionOf(request))
    return 'the header mcp-protocol-version does not repeat the body';
  if (sent.get('mcp-method') !== request.method) return 'the header mcp-method does not repeat the body';
  return findHeaderMismatch(request, sent, []);
}

function isModernRequest(body: Buffer): boolean {
  try {
    const request: unknown = JSON.parse(body.toString());
    return isJSONRPCRequest(request) && typeof versionOf(request) === 'string';
  } catch {
    return false;
  }
}

function versionOf({ params = {} }: JSONRPCRequest): unknown {
  const { _meta } = params;
  return _meta?.[PROTOCOL_VERSION_META_KEY];
}
