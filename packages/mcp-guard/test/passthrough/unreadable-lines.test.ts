import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../support/record.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// covers: daemon.max_depth

const MAX_BYTES = 20_000;
const MAX_DEPTH = 10;

/** Lines that can be read in more than one way or not at all, but tell an id; `$` stands for it. */
const UNREADABLE: readonly (readonly [what: string, members: string | Buffer, code: number])[] = [
  ['two equal keys', '"params":{"name":"a","name":"b"}', -32600],
  ['two equal keys, one escaped', '"params":{"name":"a","n\\u0061me":"b"}', -32600],
  ['two equal keys deep inside', '"params":{"a":[{"b":{"c":1,"c":1}}]}', -32600],
  ['two methods', '"method":"tools/list"', -32600],
  ['keys that fold to known ones', '"Params":{"name":"b"}', -32600],
  ['invalid UTF-8', Buffer.from('"params":{"name":"\xff\xfe"}', 'latin1'), -32700],
  ['an overlong encoding', Buffer.from('"params":{"name":"\xc0\xaf"}', 'latin1'), -32700],
  ['an encoded surrogate', Buffer.from('"params":{"name":"\xed\xa0\x80"}', 'latin1'), -32700],
  ['more depth than is allowed', `"params":${'{"a":'.repeat(MAX_DEPTH)}1${'}'.repeat(MAX_DEPTH)}`, -32600],
  ['more bytes than are allowed', `"params":{"text":"${'x'.repeat(MAX_BYTES)}"}`, 10413],
  ['a raw control in a string', '"params":{"name":"a\tb"}', -32700],
  ['a comma too many', '"params":{},', -32700],
  ['NaN', '"params":{"n":NaN}', -32700],
  ['a number with a leading zero', '"params":{"n":01}', -32700],
  ['a comment', '"params":{} /* x */', -32700],
  ['single quotes', '"params":{\'a\':1}', -32700],
  ['params that are no object', '"params":[1]', -32600],
];

const line = (head: string, members: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`{"jsonrpc":"2.0",${head},`), Buffer.from(members), Buffer.from('}')]);

describe('an ambiguous line', () => {
  let wire: Wire;
  let session: WireSession;
  let count = 1;
  beforeAll(async () => {
    wire = await createWire({
      config: { daemon: { max_message_bytes: MAX_BYTES, max_depth: MAX_DEPTH, shutdown_timeout: 1 } },
    });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each(UNREADABLE)('is refused to the client under its id: %s', async (_, members, code) => {
    const id = count++;
    session.client.send(line(`"id":${id},"method":"tools/call"`, members));
    expect(toObject(await session.client.next())).toMatchObject({ id, error: { code, data: { source: 'mcp-guard' } } });
    expect(await heardByServer(session)).toEqual([]);
  });

  it.each(UNREADABLE)('is refused to the server if it is a request: %s', async (_, members, code) => {
    const id = count++;
    session.server.send(line(`"id":${id},"method":"roots/list"`, members));
    expect(toObject(await session.server.next())).toMatchObject({ id, error: { code, data: { source: 'mcp-guard' } } });
    expect(await heardByClient(session)).toEqual([]);
  });

  const BROKEN_ANSWERS: readonly (readonly [string, string | Buffer])[] = [
    ...UNREADABLE.flatMap(([what, members]) =>
      what === 'two methods' || what.startsWith('params') ? [] : [[what, members] as const],
    ).map(([what, members]) => [what, Buffer.concat([Buffer.from('"result":{},'), Buffer.from(members)])] as const),
    ['neither result nor error', '"answer":{}'],
    ['both result and error', '"result":{},"error":{"code":1,"message":"x"}'],
    ['a result that is null', '"result":null'],
    ['a result that is text', '"result":"done"'],
    ['an error that is text', '"error":"no"'],
    ['an error without a code', '"error":{"message":"no"}'],
    ['an error without a message', '"error":{"code":1}'],
    ['a code that is text', '"error":{"code":"1","message":"no"}'],
  ];

  it.each(BROKEN_ANSWERS)('ends the waiting of a client if it is a response: %s', async (_, members) => {
    const id = count++;
    session.client.send(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
    await session.server.next();
    session.server.send(line(`"id":${id}`, members));
    expect(toObject(await session.client.next())).toMatchObject({ id, error: { data: { source: 'mcp-guard' } } });
    expect(await heardByServer(session)).toEqual([]);
  });

  it.each(BROKEN_ANSWERS)('ends the waiting of a server if it is a client’s response: %s', async (_, members) => {
    const id = count++;
    session.server.send(`{"jsonrpc":"2.0","id":${id},"method":"roots/list"}`);
    await session.client.next();
    session.client.send(line(`"id":${id}`, members));
    expect(toObject(await session.server.next())).toMatchObject({ id, error: { data: { source: 'mcp-guard' } } });
  });

  it('with another version of JSON-RPC ends the waiting of a client too', async () => {
    session.client.send('{"jsonrpc":"2.0","id":"v","method":"ping"}');
    await session.server.next();
    session.server.send('{"id":"v","result":{}}');
    expect(toObject(await session.client.next())).toMatchObject({ id: 'v', error: { code: -32600 } });
  });

  it('behind a byte order mark is refused under its id', async () => {
    session.client.send('\ufeff{"jsonrpc":"2.0","id":"bom","method":"ping"}');
    expect(toObject(await session.client.next())).toMatchObject({ id: 'bom', error: { code: -32700 } });
  });

  const NO_MESSAGES: readonly (readonly [line: string, code: number])[] = [
    ['hello', -32700],
    ['{"jsonrpc":"2.0"', -32700],
    ['\ufeff', -32700],
    ['\u0000', -32700],
    ['{}{}', -32700],
    ['null', -32600],
    ['42', -32600],
    ['"x"', -32600],
    ['true', -32600],
    ['[]', -32600],
    ['{}', -32600],
  ];

  it.each(NO_MESSAGES)('without an id is answered to a client without one (%j)', async (text, code) => {
    session.client.send(text);
    expect(toObject(await session.client.next())).toMatchObject({ id: null, error: { code } });
    expect(await heardByServer(session)).toEqual([]);
  });

  it.each(NO_MESSAGES)('without an id is dropped when it comes from a server (%j)', async (text) => {
    session.server.send(text);
    expect(await heardByClient(session)).toEqual([]);
    expect(await heardByServer(session)).toEqual([]);
  });

  it('is in the record, with its known parts', async () => {
    session.client.send('{"jsonrpc":"2.0","id":"twice","method":"a","method":"b"}');
    await session.client.next();
    session.server.send('Server listening on stdio');
    await heardByClient(session);
    const rows = (await readRecord(wire.guard)).filter(({ shape }) => shape === 'malformed');
    const blocked = { kind: 'message', outcome: 'refused', code: 'MALFORMED_MESSAGE', bytesOut: 0 };
    expect(rows.filter(({ rpcId }) => rpcId === '"twice"')).toMatchObject([{ ...blocked, direction: 'toServer' }]);
    expect(rows.filter(({ bytesIn }) => bytesIn === 25)).toMatchObject([{ ...blocked, direction: 'toClient' }]);
    expect(rows.filter(({ code }) => code === 'MESSAGE_TOO_LARGE').length).toBeGreaterThan(0);
  });
});
