import { describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { refused } from '../support/guard-answers.ts';
import { startRemoteGuard } from '../support/http/remote-guard.ts';
import { answerInJson, startScripted, type Script } from '../support/http/scripted-server.ts';

// covers: servers.*.timeout, servers.*.circuit_breaker

const status =
  (code: number, head: Readonly<Record<string, string>> = {}): Script =>
  ({ response }) =>
    void response.writeHead(code, head).end();

const never: Script = () => undefined;

describe('a remote server that answers a call with', () => {
  it.each([
    ['413', status(413), 'MESSAGE_TOO_LARGE', {}],
    ['429', status(429, { 'retry-after': '17' }), 'RATE_LIMITED', { retry_after: 17 }],
    ['401', status(401, { 'www-authenticate': 'Bearer' }), 'UPSTREAM_UNAVAILABLE', {}],
    ['403', status(403), 'UPSTREAM_UNAVAILABLE', {}],
    ['503', status(503), 'UPSTREAM_UNAVAILABLE', {}],
    ['nothing', never, 'UPSTREAM_UNAVAILABLE', {}],
  ])('%s: the call gets the error that fits, and the next call works', async (_, script, code, data) => {
    await using server = await startScripted();
    await using guard = await startRemoteGuard({ servers: { raw: { url: server.url, timeout: 1 } } });
    const session = await guard.connect();
    await session.initialize();
    server.next(script);
    expect(await session.call(1)).toMatchObject({ ...refused(1, code), error: { data } });
    expect(await session.call(2)).toMatchObject({ id: 2, result: {} });
  });
});

it('a server that fails five times in a row is not asked for a while, and one probe finds it well again', async () => {
  await using server = await startScripted();
  const circuit = { failures: 5, open_seconds: 0.5 };
  await using guard = await startRemoteGuard({ servers: { raw: { url: server.url, circuit_breaker: circuit } } });
  const [session, other] = [await guard.connect(), await guard.connect()];
  await session.initialize();
  await other.initialize();
  // That it has no stream of its own is an answer as well.
  await until('both have asked for one', () => server.heard.filter(({ method }) => method === 'GET').length === 2);
  expect(await other.call(0)).toMatchObject({ id: 0, result: {} });
  server.next(...Array.from({ length: 5 }, () => status(503)));
  for (const id of [1, 2, 3, 4, 5]) expect(await session.call(id)).toMatchObject(refused(id, 'UPSTREAM_UNAVAILABLE'));
  const asked = server.heard.length;
  const answer = await other.call(6);
  expect(answer).toMatchObject({ error: { data: { code: 'UPSTREAM_UNAVAILABLE', retry_after: 1 } } });
  expect(server.heard.length).toBe(asked);

  await new Promise((resolve) => setTimeout(resolve, 550));
  const probe = Promise.withResolvers<() => void>();
  server.next(({ response, id }) => probe.resolve(() => answerInJson(response, id)));
  const probing = session.call(7);
  const finish = await probe.promise;
  expect(await other.call(8)).toMatchObject(refused(8, 'UPSTREAM_UNAVAILABLE'));
  finish();
  expect(await probing).toMatchObject({ id: 7, result: {} });
  expect(await other.call(9)).toMatchObject({ id: 9, result: {} });
});
