import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../support/record.ts';
import { ask, toObject } from '../support/wire-session.ts';
import { createWire, type Wire } from '../support/wire.ts';

const ping = (id: string) => `{"jsonrpc":"2.0","id":${id},"method":"ping"}`;

describe('when a server dies', () => {
  let wire: Wire;
  beforeAll(async () => void (wire = await createWire()));
  afterAll(() => wire.close());

  it('every open request gets an error under its id, and an answered one gets no second response', async () => {
    const { client, server, exit } = await wire.connect();
    client.send(ping('1'), ping('"two"'), ping('3'), ping('9007199254740993'));
    await server.take(4);
    server.send('{"jsonrpc":"2.0","id":3,"result":{"last":"words"}}');
    server.end();
    const heard = await client.rest();
    expect(heard[0]).toBe('{"jsonrpc":"2.0","id":3,"result":{"last":"words"}}');
    expect(heard.slice(1).map(toObject)).toMatchObject(
      [1, 'two', 9007199254740992].map((id) => ({
        id,
        error: { code: 10502, data: { source: 'mcp-guard', code: 'UPSTREAM_UNAVAILABLE' } },
      })),
    );
    expect(heard[3]).toContain('"id":9007199254740993,');
    const { code, stderr } = await exit;
    expect(code).toBe(69);
    expect(stderr.split('\n').slice(1)).toEqual(['mcp-guard: the server raw ended with exit code 3', '']);
  });

  it('a cancelled request gets none', async () => {
    const { client, server } = await wire.connect();
    client.send(ping('1'), '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}', ping('2'));
    await server.take(3);
    server.end();
    expect((await client.rest()).map(toObject)).toMatchObject([{ id: 2 }]);
  });

  it('the errors are in the record', async () => {
    const { client, server, exit } = await wire.connect();
    client.send(ping('"recorded"'));
    await server.next();
    server.end();
    const [error] = (await client.rest()).map(toObject);
    await exit;
    const rows = (await readRecord(wire.guard)).filter(({ rpcId }) => rpcId === '"recorded"');
    expect(rows).toMatchObject([
      { direction: 'toServer', outcome: 'allowed' },
      { direction: 'toClient', outcome: 'error', code: 'UPSTREAM_UNAVAILABLE', method: 'ping' },
    ]);
    expect(error).toMatchObject({ error: { data: { audit_id: String(rows[1]?.seq) } } });
  });

  it('the next connection has a new one', async () => {
    const first = await wire.connect();
    first.server.end();
    await first.exit;
    const second = await wire.connect();
    expect(await ask(second, ping('1'), '{"jsonrpc":"2.0","id":1,"result":{}}')).toContain('"result"');
  });
});
