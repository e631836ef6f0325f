import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openSse } from '../../../src/ends/remote/channel/sse.js';
import { agreed, openChannelEnd } from './support/channel-end.js';
import { event, events, startHttpServer, type Answer, type HeardRequest } from './support/http-server.js';
import { nodeLink } from './support/node-link.js';

interface SseServer {
  readonly endpoint?: string;
  /** What is said to a request on the stream; nothing for none. */
  readonly reply?: (request: HeardRequest) => string | undefined;
  readonly onPost?: Answer;
  readonly timeout?: number;
  readonly maxBytes?: number;
}

/** A server of 2024-11-05, with a message from it for each that is posted. */
async function startSse({ endpoint = '/messages?session=1', reply, onPost, ...limits }: SseServer = {}) {
  const streams: ServerResponse[] = [];
  const server = await startHttpServer((request, response) => {
    if (request.method === 'GET') {
      streams.push(events(response, `event: endpoint\ndata: ${endpoint}\n\n`));
      return;
    }
    if (onPost && request.rpc !== 'initialize') return onPost(request, response);
    response.writeHead(202).end('Accepted');
    if (request.id === undefined) return;
    const text = request.rpc === 'initialize' ? agreed(request.id) : (reply ?? echo)(request);
    if (text !== undefined) streams.at(-1)?.write(text.startsWith('{') ? event(text) : text);
  });
  const open = openSse({ name: 'shop', url: server.url, link: nodeLink(server.url) });
  return { server, streams, ...openChannelEnd({ url: server.url, open, ...limits }) };
}

const echo = ({ id }: HeardRequest): string => `{"jsonrpc":"2.0","id":${String(id)},"result":{"n":1.0}}`;

describe('a server behind HTTP with server-sent events', () => {
  it('is asked for nothing before the first message, and gets each at the place that it names', async () => {
    const { server, say, hears, initialize } = await startSse();
    expect(server.requests).toEqual([]);
    await initialize();
    say({ id: 2, method: 'ping' });
    expect((await hears(2))[1]).toBe('{"jsonrpc":"2.0","id":2,"result":{"n":1.0}}');
    expect(server.requests.map(({ method, rpc }) => `${method} ${rpc ?? ''}`.trim())).toEqual([
      'GET',
      'POST initialize',
      'POST notifications/initialized',
      'POST ping',
    ]);
  });

  it.each([
    ['on another origin', 'http://127.0.0.2:1/messages', 'named another origin for messages'],
    ['on another scheme', 'file:///etc/passwd', 'named another origin for messages'],
    ['with a user', 'http://u:p@127.0.0.1/messages', 'named another origin for messages'],
    ['that is no address', 'http://[', 'named an address that cannot be read for messages'],
    ['without an end', `/${'x'.repeat(5000)}`, 'named an address that cannot be read for messages'],
  ])('is sent nothing at an endpoint %s', async (_, endpoint, why) => {
    const { server, say, hears } = await startSse({ endpoint });
    say({ id: 1, method: 'initialize' });
    expect(await hears(1)).toEqual([`1 lost: the server shop ${why}`]);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each<[string, Answer, string]>([
    ['a status', (_, response) => void response.writeHead(404).end(), 'answered with the HTTP status 404'],
    [
      'HTML',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
      'answered with text/html instead of JSON',
    ],
    ['a stream that ends', (_, response) => void events(response).end(), 'closed its connection'],
    [
      'a stream of nothing',
      (_, response) => void events(response, ': hi\n\n'),
      'was not ready for messages within 0.1 seconds',
    ],
  ])('that opens with %s fails the request, and the next one tries again', async (_, answer, why) => {
    const { server, say, hears } = await startSse({ timeout: 100 });
    const works = server.answer;
    server.answer = answer;
    say({ id: 1, method: 'initialize' });
    expect(await hears(1)).toEqual([`1 lost: the server shop ${why}`]);
    server.answer = works;
    say({ id: 2, method: 'initialize' });
    expect((await hears(2))[1]).toBe(agreed(2));
  });

  it.each<[string, SseServer, string]>([
    [
      'the POST is refused',
      { onPost: (_, response) => void response.writeHead(404).end() },
      '5 lost: the server shop answered with the HTTP status 404',
    ],
    [
      'the POST is never answered',
      { onPost: () => undefined, timeout: 200 },
      '5 lost: the server shop has sent nothing for 0.2 seconds, and may still act on the request',
    ],
    [
      'nothing comes on the stream',
      { reply: () => undefined, timeout: 200 },
      '5 lost: the server shop has sent nothing for 0.2 seconds, and may still act on the request',
    ],
    [
      'the answer is too large',
      { reply: () => event(`{"id":5,"result":"${'x'.repeat(4000)}"}`), maxBytes: 2000 },
      '5 too long: the message is larger than 2000 bytes',
    ],
  ])('leaves no request without an end: %s', async (_, options, expected) => {
    const { initialize, say, hears, outcome } = await startSse(options);
    await initialize();
    say({ id: 5, method: 'tools/list' });
    expect((await hears(2))[1]).toBe(expected);
    expect(outcome).toEqual({});
  });

  it('ends the session when its stream ends with a call open', async () => {
    const { initialize, say, streams, ends, server, until } = await startSse({ reply: () => undefined });
    await initialize();
    say({ id: 5, method: 'tools/call' });
    await until(() => server.requests.some(({ rpc }) => rpc === 'tools/call'));
    streams[0]?.end();
    expect(await ends()).toBe('the server shop closed its connection');
  });

  it('replays the handshake for the next call after an idle stream was cut, and delivers no answer to it', async () => {
    const { initialize, say, streams, heard, hears, server, notes, until } = await startSse();
    await initialize();
    await until(() => server.requests.length === 3);
    streams[0]?.destroy();
    await until(() => notes.length === 1);
    say({ id: 5, method: 'ping' });
    await hears(2);
    expect(heard).toEqual([agreed(0), '{"jsonrpc":"2.0","id":5,"result":{"n":1.0}}']);
    expect(server.requests.slice(3).map(({ method, rpc }) => rpc ?? method)).toEqual([
      'GET',
      'initialize',
      'notifications/initialized',
      'ping',
    ]);
  });

  it('ends the session for which its server held a subscription', async () => {
    const { initialize, say, streams, ends, hears } = await startSse();
    await initialize();
    say({ id: 5, method: 'resources/subscribe' });
    await hears(2);
    streams[0]?.end();
    expect(await ends()).toBe('the server shop closed its connection');
  });

  it('closes its stream with the session', async () => {
    const { initialize, end, server, until } = await startSse();
    await initialize();
    await until(() => server.requests.length === 3);
    await end.close();
    await until(() => server.requests[0]?.isClosed === true);
    expect(server.requests).toHaveLength(3);
  });
});
