import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ResolveHost } from '../../src/judge-addresses.ts';
import { openOutbound, type Outbound, type OutboundOptions, type OutboundRequest } from '../../src/outbound/index.ts';
import { createAuthority } from '../support/certificate.ts';
import { serve } from '../support/serving.ts';

const isAt =
  (...addresses: string[]): ResolveHost =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

function open(options: Partial<OutboundOptions> & { url: string }): Outbound {
  const outbound = openOutbound({ allowHttp: false, allowPrivate: false, ...options });
  onTestFinished(() => outbound.close());
  return outbound;
}

const GET: OutboundRequest = { method: 'GET', headers: {} };
const outcome = async (outbound: Outbound, request = GET): Promise<string> => {
  try {
    const { status, body } = await outbound.request(request);
    return `${status} ${await text(body)}`;
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(/:\d{4,5}\b/g, ':PORT') : 'no error';
  }
};

describe('an exchange', () => {
  it('carries the request and its response, and leaves the connection to the next', async () => {
    const { port, count } = await serve((request, response) => {
      expect(request.headers).toMatchObject({ 'x-mine': 'yes', 'accept-encoding': 'identity' });
      response.writeHead(418, { 'x-theirs': 'too' });
      request.pipe(response);
    });
    const outbound = open({ url: `http://127.0.0.1:${port}/mcp` });
    for (const said of ['first', 'second', 'third', 'fourth']) {
      const headers = { 'x-mine': 'yes', 'accept-encoding': 'gzip' };
      const {
        status,
        headers: heard,
        body,
      } = await outbound.request({ method: 'POST', headers, body: Buffer.from(said) });
      expect([status, heard['x-theirs'], await text(body)]).toEqual([418, 'too', said]);
    }
    expect(count()).toBeLessThan(3);
  });

  it('ends when the server says without end that it is about to answer', async () => {
    const server = createTcpServer((socket) => {
      const flood = Buffer.from('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(2000));
      const write = (): void => {
        while (!socket.destroyed && socket.write(flood));
      };
      socket
        .on('error', () => undefined)
        .on('drain', write)
        .once('data', write);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect(await outcome(open({ url: `http://127.0.0.1:${port}/` }))).toBe('127.0.0.1:PORT never comes to its answer');
  });

  it('is read no faster than its reader reads', async () => {
    let written = 0;
    const { port } = await serve((_, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
        response.once('drain', write);
      };
      write();
    });
    const { body } = await open({ url: `http://127.0.0.1:${port}` }).request(GET);
    await vi.waitUntil(async () => {
      const before = written;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return written === before;
    });
    expect(written).toBeLessThan(32 << 20);
    body.destroy();
  });

  it.each(['before its response', 'in its response'])('that is aborted %s frees its connection', async (when) => {
    const { port, sockets, count } = await serve((_, response) => when.startsWith('in') && void response.write('x'));
    const abort = new AbortController();
    const asked = open({ url: `http://127.0.0.1:${port}` }).request({ ...GET, signal: abort.signal });
    if (when.startsWith('in')) await asked;
    else await vi.waitUntil(() => sockets.size === 1);
    abort.abort(new Error('enough'));
    const reason = await asked.then(() => 'enough').catch(({ message }: Error) => message);
    expect(reason).toBe('enough');
    await vi.waitUntil(() => sockets.size === 0);
    expect(count()).toBe(1);
  });

  it('is not made a second time when its connection breaks', async () => {
    let times = 0;
    const { port } = await serve(({ socket }) => void (times++, socket.destroy()));
    const request = { method: 'POST', headers: {}, body: Buffer.from('{}') } as const;
    expect(await outcome(open({ url: `http://127.0.0.1:${port}` }), request)).toBe(
      '127.0.0.1:PORT broke the connection',
    );
    expect(times).toBe(1);
  });
});

const redirect =
  (location: string | undefined, status = 307): RequestListener =>
  (request, response) => {
    if (request.url === '/there') return void request.pipe(response);
    response.writeHead(status, location === undefined ? {} : { location }).end();
  };
const endless: RequestListener = ({ socket }) => {
  const write = (): void =>
    void (socket.writable && socket.write(`x-y: ${'z'.repeat(999)}\r\n`, () => setImmediate(write)));
  socket.on('error', () => undefined).write('HTTP/1.1 200 OK\r\n');
  write();
};
const ANSWERS: readonly (readonly [string, RequestListener, string])[] = [
  ['a redirect within the origin', redirect('/there'), '200 body'],
  ['a redirect that would drop the body', redirect('/there', 302), 'answers with a redirect, which is not followed'],
  [
    'a redirect to a metadata service',
    redirect('http://169.254.169.254/'),
    'answers with a redirect to somewhere else',
  ],
  ['a redirect to another port', redirect('http://127.0.0.1:1/'), 'answers with a redirect to somewhere else'],
  ['a redirect to a file', redirect('file:///etc/passwd'), 'answers with a redirect to somewhere else'],
  ['a redirect to nowhere', redirect(undefined), 'answers with a redirect to nowhere'],
  ['a redirect for ever', redirect('/'), 'answers with a redirect, which is not followed'],
  ['endless headers', endless, 'answers with too many headers'],
  [
    'a packed body',
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(),
    'answers with an encoded body',
  ],
];

it.each(ANSWERS)('%s', async (_, listener, expected) => {
  const { port } = await serve(listener);
  const request = { method: 'POST', headers: {}, body: Buffer.from('body') } as const;
  const words = expected.startsWith('200') ? expected : `127.0.0.1:PORT ${expected}`;
  expect(await outcome(open({ url: `http://127.0.0.1:${port}/` }), request)).toBe(words);
});

it('headers that never come are waited for as long as it is said', async () => {
  const { port } = await serve(() => undefined);
  const request = { ...GET, headersTimeout: 50 };
  expect(await outcome(open({ url: `http://127.0.0.1:${port}/` }), request)).toBe(
    '127.0.0.1:PORT did not answer in time',
  );
});

describe('an address', () => {
  const FORBIDDEN = 'leads to an address that is not public';
  it.each([
    ['a private network', ['10.0.0.7'], false, FORBIDDEN],
    ['this machine', ['127.0.0.1'], false, FORBIDDEN],
    ['a metadata service', ['169.254.169.254'], true, FORBIDDEN],
    ['a metadata service in IPv6', ['fd00:ec2::254'], true, FORBIDDEN],
    ['a link-local address', ['fe80::1'], true, FORBIDDEN],
    ['a metadata service dressed up', ['::ffff:169.254.169.254'], true, FORBIDDEN],
    ['a good one and a bad one', ['127.0.0.1', '169.254.169.254'], true, FORBIDDEN],
    ['no address', [], true, 'has no address'],
  ] as const)('of a name that leads to %s is refused', async (_, addresses, allowPrivate, words) => {
    const outbound = open({ url: 'https://shop.example/mcp', allowPrivate, resolve: isAt(...addresses) });
    expect(await outcome(outbound)).toBe(`shop.example ${words}`);
  });

  it('that changes between check and use has no effect: a name is resolved once', async () => {
    const { port } = await serve((_, response) => response.end('here'));
    let times = 0;
    const resolve: ResolveHost = async () => [{ address: ++times === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    const url = `http://shop.example:${port}/`;
    expect(await outcome(open({ url, allowHttp: true, allowPrivate: true, resolve }))).toBe('200 here');
    expect(times).toBe(1);
  });

  it.each([
    ['http://example.com/', 'example.com must be reached over https'],
    ['https://me:pw@example.com/', 'the URL for example.com holds a user or a password'],
    ['file:///etc/passwd', 'only https can be fetched, not file:'],
  ])('such as %s opens nothing', (url, words) => {
    expect(() => open({ url })).toThrow(words);
  });

  it('that is not of the configured server is refused for any use', async () => {
    const outbound = open({ url: 'https://shop.example/mcp', resolve: isAt('1.1.1.1') });
    const words = 'other.example is not the configured server';
    expect(await outcome(outbound, { ...GET, url: 'https://other.example/' })).toBe(words);
    await expect(outbound.connect('wss://other.example/')).rejects.toThrow(words);
  });
});

describe('TLS', () => {
  const ours = createAuthority();
  const serveTls = (certificate = ours.issue()) => serve((_, response) => response.end('safe'), certificate);

  it.each([
    ['is trusted with ca_file', ours.issue(), ours.cert, '200 safe'],
    ['of an unknown authority', ours.issue(), undefined, 'shows a certificate of an authority that is not trusted'],
    ['that signs itself', ours, undefined, 'shows a certificate of an authority that is not trusted'],
    ['of another host', ours.issue({ host: 'other.example' }), ours.cert, 'shows a certificate of another host'],
    ['that has expired', ours.issue({ days: [-2, -1] }), ours.cert, 'shows a certificate that has expired'],
    ['that is not valid yet', ours.issue({ days: [1, 2] }), ours.cert, 'shows a certificate that is not valid yet'],
  ])('with a certificate %s, whatever the environment says', async (_, certificate, ca, expected) => {
    const { port } = await serveTls(certificate);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const outbound = open({ url: `https://localhost:${port}/`, ca, resolve: isAt('127.0.0.1') });
    expect(await outcome(outbound)).toBe(expected.startsWith('200') ? expected : `localhost:PORT ${expected}`);
  });

  it('is there for a websocket too', async () => {
    const { port } = await serveTls();
    const outbound = open({ url: `wss://localhost:${port}/`, ca: ours.cert, resolve: isAt('127.0.0.1') });
    const socket = await outbound.connect(`wss://localhost:${port}/`);
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(await text(socket)).toContain('safe');
  });

  it('a file without a certificate is no authority', () => {
    expect(() => open({ url: 'https://example.com/', ca: 'nothing' })).toThrow('holds no certificate');
  });

  it('what is no TLS and what is no HTTP end in an error', async () => {
    const server = createTcpServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('SSH-2.0\r\n'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    expect(await outcome(open({ url: `http://${host}/` }))).toBe('127.0.0.1:PORT answers with what is not HTTP');
    expect(await outcome(open({ url: `https://${host}/` }))).toMatch(/^127.0.0.1:PORT (cannot be asked|broke)/);
  });
});
