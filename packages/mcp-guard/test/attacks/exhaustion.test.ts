import { expect, it } from 'vitest';
import { createWire } from '../support/wire.ts';
import { ask, initialize, toObject } from '../support/wire-session.ts';

// covers: servers.*.max_sessions, daemon.max_message_bytes

const MAX = 4096;
const LIMITS = { config: { daemon: { max_message_bytes: MAX } } };
const PADDING = 'x'.repeat(2 * MAX);
const PING = '{"jsonrpc":"2.0","id":"still","method":"ping"}';
const PONG = '{"jsonrpc":"2.0","id":"still","result":{}}';

it('a line over the cap is refused under its id, wherever the id is, and the session lives', async () => {
  await using wire = await createWire(LIMITS);
  const session = await wire.connect();
  await initialize(session);
  const { client, server } = session;
  for (const line of [
    `{"jsonrpc":"2.0","id":"big","method":"ping","params":{"a":"${PADDING}"}}`,
    `{"method":"ping","params":{"a":"${PADDING}"},"jsonrpc":"2.0","id":"big"}`,
  ]) {
    client.send(line);
    expect(toObject(await client.next())).toMatchObject({
      id: 'big',
      error: { code: 10413, data: { code: 'MESSAGE_TOO_LARGE' } },
    });
  }
  client.send('{"jsonrpc":"2.0","id":8,"method":"ping"}');
  await server.next();
  server.send(`{"result":{"a":"${PADDING}"},"jsonrpc":"2.0","id":8}`);
  expect(toObject(await client.next())).toMatchObject({ id: 8, error: { code: 10413 } });
  expect(await ask(session, PING, PONG)).toBe(PONG);
});

it('endless bridges stop at max_sessions, and a session that ends makes room', async () => {
  await using wire = await createWire({ server: { max_sessions: 2 } });
  const [first] = [await wire.connect(), await wire.connect()];
  await expect(wire.connect()).rejects.toMatchObject({ exit: { code: 75 } });
  await first.close();
  await expect
    .poll(() =>
      wire.connect().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});
