import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lacks } from '../../mcp-guard/test/support/programs.ts';
import { guardedFetch, type FetchOptions, type ResolveHost } from '../src/guarded-fetch.ts';

/** Serves on this machine while `use` runs. */
async function serving<T>(listener: RequestListener, use: (origin: string) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const fails = (message: string, code = 'UPSTREAM_UNAVAILABLE'): object => ({ code, message });
const isAt =
  (...addresses: string[]): ResolveHost =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
const asked = (url: string, options: FetchOptions = {}): Promise<unknown> => guardedFetch(url, options);

describe.concurrent('what is fetched', () => {
  it('comes with its status, headers and bytes, whatever the status', () =>
    serving(
      (request, response) => {
        expect(request.headers).toMatchObject({ 'accept-encoding': 'identity', 'x-mine': 'yes' });
        response.writeHead(418, { 'x-theirs': 'too' }).end(Buffer.from([0, 255, 10]));
      },
      async (origin) => {
        const options = { headers: { 'x-mine': 'yes', 'accept-encoding': 'gzip' } };
        const { status, headers, body } = await guardedFetch(`${origin}/path?x=1`, options);
        expect([status, headers['x-theirs'], [...body]]).toEqual([418, 'too', [0, 255, 10]]);
      },
    ));

  it('may be asked for with a body', () =>
    serving(
      (request, response) => {
        expect([request.method, request.headers['content-length']]).toEqual(['POST', '3']);
        request.pipe(response);
      },
      async (origin) => {
        expect(String((await guardedFetch(origin, { body: 'a=b' })).body)).toBe('a=b');
      },
    ));

  it('may stand at another path of the same origin', () =>
    serving(
      (request, response) => {
        if (request.url === '/there') response.end('found');
        else response.writeHead(302, { location: '/there' }).end();
      },
      async (origin) => {
        expect(String((await guardedFetch(origin, { redirects: 1 })).body)).toBe('found');
      },
    ));
});

describe.concurrent('nothing is asked', () => {
  it.each([
    ['http://example.com/', 'example.com must be reached over https'],
    ['http://127.0.0.2/', '127.0.0.2 must be reached over https'],
    ['http://localhost.example.com/', 'localhost.example.com must be reached over https'],
    ['ftp://example.com/', 'only https can be fetched, not ftp:'],
    ['file:///etc/passwd', 'only https can be fetched, not file:'],
    ['https://me:secret@example.com/', 'the URL for example.com holds a user or a password'],
    ['https://me@example.com/', 'the URL for example.com holds a user or a password'],
    ['not a url?token=secret', 'the address is not a URL'],
  ])('for a URL such as %s', (url, message) =>
    expect(asked(url)).rejects.toMatchObject(fails(message, 'CONFIG_INVALID')),
  );

  it.each([
    'https://10.0.0.1/',
    'https://169.254.169.254/latest',
    'https://[fe80::1]/',
    'https://0/',
    'https://127.0.0.2/',
  ])('of an address that is not public: %s', (url) =>
    expect(asked(url)).rejects.toMatchObject({ message: expect.stringContaining('not public') }),
  );

  it.each([
    ['127.0.0.1'],
    ['10.0.0.7'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['169.254.169.254'],
    ['1.1.1.1', '192.168.0.1'], // one bad one is enough
  ])('of a name that leads to %s', (...addresses) =>
    expect(asked('https://rebind.example/', { resolve: isAt(...addresses) })).rejects.toMatchObject(
      fails('rebind.example leads to an address that is not public'),
    ),
  );

  it('of a localhost that is somewhere else', () =>
    expect(asked('http://localhost:9/', { resolve: isAt('1.1.1.1') })).rejects.toMatchObject(
      fails('localhost:9 leads to an address that is not public'),
    ));

  it('of a name without an address', () =>
    expect(asked('https://nowhere.example/', { resolve: isAt() })).rejects.toMatchObject(
      fails('nowhere.example has no address'),
    ));

  it('of an address other than the one that was judged: a name is resolved once', () =>
    serving(
      (_, response) => response.end('here'),
      async (origin) => {
        let times = 0;
        const resolve: ResolveHost = async () => [{ address: ++times === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
        const { body } = await guardedFetch(origin.replace('127.0.0.1', 'localhost'), { resolve });
        expect([String(body), times]).toEqual(['here', 1]);
      },
    ));
});

describe.concurrent('a redirect is not followed', () => {
  const sentTo = (location: string | undefined, options: FetchOptions = { redirects: 3 }): Promise<string> =>
    serving(
      (_, response) => response.writeHead(307, location === undefined ? {} : { location }).end(),
      (origin) =>
        guardedFetch(`${origin}/?token=secret`, options).then(
          () => 'answered',
          (error: unknown) => (error instanceof Error ? error.message.replace(origin.slice(7), 'HOST') : ''),
        ),
    );

  it.each([
    'http://127.0.0.1:1/',
    'http://localhost/',
    'https://169.254.169.254/latest/meta-data',
    '//evil.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('to %s', async (location) => {
    expect(await sentTo(location)).toBe('HOST answers with a redirect to somewhere else');
  });

  it('to nowhere', async () => {
    expect(await sentTo(undefined)).toBe('HOST answers with a redirect to nowhere');
  });

  it('for ever', async () => {
    expect(await sentTo('/again', { redirects: 1000 })).toBe('HOST answers with a redirect, which is not followed');
  });

  it('unless that was wanted', async () => {
    expect(await sentTo('/again', {})).toBe('HOST answers with a redirect, which is not followed');
  });

  it('with a body, which may hold a secret', async () => {
    const options = { redirects: 3, body: 'client_secret=x' };
    expect(await sentTo('/again', options)).toBe('HOST answers with a redirect, which is not followed');
  });

  it('that adds a password', () =>
    serving(
      (request, response) => response.writeHead(302, { location: `http://me:pw@${request.headers.host}/` }).end(),
      (origin) =>
        expect(asked(origin, { redirects: 1 })).rejects.toMatchObject({
          message: expect.stringContaining('holds a user or a password'),
        }),
    ));
});

/** Writes as fast as it is read. */
const pour: RequestListener = (_, response) => {
  const write = (): void =>
    void (response.destroyed || response.write(Buffer.alloc(65_536), () => setImmediate(write)));
  write();
};
const drip: RequestListener = (_, response) => {
  const timer = setInterval(() => response.write('.'), 5);
  response.once('close', () => clearInterval(timer));
};
const bomb: RequestListener = (_, response) =>
  void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000)));
const redirectSlowly: RequestListener = (_, response) =>
  void setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60);
const upgrade: RequestListener = ({ socket }) =>
  void socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');

const ENDLESS: readonly (readonly [string, RequestListener, FetchOptions, string])[] = [
  ['a body without an end', pour, {}, 'answers with more than 1048576 bytes'],
  [
    'a body one byte over the limit',
    (_, response) => response.end('12345'),
    { maxBytes: 4 },
    'answers with more than 4 bytes',
  ],
  ['a bomb that is not unpacked', bomb, {}, 'answers with an encoded body'],
  ['a body that drips', drip, { timeout: 100 }, 'did not answer in time'],
  ['an answer that never comes', () => undefined, { timeout: 50 }, 'did not answer in time'],
  ['redirects that are slow together', redirectSlowly, { timeout: 100, redirects: 3 }, 'did not answer in time'],
  [
    'a connection that breaks',
    (_, response) => response.write('half', () => response.destroy()),
    {},
    'broke the connection',
  ],
  ['an upgrade that nobody asked for', upgrade, {}, 'broke the connection'],
];

describe.concurrent('it ends, and tells nothing of the query:', () => {
  it.each(ENDLESS)('%s', (_, listener, options, words) =>
    serving(listener, (origin) =>
      expect(asked(`${origin}/?token=secret`, options)).rejects.toMatchObject(fails(`${origin.slice(7)} ${words}`)),
    ),
  );

  it('a resolver that never answers', () =>
    expect(
      asked('https://slow.example/', { timeout: 50, resolve: () => new Promise(() => undefined) }),
    ).rejects.toMatchObject(fails('slow.example did not answer in time')));

  it('what is no HTTP, and a port where nobody listens', async () => {
    const server = createTcpServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('SSH-2.0\r\n'),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await expect(asked(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(
      fails(`127.0.0.1:${port} answers with what is not HTTP`),
    );
    await expect(asked(`https://localhost:${port}/`)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    server.close();
    await once(server, 'close');
    await expect(asked(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(
      fails(`127.0.0.1:${port} accepts no connections`),
    );
  });
});

it.skipIf(lacks('openssl'))(
  'a certificate that nobody vouches for is refused, whatever the environment says',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-tls-'));
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', cert], { stdio: 'pipe' });
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
      response.end(),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const host = `localhost:${typeof address === 'object' ? address?.port : ''}`;
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await expect(asked(`https://${host}/`, { resolve: isAt('127.0.0.1') })).rejects.toMatchObject(
        fails(`${host} shows a certificate of an authority that is not trusted`),
      );
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      server.close();
      rmSync(folder, { recursive: true });
    }
  },
);
