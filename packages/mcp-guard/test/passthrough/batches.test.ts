import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heardByClient, heardByServer, initialize, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const question = (id: number | string, method = 'ping', params = '{}') =>
  `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`;
const notice = '{"jsonrpc":"2.0","method":"notifications/progress","params":{"n":1.0}}';
const answer = (id: number | string) => `{"jsonrpc":"2.0","id":${id},"result":{"n":1.0}}`;
const denied = (id: number | string) => question(id, 'tools/call', '{"name":"denied"}');
const batch = (...elements: readonly string[]) => `[${elements.join(',')}]`;
const refused = (id: number | string | null) => ({ id, error: { data: { source: 'mcp-guard' } } });

const toList = (line: string): unknown => JSON.parse(line);
const policy = { permissions: { denied_tools: ['denied'] } };

describe('a batch, with revision 2025-03-26 agreed on,', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire({ policy });
    session = await wire.connect();
    await initialize(session, { revision: '2025-03-26' });
  });
  afterAll(() => wire.close());

  it('goes both ways as one batch, element by element with its own bytes', async () => {
    const { client, server } = session;
    client.send(batch(question(1), notice, question('"a"', 'x/y', '{"n":1e400, "m": [1.0]}')));
    expect(await server.next()).toBe(batch(question(1), notice, question('"a"', 'x/y', '{"n":1e400, "m": [1.0]}')));
    server.send(` ${batch(answer('"a"'), answer(1), notice)} `);
    expect(await client.next()).toBe(batch(answer('"a"'), answer(1), notice));
  });

  it('may get its responses one by one', async () => {
    const { client, server } = session;
    client.send(batch(question(1), question(2)));
    await server.next();
    server.send(answer(2), answer(1));
    expect(await client.take(2)).toEqual([answer(2), answer(1)]);
  });

  it('from the server may get its responses in a batch', async () => {
    const { client, server } = session;
    server.send(batch(question(1), question(2)));
    expect(await client.next()).toBe(batch(question(1), question(2)));
    client.send(batch(answer(2), answer(1)));
    expect(await server.next()).toBe(batch(answer(2), answer(1)));
  });

  it('loses what is refused, which becomes one error in the response', async () => {
    const { client, server } = session;
    client.send(batch(question(1), denied(2), question(3)));
    expect(await server.next()).toBe(batch(question(1), question(3)));
    server.send(batch(answer(1), answer(3)));
    expect(toList(await client.next())).toMatchObject([{ id: 1 }, refused(2), { id: 3 }]);
    expect(await heardByClient(session)).toEqual([]);
  });

  it('that gets its responses one by one brings the error with the first response', async () => {
    const { client, server } = session;
    client.send(batch(question(1), denied(2), question(3)));
    await server.next();
    server.send(answer(3), answer(1));
    expect(toList(await client.next())).toMatchObject([{ id: 3 }, refused(2)]);
    expect(await client.next()).toBe(answer(1));
  });

  it('without a passing element gets the errors as its response', async () => {
    const { client } = session;
    client.send(batch(denied(1), denied(2), '7', '{"jsonrpc":"2.0","id":3,"method":5}', '[1]'));
    expect(toList(await client.next())).toMatchObject([
      refused(1),
      refused(2),
      refused(null),
      refused(3),
      refused(null),
    ]);
    expect(await heardByServer(session)).toEqual([]);
  });

  it('of refused notifications gets no response', async () => {
    const { client } = session;
    client.send(batch('{"jsonrpc":"2.0","method":"tools/call","params":{"name":"denied"}}'));
    expect(await heardByServer(session)).toEqual([]);
    expect(await heardByClient(session)).toEqual([]);
  });

  it('brings its error also when the response it waits for is refused, or never comes because of a cancellation', async () => {
    const { client, server } = session;
    client.send(batch(question(1), denied(2)));
    await server.next();
    server.send('{"jsonrpc":"2.0","id":1,"result":7}');
    expect(toList(await client.next())).toMatchObject([refused(1), refused(2)]);
    client.send(batch(question(3), denied(4)));
    await server.next();
    client.send('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3}}');
    expect(toList(await client.next())).toMatchObject([refused(4)]);
    await server.next();
    server.send(answer(3));
    await client.next();
  });

  it('does not bring its error to the server, whose request has the same id', async () => {
    const { client, server } = session;
    client.send(batch(question(1), denied(2)));
    await server.next();
    server.send(question(1, 'roots/list'));
    await client.next();
    client.send(answer(1));
    expect(await server.next()).toBe(answer(1));
    server.send(answer(1));
    expect(toList(await client.next())).toMatchObject([{ id: 1 }, refused(2)]);
  });

  it('from the server loses what is refused, which the guard answers to the server', async () => {
    const { client, server } = session;
    server.send(batch(question(1, 'sampling/createMessage'), notice, question(2, 'roots/list')));
    expect(await client.next()).toBe(batch(notice, question(2, 'roots/list')));
    client.send(answer(2));
    expect(toList(await server.next())).toMatchObject([{ id: 2 }, refused(1)]);
  });

  it('does not deliver a response twice, or one to no request', async () => {
    const { client, server } = session;
    client.send(question(1));
    await server.next();
    server.send(batch(answer(1), answer(1), answer(9)));
    expect(await client.next()).toBe(batch(answer(1)));
    expect(await heardByClient(session)).toEqual([]);
  });

  it('whose server dies gets all its responses', async () => {
    await using own = await createWire({ policy, upstream: 'lines' }); // one that is reached over HTTP ends no session
    const dying = await own.connect();
    const { client, server } = dying;
    await initialize(dying, { revision: '2025-03-26' });
    client.send(batch(question(1), denied(2), question(3)));
    await server.next();
    server.end();
    expect((await client.rest()).flatMap(toList)).toMatchObject([refused(1), refused(2), refused(3)]);
  });
});

describe('a batch, with no revision with batches agreed on,', () => {
  let wire: Wire;
  beforeAll(async () => void (wire = await createWire()));
  afterAll(() => wire.close());

  it.each(['2024-11-05', '2025-06-18', '2025-11-25', 'none'])('is refused to a client (%s)', async (revision) => {
    const session = await wire.connect();
    if (revision !== 'none') await initialize(session, { revision });
    session.client.send(batch(question(1), notice, question('"b"')));
    expect((await session.client.take(3)).map(toObject)).toMatchObject([refused(1), refused(null), refused('b')]);
    expect(await heardByServer(session)).toEqual([]);
  });

  it('is dropped when it comes from a server, but every waiting request ends', async () => {
    const session = await wire.connect();
    const { client, server } = session;
    await initialize(session);
    client.send(question(1), question(2));
    await server.take(2);
    server.send(batch(answer(1), notice, question(7, 'roots/list'), answer(2)));
    expect((await heardByClient(session)).map(toObject)).toMatchObject([refused(1), refused(2)]);
    expect(toObject(await server.next())).toMatchObject(refused(7));
  });
});
