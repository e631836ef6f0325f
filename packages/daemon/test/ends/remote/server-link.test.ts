import { text } from 'node:stream/consumers';
import { GuardError } from '@mcp-guard/core';
import { openOutbound } from '@mcp-guard/net/outbound';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Credentials } from '../../../src/ends/remote/link/credentials.ts';
import type { RemoteServerLink } from '../../../src/ends/remote/link/remote-server-link.ts';
import { ServerLink } from '../../../src/ends/remote/link/server-link.ts';
import { readRetryAfter } from '../../../src/ends/remote/link/status-errors.ts';
import { NO_LOGIN, remoteServer } from './support/remote-config.ts';
import { startHttpServer, type Answer, type TestServer } from './support/http-server.ts';

interface Opened {
  readonly link: ServerLink;
  readonly server: TestServer;
  now: number;
}

async function open(answer: Answer, keys: object = {}, credentials = NO_LOGIN): Promise<Opened> {
  const server = await startHttpServer(answer);
  const config = remoteServer({ url: server.url, ...keys });
  const opened: Opened = {
    server,
    now: 0,
    link: new ServerLink({
      name: 'shop',
      config,
      credentials,
      open: async () => openOutbound({ url: server.url, allowHttp: false, allowPrivate: false }),
      onOpen: () => undefined,
      now: (): number => opened.now,
    }),
  };
  onTestFinished(() => opened.link.close());
  return opened;
}

const POST = { method: 'POST', headers: {}, body: Buffer.from('{}') } as const;
const say = async (
  link: RemoteServerLink,
  request: Parameters<RemoteServerLink['exchange']>[0] = POST,
): Promise<unknown> => {
  try {
    const { status, body } = await link.exchange(request);
    return `${status} ${await text(body)}`;
  } catch (error) {
    return error instanceof GuardError ? [error.code, error.message, error.data] : error;
  }
};
const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);

describe('a status', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };
  it.each([
    [200, {}, '200 ok'],
    [202, {}, '202 ok'],
    [400, {}, '400 ok'],
    [404, {}, '404 ok'],
    [405, {}, '405 ok'],
    [500, JSON_TYPE, '500 ok'],
    [401, {}, ['UPSTREAM_UNAVAILABLE', 'refused with 401', {}]],
    [403, {}, ['UPSTREAM_UNAVAILABLE', 'refused with 403', {}]],
    [413, {}, ['MESSAGE_TOO_LARGE', 'the message is too large for the server shop', {}]],
    [429, {}, ['RATE_LIMITED', 'the server shop takes no more requests for now; try again later', {}]],
    [
      429,
      { 'retry-after': '12' },
      ['RATE_LIMITED', 'the server shop takes no more requests for now; try again in 12 seconds', { retry_after: 12 }],
    ],
    [500, {}, ['UPSTREAM_UNAVAILABLE', 'the server shop answered with the HTTP status 500', {}]],
    [
      503,
      { ...JSON_TYPE, 'retry-after': '3' },
      [
        'UPSTREAM_UNAVAILABLE',
        'the server shop answered with the HTTP status 503; try again in 3 seconds',
        { retry_after: 3 },
      ],
    ],
  ])('%i %j is what a client can act on', async (code, headers, expected) => {
    const { link } = await open(status(code, headers, 'ok'));
    expect(await say(link.session())).toEqual(expected);
  });

  it.each([
    ['120', 120],
    ['0', 1],
    ['99999999', 3600],
    ['Sun, 06 Nov 1994 08:50:37 GMT', 60],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 1],
    ['-5', undefined],
    ['1e9', undefined],
    ['soon', undefined],
    ['9'.repeat(1000), undefined],
  ])('reads Retry-After %s', (value, seconds) => {
    expect(readRetryAfter(value, Date.UTC(1994, 10, 6, 8, 49, 37))).toBe(seconds);
  });
});

const STREAM = { method: 'GET', headers: {}, isLong: true, isExtra: true } as const;

it.each<readonly [string, Answer]>([
  ['is not there', (_, response) => void response.writeHead(500).end()],
  ['is cut off', (_, response) => void response.destroy()],
])('a stream that %s does not make the calls of clients wait', async (_, onStream) => {
  const { link } = await open((request, response) =>
    request.method === 'GET' ? onStream(request, response) : void response.writeHead(200).end(),
  );
  const session = link.session();
  for (let attempt = 0; attempt < 10; attempt++) await say(session, STREAM);
  expect(link.state).toEqual({ state: 'closed', failures: 0 });
  expect(await say(session)).toBe('200 ');
});

it('a stream that opens shows that a server that is left alone is back', async () => {
  const { link, server } = await open(status(502), { circuit_breaker: { failures: 2, open_seconds: 30 } });
  const session = link.session();
  await Promise.all([say(session), say(session), say(session, STREAM)]);
  expect(link.state.state).toBe('open');
  server.answer = status(200);
  expect([await say(session, STREAM), await say(session)]).toEqual(['200 ', '200 ']);
  expect(link.state).toEqual({ state: 'closed', failures: 0 });
});

it('a client that sends 4,096 subscriptions leaves a server to other sessions, and the descriptors of the daemon', async () => {
  const { link, server } = await open(({ headers }, response) => {
    response.writeHead(200).write('x');
    if (headers['x-kind'] !== 'lasting') response.end();
  });
  const [greedy, other] = [link.session(), link.session()];
  const subscribe = { ...POST, headers: { 'x-kind': 'lasting' }, isLasting: true };
  const asked = await Promise.allSettled(Array.from({ length: 4096 }, () => greedy.exchange(subscribe)));
  const streams = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const errors = new Set(asked.map((each) => each.status === 'rejected' && GuardError.from(each.reason).code));
  expect([streams.length, server.requests.length, [...errors]]).toEqual([33, 33, [false, 'RATE_LIMITED']]);
  expect([await say(greedy), await say(other)]).toEqual(['200 x', '200 x']);
  const ofOther = await other.exchange(subscribe);
  streams[0]?.body.destroy();
  await vi.waitUntil(() => streams[0]?.body.closed);
  const again = await greedy.exchange(subscribe);
  for (const { body } of [...streams, ofOther, again]) body.destroy();
});

it('a server that takes no notification holds at most 64 connections of a session for them', async () => {
  const { link, server } = await open(({ method }, response) => void (method === 'GET' && response.end('x')));
  const session = link.session();
  const abort = new AbortController();
  const notify = { ...POST, isLong: true, signal: abort.signal };
  const asked = Array.from({ length: 200 }, () => say(session, notify));
  await vi.waitUntil(() => server.requests.length === 64);
  expect(await say(session, notify)).toMatchObject(['RATE_LIMITED', expect.any(String), {}]);
  expect(await say(session, { method: 'GET', headers: {} })).toBe('200 x');
  abort.abort(new Error('enough'));
  expect((await Promise.all(asked)).filter((each) => each instanceof Error)).toHaveLength(64);
});

describe('a rejected token', () => {
  const login = (isNewer: boolean): Credentials & { renewed: number } => ({
    ...NO_LOGIN,
    renewed: 0,
    async authorization() {
      return `Bearer ${this.renewed}`;
    },
    async renew() {
      this.renewed++;
      return isNewer;
    },
  });

  it.each([
    ['is renewed, and the request is made once more', true, (token: string) => token === 'Bearer 1', '200 ', 2],
    ['is not tried a third time', true, () => false, ['UPSTREAM_UNAVAILABLE', 'refused with 401', {}], 2],
    [
      'that cannot be renewed is not tried again',
      false,
      () => false,
      ['UPSTREAM_UNAVAILABLE', 'refused with 401', {}],
      1,
    ],
  ] as const)('%s', async (_, isNewer, isGood, expected, times) => {
    const answer: Answer = (request, response) =>
      void response.writeHead(isGood(request.headers.authorization ?? '') ? 200 : 401).end();
    const { link, server } = await open(answer, { headers: { 'X-Key': 'k' } }, login(isNewer));
    expect(await say(link.session())).toEqual(expected);
    expect(server.requests.map(({ body, headers }) => [body, headers['x-key']])).toEqual(
      Array.from({ length: times }, () => ['{}', 'k']),
    );
  });
});

it('a server that fails is left alone for a while, then asked by one request', async () => {
  const opened = await open(status(502), { circuit_breaker: { failures: 2, open_seconds: 30 } });
  const { link, server } = opened;
  const session = link.session();
  await Promise.all([say(session), say(session)]);
  opened.now = 18_000;
  const words = 'the server shop has failed 2 times in a row; try again in 12 seconds';
  expect(await say(session)).toEqual(['UPSTREAM_UNAVAILABLE', words, { retry_after: 12 }]);
  expect([server.requests.length, session.state]).toEqual([2, { state: 'open', failures: 2, retryAfter: 12_000 }]);
  opened.now = 30_000;
  server.answer = status(200);
  const answers = await Promise.all([say(session), say(session), say(session)]);
  expect(answers.filter((answer) => answer === '200 ')).toHaveLength(1);
  expect([server.requests.length, await say(session)]).toEqual([3, '200 ']);
});

it('a server whose response is crumbs without an end is left alone at once, though it began well', async () => {
  const { link } = await open((_, response) => {
    const one = Buffer.from('1\r\nx\r\n'.repeat(1000));
    response.writeHead(200).flushHeaders();
    const pour = (): void => void (response.destroyed || response.socket?.write(one, () => void setImmediate(pour)));
    pour();
  });
  const session = link.session();
  expect(await say(session)).toMatchObject([
    'UPSTREAM_UNAVAILABLE',
    expect.stringContaining('sends much that is no part of its response'),
    {},
  ]);
  const words = 'the server shop has failed once; try again in 30 seconds';
  expect(await say(session)).toEqual(['UPSTREAM_UNAVAILABLE', words, { retry_after: 30 }]);
});

it.each([
  ['what the client cancels says nothing of the server', 10_000, 'closed'],
  ['a server that is silent all its time has failed', 300_000, 'open'],
])('%s', async (_, elapsed, state) => {
  const opened = await open(() => undefined, { circuit_breaker: { failures: 1, open_seconds: 30 } });
  const { link, server } = opened;
  const abort = new AbortController();
  const asked = say(link.session(), { ...POST, signal: abort.signal });
  await vi.waitUntil(() => server.requests.length === 1);
  opened.now = elapsed;
  abort.abort(new Error('enough'));
  expect(await asked).toMatchObject({ message: 'enough' });
  expect(link.state.state).toBe(state);
});

it('holds no more requests under way than configured, and none for a long stream', async () => {
  const held: (() => void)[] = [];
  const { link, server } = await open(
    ({ method }, response) => {
      if (method === 'GET') response.writeHead(200).write('x');
      else held.push(() => response.end('ok'));
    },
    { max_concurrent: 2 },
  );
  const session = link.session();
  const stream = await session.exchange({ method: 'GET', headers: {}, isLong: true });
  const answers = Array.from({ length: 5 }, () => say(session));
  for (let done = 0; done < 5; done++) {
    await vi.waitUntil(() => held.length > 0);
    expect(server.requests.filter(({ method }) => method === 'POST').length - done).toBeLessThan(3);
    held.shift()?.();
  }
  expect(await Promise.all(answers)).toEqual(Array(5).fill('200 ok'));
  stream.body.destroy();
});
