import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const question = (id: string, method: string) => `{"jsonrpc":"2.0","id":${id},"method":"${method}"}`;
const cancel = (id: string) => `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${id}}}`;
const list = (id: string, ...names: readonly string[]) =>
  `{"jsonrpc":"2.0","id":${id},"result":{"tools":[${names.map((name) => `{"name":"${name}"}`).join(',')}]}}`;

describe('the response to `tools/list` is filtered', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => void (wire = await createWire({ policy: { permissions: { denied_tools: ['secret'] } } })));
  beforeEach(async () => void (session = await wire.connect()));
  afterAll(() => wire.close());

  /** Ids that some reader takes for one. */
  const PAIRS = [
    ['1', '1'],
    ['9007199254740993', '9007199254740992'],
    ['9007199254740992', '9007199254740993'],
    ['"\\ud800"', '"\ufffd"'],
    ['"a\\u0000b"', '"a"'],
  ] as const;

  it.each(PAIRS)('when `ping` is sent with the id of the open list (%s, %s)', async (first, second) => {
    const { client, server } = session;
    client.send(question(first, 'tools/list'), question(second, 'ping'));
    expect(await heardByServer(session)).toEqual([question(first, 'tools/list')]);
    expect(toObject(await client.next())).toMatchObject(refused(JSON.parse(second), 'MALFORMED_MESSAGE'));
    // Under the other spelling nobody was asked; under the same one only the first answer counts.
    const forged = first === second ? [] : [list(second, 'secret')];
    server.send(...forged, list(first, 'ok', 'secret'), list(first, 'secret'));
    expect(await heardByClient(session)).toEqual([list(first, 'ok')]);
  });

  it.each(PAIRS)('when the list was cancelled and `ping` takes its id (%s, %s)', async (first, second) => {
    const { client, server } = session;
    client.send(question(first, 'tools/list'), cancel(first), question(second, 'ping'));
    expect(await heardByServer(session)).toEqual([question(first, 'tools/list'), cancel(first)]);
    expect(toObject(await client.next())).toMatchObject(refused(JSON.parse(second), 'MALFORMED_MESSAGE'));
    server.send(list(first, 'ok', 'secret'));
    expect(await heardByClient(session)).toEqual([list(first, 'ok')]);
    client.send(question(second, 'ping'));
    expect(await server.next()).toBe(question(second, 'ping'));
  });

  it('when the id is only spelt differently', async () => {
    const { client, server } = session;
    client.send(question('1', 'tools/list'), question('"1"', 'ping'), question('"\\u0031\\u0031"', 'ping'));
    await server.take(3);
    server.send(list('"1"', 'not a list'), list('1', 'ok', 'secret'), list('"11"', 'neither'));
    expect(await client.take(3)).toEqual([list('"1"', 'not a list'), list('1', 'ok'), list('"11"', 'neither')]);
  });

  it('and dropped if no client requested the list', async () => {
    session.server.send(list('1', 'secret'));
    expect(await heardByClient(session)).toEqual([]);
  });

  it.each(['1.0', '1e0', '-0', '00', '1.5', 'true', '[1]', '{}', 'null'])(
    'and an id with more than one spelling is refused (%s)',
    async (id) => {
      session.client.send(question(id, 'tools/list'));
      expect(toObject(await session.client.next())).toMatchObject({ error: { data: { code: 'MALFORMED_MESSAGE' } } });
      expect(await heardByServer(session)).toEqual([]);
    },
  );
});

it('a cancellation in the same chunk does not overtake a request that is sent', async () => {
  await using wire = await createWire();
  const { client, server } = await wire.connect();
  const lines = Array.from({ length: 50 }, (_, id) => [question(`${id}`, 'tools/call'), cancel(`${id}`)]).flat();
  client.write(lines.map((line) => `${line}\n`).join(''));
  expect(await server.take(100)).toEqual(lines);
});
