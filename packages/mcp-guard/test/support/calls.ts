import { toObject } from './wire-session.ts';
import type { WireSession } from './wire.ts';

/** The line of any message. */
export const line = (message: object): string => JSON.stringify({ jsonrpc: '2.0', ...message });

/** The line of a call. @param more members of its params beside name and arguments */
export const callLine = (name: string, args: object, id: string | number, more: object = {}): string =>
  line({ id, method: 'tools/call', params: { name, arguments: args, ...more } });

export const resultLine = (id: string | number, result: object = {}): string =>
  line({ id, result: { content: [{ type: 'text', text: 'done' }], ...result } });

export const errorLine = (id: string | number, code: number): string =>
  line({ id, error: { code, message: 'the server says no' } });

export const cancelLine = (requestId: string | number): string =>
  line({ method: 'notifications/cancelled', params: { requestId } });

/** What the guard itself answers to a line. */
export async function ownAnswer({ client }: WireSession, text: string): Promise<Record<string, unknown>> {
  client.send(text);
  return toObject(await client.next());
}
