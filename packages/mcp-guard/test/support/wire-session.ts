import type { WireSession } from './wire.ts';

/** One line as an object; throws when it is none. */
export function toObject(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`not an object: ${line}`);
  return { ...value };
}

/** The handshake of the legacy era, as far as the guard reads it. */
export async function initialize(
  { client, server }: WireSession,
  { revision = '2025-11-25', capabilities = {} }: { revision?: string; capabilities?: object } = {},
): Promise<void> {
  const params = { protocolVersion: revision, capabilities: {}, clientInfo: { name: 'c', version: '1' } };
  client.send(JSON.stringify({ jsonrpc: '2.0', id: 'initialize', method: 'initialize', params }));
  await server.next();
  const result = { protocolVersion: revision, capabilities, serverInfo: { name: 's', version: '1' } };
  server.send(JSON.stringify({ jsonrpc: '2.0', id: 'initialize', result }));
  await client.next();
}

/** What the server hears of a client's line, with the answer that it gives behind it. */
export async function ask({ client, server }: WireSession, question: string, answer: string): Promise<string> {
  client.send(question);
  await server.next();
  server.send(answer);
  return client.next();
}

/** Sends a line to the server behind all others; what it heard before it. */
export async function heardByServer({ client, server }: Pick<WireSession, 'client' | 'server'>): Promise<string[]> {
  client.send(MARK);
  return untilMark(server);
}

/** Sends a line to the client behind all others; what it heard before it. */
export async function heardByClient({ client, server }: WireSession): Promise<string[]> {
  server.send(MARK);
  return untilMark(client);
}

const MARK = '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"the end","progress":1}}';

async function untilMark(end: WireSession['client']): Promise<string[]> {
  const lines: string[] = [];
  for (let line = await end.next(); line !== MARK; line = await end.next()) lines.push(line);
  return lines;
}
