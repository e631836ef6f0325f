import { openOutbound } from '@mcp-guard/net/outbound';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HttpLink } from '../../../src/ends/remote/link/link.ts';
import { ServerLink } from '../../../src/ends/remote/link/server-link.ts';
import { legacy, openHttpEndAt, type TestEnd } from './support/http-end.ts';
import { events, json, resultOf, startHttpServer, type TestServer } from './support/http-server.ts';
import { NO_LOGIN, remoteServer } from './support/remote-config.ts';

interface Opened {
  readonly server: TestServer;
  readonly link: ServerLink;
  readonly sessions: readonly TestEnd[];
  /** Requests for a stream that found no server, of each session. */
  readonly inVain: readonly number[];
}

const servesSession = (session: string) =>
  legacy(
    ({ id }, response) => json(response, resultOf(id)),
    session,
    (_, response) => void events(response, ': hello\n\n'),
  );

/** Sessions on one link to a server, each with a stream of its own. */
async function open(count: number): Promise<Opened> {
  const server = await startHttpServer(servesSession('old'));
  const link = new ServerLink({
    name: 'shop',
    config: remoteServer({ url: server.url }),
    credentials: NO_LOGIN,
    open: async () => openOutbound({ url: server.url, allowHttp: false, allowPrivate: false }),
    onOpen: () => undefined,
    now: () => 0, // so what waits for a time to pass waits for ever
  });
  onTestFinished(() => link.close());
  const inVain = Array.from({ length: count }, () => 0);
  const sessions = inVain.map((_, index) => {
    const own = link.session();
    const counted: HttpLink = {
      exchange: (request) =>
        own.exchange(request).catch((error: unknown) => {
          if (request.method === 'GET') inVain[index] = (inVain[index] ?? 0) + 1;
          throw error;
        }),
    };
    return openHttpEndAt(server, counted);
  });
  for (const session of sessions) await session.initialize();
  await vi.waitUntil(() => server.requests.filter(({ method }) => method === 'GET').length === count);
  return { server, link, sessions, inVain };
}

describe.each([1, 2, 5])('a server that was restarted under %i sessions', (count) => {
  it.each([
    ['answers the first call of each of them if they were idle', 0],
    ['answers the first call after it is back, however often it was called before', 10],
  ])('%s', async (_, calls) => {
    const { server, link, sessions, inVain } = await open(count);
    await server.close();
    await vi.waitUntil(() => inVain.every((each) => each >= 6), { timeout: 120_000 });
    for (const { say, hears, heard } of sessions) {
      for (let id = 1; id <= calls; id++) {
        say({ id, method: 'tools/call', params: { name: 'buy' } });
        await hears(id + 1);
      }
      expect(heard.slice(1).filter((line) => !line.endsWith('accepts no connections'))).toEqual([]);
    }
    server.answer = servesSession('new');
    await server.reopen();
    for (const { say, hears } of sessions) {
      say({ id: 'back', method: 'tools/call', params: { name: 'buy' } });
      expect((await hears(calls + 2)).at(-1)).toBe('{"jsonrpc":"2.0","id":"back","result":{}}');
    }
    expect(link.state.state).toBe('closed');
  });

  it('is left alone for no more than a second when that has cut all their calls', async () => {
    const { server, link, sessions } = await open(count);
    server.answer = legacy(() => undefined, 'old'); // without a stream, which would show that it is back
    const calls = 5 * count;
    for (const { say } of sessions)
      for (let id = 1; id <= 5; id++) say({ id, method: 'tools/call', params: { name: 'buy' } });
    await vi.waitUntil(() => server.requests.filter(({ rpc }) => rpc === 'tools/call').length === calls);
    await server.close();
    for (const { hears } of sessions) await hears(6);
    expect(link.state).toEqual({ state: 'open', failures: 5, retryAfter: 1000 });
  });
});
