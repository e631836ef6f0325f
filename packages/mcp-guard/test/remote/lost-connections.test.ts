import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { startRemoteGuard } from '../support/http/remote-guard.ts';
import { answerTo, EVENTS_TYPE, startScripted, type Script } from '../support/http/scripted-server.ts';
import { toObject } from '../support/wire-session.ts';

const notice = (n: number): string =>
  `{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":${n}}}`;
const event = (data: string, id?: string): string => `${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;

/** A stream that brings something and is then cut, as by a proxy that has no patience. */
const cutAfter =
  (...events: readonly string[]): Script =>
  ({ response }) => {
    response.writeHead(200, EVENTS_TYPE);
    response.write(events.join(''), () => response.destroy());
  };

/** The rest of a stream that was cut behind its first event. */
function resume(request: IncomingMessage, response: ServerResponse): void {
  const last = request.headers['last-event-id'];
  if (last === undefined) return void response.writeHead(405).end();
  response.writeHead(200, EVENTS_TYPE);
  response.end(last === 'first' ? event(notice(2), 'second') + event(answerTo('1'), 'third') : '');
}

describe('a stream that is cut in the middle of a call', () => {
  it('without ids of events ends as an error under the id of the call, after what came before', async () => {
    await using server = await startScripted();
    await using guard = await startRemoteGuard({ servers: { raw: { url: server.url } } });
    const session = await guard.connect();
    await session.initialize();
    server.next(cutAfter(event(notice(1)), `data: ${answerTo('1').slice(0, 20)}`));
    expect(await session.call(1)).toMatchObject({ params: { data: 1 } });
    expect(toObject(await session.client.next())).toMatchObject(refused(1, 'UPSTREAM_UNAVAILABLE'));
    expect(await session.call(2)).toMatchObject({ id: 2, result: {} });
    expect(server.heard.filter(({ method }) => method === 'POST').length).toBe(4); // no call was made twice
  });

  it('with ids of events goes on where it was cut, and nothing comes twice', async () => {
    await using server = await startScripted({ listens: resume });
    await using guard = await startRemoteGuard({ servers: { raw: { url: server.url } } });
    const session = await guard.connect();
    await session.initialize();
    server.next(cutAfter('retry: 10\n', event(notice(1), 'first'), `id: second\ndata: ${notice(2).slice(0, 9)}`));
    expect(await session.call(1)).toMatchObject({ params: { data: 1 } });
    expect(toObject(await session.client.next())).toMatchObject({ params: { data: 2 } });
    expect(toObject(await session.client.next())).toMatchObject({ id: 1, result: {} });
    expect(await session.call(2)).toMatchObject({ id: 2, result: {} });
  });

  it('and that the server does not know when it is asked for the rest ends as an error', async () => {
    await using server = await startScripted({ listens: (_, response) => void response.writeHead(400).end() });
    await using guard = await startRemoteGuard({ servers: { raw: { url: server.url } } });
    const session = await guard.connect();
    await session.initialize();
    server.next(cutAfter('retry: 10\n', event(notice(1), 'first')));
    expect(await session.call(1)).toMatchObject({ params: { data: 1 } });
    expect(toObject(await session.client.next())).toMatchObject(refused(1, 'UPSTREAM_UNAVAILABLE'));
    expect(await session.call(2)).toMatchObject({ id: 2, result: {} });
  });
});

it('a stream that ends politely without the answer is an error under the id of the call', async () => {
  await using server = await startScripted();
  await using guard = await startRemoteGuard({ servers: { raw: { url: server.url } } });
  const session = await guard.connect();
  await session.initialize();
  server.next(({ response }) => void response.writeHead(200, EVENTS_TYPE).end(event(notice(1))));
  expect(await session.call(1)).toMatchObject({ params: { data: 1 } });
  expect(toObject(await session.client.next())).toMatchObject(refused(1, 'UPSTREAM_UNAVAILABLE'));
});

describe('a server that was restarted', () => {
  it('gets the handshake of the client once more, and the client does not notice', async () => {
    await using old = await startScripted();
    await using guard = await startRemoteGuard({ servers: { raw: { url: old.url } } });
    const session = await guard.connect();
    await session.initialize();
    expect(await session.call(1)).toMatchObject({ id: 1, result: {} });
    await old.close();
    await using server = await startScripted({ port: old.port });
    expect(await session.call(2)).toMatchObject({ id: 2, result: {} });
    const posts = server.heard.filter(({ method }) => method === 'POST').map(({ body }) => toObject(body));
    expect(posts.map(({ method }) => method)).toEqual([
      'tools/call', // with a session that it does not know
      'initialize',
      'notifications/initialized',
      'tools/call',
    ]);
  });

  it('while a call is open: the call gets an error under its id', async () => {
    await using old = await startScripted();
    await using guard = await startRemoteGuard({ servers: { raw: { url: old.url } } });
    const session = await guard.connect();
    await session.initialize();
    old.next(() => void old.close());
    expect(await session.call(1)).toMatchObject(refused(1, 'UPSTREAM_UNAVAILABLE'));
    await using server = await startScripted({ port: old.port });
    expect(await session.call(2)).toMatchObject({ id: 2, result: {} });
    expect(server.heard.length).toBeGreaterThan(0);
  });
});

it('a server that ends its side of a connection and still reads does not hold up a call', async () => {
  await using server = await startScripted();
  await using guard = await startRemoteGuard({ servers: { raw: { url: server.url } } });
  const session = await guard.connect();
  await session.initialize();
  server.next(({ request }) => void request.socket.end());
  expect(await session.call(1)).toMatchObject(refused(1, 'UPSTREAM_UNAVAILABLE'));
  expect(await session.call(2)).toMatchObject({ id: 2, result: {} });
});
