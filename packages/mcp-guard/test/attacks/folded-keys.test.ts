import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const call = (params: string) => `"method":"tools/call","params":{${params}}`;

/** Messages that some other reader takes for a call of `denied`; `id` stands before each. */
const DISGUISED: readonly (readonly [what: string, members: string])[] = [
  ['a key in capitals beside the known one', call('"name":"ok","Name":"denied"')],
  ['a key in capitals alone', call('"NAME":"denied"')],
  ['a key with a NUL', call('"name":"ok","name\\u0000":"denied"')],
  ['a key with white space', call('"name":"ok"," name":"denied"')],
  ['a key with a zero-width character', call('"name":"ok","na\u200bme":"denied"')],
  ['a key with an escaped zero-width character', call('"name":"ok","na\\u200bme":"denied"')],
  ['a key in full width', call('"name":"ok","ｎame":"denied"')],
  ['a key with a combining dot, composed', call('"name":"ok","\u{1d5c7}ame":"denied"')],
  ['a key with the long s', '"method":"tools/call","params":{"name":"ok"},"paramſ":{"name":"denied"}'],
  ['two methods', '"method":"ping","Method":"tools/call","params":{"name":"denied"}'],
  ['an id in capitals', `"ID":666,${call('"name":"ok"')}`],
  ['two unknown keys of one fold', call('"name":"ok","trace":1,"Trace":2')],
  ['arguments twice', call('"name":"ok","arguments":{},"Arguments":{}')],
  ['meta in capitals', call('"name":"ok","_META":{"progressToken":1}')],
  ['a progress token in capitals', call('"name":"ok","_meta":{"progressToken":1,"ProgressToken":2}')],
  ['a revision in capitals', call('"name":"ok","_meta":{"IO.modelcontextprotocol/protocolVersion":"2026-07-28"}')],
  ['a state in capitals', call('"name":"ok","requestSTATE":"x"')],
  [
    'a reference with two names',
    '"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"ok","Name":"denied"}}',
  ],
  [
    'a reference with two types',
    '"method":"completion/complete","params":{"ref":{"type":"ref/prompt","Type":"ref/resource","name":"ok"}}',
  ],
  [
    'a subscription in capitals',
    '"method":"subscriptions/listen","params":{"notifications":{"ResourceSubscriptions":["file:///denied"]}}',
  ],
  ['a question that is an answer', `${call('"name":"ok"')},"result":{}`],
  ['a question that is an error', `${call('"name":"ok"')},"error":{"code":1,"message":"x"}`],
];

describe('a key that another reader folds to a known one', () => {
  let wire: Wire;
  let session: WireSession;
  let count = 1;
  beforeAll(async () => {
    wire = await createWire({ policy: { permissions: { denied_tools: ['denied'] } } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each(DISGUISED)('does not reach the server: %s', async (_, members) => {
    const id = count++;
    session.client.send(`{"jsonrpc":"2.0","id":${id},${members}}`);
    expect(toObject(await session.client.next())).toMatchObject({ id, error: { data: { code: 'MALFORMED_MESSAGE' } } });
    session.client.send(`{"jsonrpc":"2.0",${members}}`);
    expect(toObject(await session.client.next())).toMatchObject({ id: null, error: { code: -32600 } });
    expect(await heardByServer(session)).toEqual([]);
  });

  it.each(DISGUISED)('does not reach the client either: %s', async (_, members) => {
    const id = count++;
    session.server.send(`{"jsonrpc":"2.0","id":${id},${members}}`);
    expect(toObject(await session.server.next())).toMatchObject({ id, error: { data: { code: 'MALFORMED_MESSAGE' } } });
    expect(await heardByClient(session)).toEqual([]);
  });

  it.each([
    ['both a result and one in capitals', '"result":{},"Result":{}'],
    ['both a result and an error in capitals', '"result":{},"ERROR":{"code":1,"message":"x"}'],
    ['only a result in capitals', '"RESULT":{}'],
  ])('does not answer: %s', async (_, members) => {
    const id = count++;
    session.client.send(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
    await session.server.next();
    session.server.send(`{"jsonrpc":"2.0","id":${id},${members}}`);
    expect(toObject(await session.client.next())).toMatchObject({ id, error: { data: { code: 'MALFORMED_MESSAGE' } } });
  });

  it('does not name a tool in a list', async () => {
    session.client.send('{"jsonrpc":"2.0","id":"list","method":"tools/list"}');
    await session.server.next();
    const items = [
      '"name":"ok"',
      '"name":"ok","Name":"denied"',
      '"name":"ok","name\\u0000":"denied"',
      '"NAME":"denied"',
    ];
    session.server.send(
      `{"jsonrpc":"2.0","id":"list","result":{"tools":[${items.map((item) => `{${item}}`).join(',')}]}}`,
    );
    expect(await session.client.next()).toBe('{"jsonrpc":"2.0","id":"list","result":{"tools":[{"name":"ok"}]}}');
  });

  it('makes no list', async () => {
    session.client.send('{"jsonrpc":"2.0","id":"lists","method":"tools/list"}');
    await session.server.next();
    session.server.send('{"jsonrpc":"2.0","id":"lists","result":{"tools":[],"Tools":[{"name":"denied"}]}}');
    expect(toObject(await session.client.next())).toMatchObject({ error: { data: { code: 'POLICY_DENIED' } } });
  });

  it('is data if it decides nothing', async () => {
    const line =
      '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"ok","arguments":{"Name":1,"name":2,"params":3}}}';
    session.client.send(line);
    expect(await heardByServer(session)).toEqual([line]);
  });
});
