import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRecord } from '../support/record.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const ping = (id: string) => `{"jsonrpc":"2.0","id":${id},"method":"ping"}`;
const done = (id: string) => `{"jsonrpc":"2.0","id":${id},"result":{}}`;

describe('the guard never delivers', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => void (wire = await createWire()));
  beforeEach(async () => void (session = await wire.connect()));
  afterAll(() => wire.close());

  it.each([
    ['was never sent', '5'],
    ['has the text of this number as its id', '"1"'],
    ['has this number in another spelling as its id', '1.0'],
  ])('a response whose request %s', async (_, id) => {
    session.client.send(ping('1'));
    await session.server.next();
    session.server.send(done(id));
    expect(await heardByClient(session)).toEqual([]);
  });

  it('a response of a client without a request', async () => {
    session.client.send(done('1'), done('"x"'), '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}');
    expect(await heardByServer(session)).toEqual([]);
  });

  it('a second response', async () => {
    session.client.send(ping('1'));
    await session.server.next();
    session.server.send(done('1'));
    expect(await session.client.next()).toBe(done('1'));
    session.server.send('{"jsonrpc":"2.0","id":1,"result":{"second":true}}');
    expect(await heardByClient(session)).toEqual([]);
  });

  it('a request whose id is already open', async () => {
    session.client.send(ping('1'), '{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
    expect(await heardByServer(session)).toEqual([ping('1')]);
    expect(toObject(await session.client.next())).toMatchObject({ id: 1, error: { code: -32600 } });
    session.server.send(ping('1'), ping('1'));
    expect(await heardByClient(session)).toEqual([ping('1')]);
    expect(toObject(await session.server.next())).toMatchObject({ id: 1, error: { code: -32600 } });
  });

  it('what it refuses, and records it', async () => {
    session.server.send(done('77'));
    await heardByClient(session);
    const rows = await readRecord(wire.guard);
    expect(rows.filter(({ rpcId }) => rpcId === '77')).toMatchObject([
      { direction: 'toClient', shape: 'result', outcome: 'refused', code: 'MALFORMED_MESSAGE', bytesOut: 0 },
    ]);
  });
});
