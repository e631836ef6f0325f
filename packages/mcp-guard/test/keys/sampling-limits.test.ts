import { describe, expect, it } from 'vitest';
import { heardByClient, toObject } from '../support/wire-session.ts';
import { createWire } from '../support/in-process-wire.ts';

// covers: servers.*.policy.sampling.rate_limit

const ask = (id: number): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'sampling/createMessage', params: { messages: [], maxTokens: 5 } });

describe('sampling.rate_limit', () => {
  it.each([
    ['as requests_per_hour', { requests_per_hour: 2 }, '.requests_per_hour'],
    ['as requests_per_minute', { requests_per_minute: 2 }, '.requests_per_minute'],
    ['as a number a minute', 2, ''],
  ])('%s is how often a server may ask', async (_, limit, key) => {
    await using wire = await createWire({ policy: { sampling: { enabled: true, rate_limit: limit } } });
    const session = await wire.connect();
    const asked = [1, 2, 3].map(ask);
    session.server.send(...asked);
    expect(await heardByClient(session)).toEqual(asked.slice(0, 2));
    const refusal = toObject(await session.server.next());
    expect(refusal).toMatchObject({ id: 3, error: { code: 10429, data: { code: 'RATE_LIMITED' } } });
    expect(JSON.stringify(refusal)).toContain(` servers.raw.policy.sampling.rate_limit${key}"`);
    await session.close();
  });

  it('counts what a response embeds, and refuses the response', async () => {
    await using wire = await createWire({
      policy: { sampling: { enabled: true, rate_limit: { requests_per_hour: 1 } } },
    });
    const session = await wire.connect();
    const call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a"}}';
    session.client.send(call);
    await session.server.next();
    const request = { method: 'sampling/createMessage', params: { messages: [], maxTokens: 5 } };
    const result = { resultType: 'input_required', inputRequests: { a: request, b: request } };
    session.server.send(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
    expect(toObject(await session.client.next())).toMatchObject({ id: 1, error: { code: 10429 } });
    await session.close();
  });
});
