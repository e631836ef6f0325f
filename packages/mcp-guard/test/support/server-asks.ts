import { ask, heardByClient, toObject } from './wire-session.ts';
import type { WireSession } from './wire.ts';

/** What comes of a question: what the client was asked, or how it was refused (`undefined`: the client was not asked). */
export interface Outcome {
  /** The params that the client was shown. */
  readonly shown: unknown;
  /** What the server (legacy) or the client (modern) was told instead. */
  readonly refusal: unknown;
}

let count = 0;

/** Asks the client as servers do in each era: by a request, or by an answer to a call. */
export const ASKS = {
  'by a request (legacy)': async (session: WireSession, method: string, params: object): Promise<Outcome> => {
    const { client, server } = session;
    const id = `q${count++}`;
    server.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    const [heard] = await heardByClient(session);
    if (heard === undefined) return { shown: undefined, refusal: toObject(await server.next()) };
    client.send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -1, message: 'no' } }));
    await server.next();
    return { shown: toObject(heard)['params'], refusal: undefined };
  },
  'in an answer (modern)': async (session: WireSession, method: string, params: object): Promise<Outcome> => {
    const id = count++;
    const result = { resultType: 'input_required', inputRequests: { q: { method, params } }, requestState: 'x' };
    const question = `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"x"}}`;
    const message = toObject(await ask(session, question, JSON.stringify({ jsonrpc: '2.0', id, result })));
    if (message['error'] !== undefined) return { shown: undefined, refusal: message };
    return { shown: paramsIn(message), refusal: undefined };
  },
} as const;

export const ERAS = ['by a request (legacy)', 'in an answer (modern)'] as const;

function paramsIn(message: unknown): unknown {
  const [, params] =
    /"inputRequests":\{"q":\{"method":"[^"]*","params":(.*)\}\},"requestState"/u.exec(JSON.stringify(message)) ?? [];
  return params === undefined ? undefined : (JSON.parse(params) as unknown);
}
