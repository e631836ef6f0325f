import { expect, describe, it } from 'vitest';
import type { ClientKind } from '../clients/connected-client.ts';
import { sdk1Client } from '../clients/sdk-1-client.ts';
import { sdk2Client } from '../clients/sdk-2-client.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import type { TestConfig } from '../support/guard.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';

const SERVERS = { servers: { tiny: tinyServer(), missing: { command: 'no-such-program' } } };
const KEYED = { ...SERVERS, auth: { mode: 'api_key', api_keys: { 'the-right-key-of-a-client': {} } } };

/** Reasons why there is no session, the configuration, the server that is named, and what a client's user reads. */
const REASONS: readonly (readonly [string, TestConfig | string, string, string])[] = [
  ['an unknown server', SERVERS, 'tinny', 'the configuration has no server "tinny"; it has: tiny, missing'],
  ['no API key', KEYED, 'tiny', 'API key'],
  ['a command that is not there', SERVERS, 'missing', 'its command was not found: no-such-program'],
  ['a broken configuration', 'servers: {tiny: {comand: x}}', 'tiny', 'servers.tiny.command: this key is missing'],
];
const CLIENTS: readonly ClientKind[] = [sdk1Client, sdk2Client('legacy'), sdk2Client('auto')];

describe.concurrent('the client’s user reads why there is no session:', () => {
  it.each(REASONS)('%s', (_, config, server, words) =>
    (typeof config === 'string' ? withProcessGuard : withGuard)(config, async (guard) => {
      const { command, args, env } = guard.connect(server);
      await Promise.all(CLIENTS.map((client) => expect(client.connect({ command, args, env })).rejects.toThrow(words)));
    }),
  );
});

describe.concurrent('the door', () => {
  it('leaves a probe without an answer, so that a client asks again by initialize', () =>
    withGuard(SERVERS, async (guard) => {
      const client = startClient(guard.connect('tinny'));
      client.send({ jsonrpc: '2.0', id: 1, method: 'server/discover', params: {} });
      expect(await client.ended).toMatchObject({ code: 69 });
      expect(client.received).toEqual([]);
    }));

  it('answers the first request of any kind, behind whatever else comes before', () =>
    withGuard(SERVERS, async (guard) => {
      const client = startClient(guard.connect('tinny'));
      client.send('no JSON at all');
      client.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
      client.send({ jsonrpc: '2.0', id: 'a', method: 'tools/list' });
      await client.ended;
      expect(client.received).toMatchObject([{ id: 'a', error: { code: 10404, data: { code: 'UNKNOWN_SERVER' } } }]);
    }));

  it('says nothing to a client that closes its input, and ends', () =>
    withGuard(SERVERS, async (guard) => {
      const client = startClient(guard.connect('tinny'));
      expect(await client.end()).toMatchObject({ code: 69 });
      expect(client.received).toEqual([]);
    }));
});
