import { isObject, member, parseJson, type JsonValue } from '@mcp-guard/core';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * The smallest MCP server for Streamable HTTP with the tool `echo`. It answers in JSON, and holds the stream of events that
 * a client opens, without ever saying anything on it. Prints its address.
 */
const JSON_HEAD = { 'content-type': 'application/json' };

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') return listen(response);
  if (request.method !== 'POST') return void response.writeHead(200).end();
  const message = parseJson((await buffer(request)).toString());
  const id = member(message, 'id');
  const method = isObject(message) ? message['method'] : undefined;
  if (typeof id !== 'number' && typeof id !== 'string') return void response.writeHead(202).end();
  const result = method === 'initialize' ? HELLO : method === 'tools/call' ? echo(message) : {};
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result }));
  const session = method === 'initialize' ? { 'mcp-session-id': randomUUID() } : {};
  response.writeHead(200, { ...JSON_HEAD, 'content-length': body.length, ...session }).end(body);
}

const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'tiny', version: '0' },
};

/** What the `echo` of server-everything says. */
function echo(message: JsonValue): object {
  const text = member(member(member(message, 'params'), 'arguments'), 'message');
  return { content: [{ type: 'text', text: `Echo: ${typeof text === 'string' ? text : ''}` }] };
}

function listen(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}

const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`http://127.0.0.1:${address.port}/mcp\n`);
});
process.stdin.once('end', () => process.exit()).resume();
