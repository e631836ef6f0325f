import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createServer, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { guardedFetch } from '../../src/guarded-fetch.ts';
import { openOutbound, type OutboundOptions } from '../../src/outbound/index.ts';
import { proxyFor, readProxySettings, type ProxySettings } from '../../src/proxy-settings.ts';
import { createAuthority } from '../support/certificate.ts';
import { serve } from '../support/serving.ts';

/** A proxy that finds every host on this machine; it wants a login. */
async function startProxy(): Promise<{ settings: ProxySettings; asked: string[] }> {
  const asked: string[] = [];
  const isUser = ({ headers }: IncomingMessage): boolean =>
    headers['proxy-authorization'] === `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  const server = createServer((incoming, response) => {
    const { url = '', method, headers } = incoming;
    asked.push(`${method} ${url.replace(/:\d+/, '')}`);
    if (!isUser(incoming)) return void response.writeHead(407).end();
    const target = new URL(url);
    const out = { host: '127.0.0.1', port: target.port, path: target.pathname, method, headers };
    incoming.pipe(request(out, (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 0))));
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    const { url = '' } = incoming;
    asked.push(`CONNECT ${url.replace(/:\d+/, '')}`);
    if (!isUser(incoming)) return void socket.end('HTTP/1.1 407 Login\r\n\r\n');
    const target = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => void [target.destroy(), socket.destroy()]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void [server.closeAllConnections(), server.close()]);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { settings: readProxySettings(`http://me:p%40ss@127.0.0.1:${port}`, {}), asked };
}

const authority = createAuthority();

async function ask(options: Partial<OutboundOptions> & { url: string }): Promise<string> {
  const outbound = openOutbound({ allowHttp: true, allowPrivate: false, ca: authority.cert, ...options });
  onTestFinished(() => outbound.close());
  const { status, body } = await outbound.request({ method: 'POST', headers: {}, body: Buffer.from('hello') });
  return `${status} ${await text(body)}`;
}

describe('through a proxy', () => {
  it('TLS goes from end to end, and the proxy finds the address', async () => {
    const { settings, asked } = await startProxy();
    const { port } = await serve(
      (incoming, response) => {
        expect(incoming.headers).not.toHaveProperty('proxy-authorization');
        incoming.pipe(response);
      },
      authority.issue({ host: 'shop.example' }),
    );
    const url = `https://shop.example:${port}/mcp`;
    expect(await ask({ url, proxy: settings })).toBe('200 hello');
    const fetched = await guardedFetch(url, { body: 'hi', proxy: settings, ca: authority.cert });
    expect([String(fetched.body), asked]).toEqual(['hi', ['CONNECT shop.example', 'CONNECT shop.example']]);
  });

  it('a certificate of another host is refused as without it', async () => {
    const { settings } = await startProxy();
    const { port } = await serve(() => undefined, authority.issue({ host: 'other.example' }));
    const asked = ask({ url: `https://shop.example:${port}/`, proxy: settings });
    await expect(asked).rejects.toThrow('shows a certificate of another host');
  });

  it('a request without TLS names the whole URL', async () => {
    const { settings, asked } = await startProxy();
    const { port } = await serve((incoming, response) => void incoming.pipe(response));
    expect(await ask({ url: `http://shop.example:${port}/mcp`, proxy: settings })).toBe('200 hello');
    expect(asked).toEqual(['POST http://shop.example/mcp']);
  });

  it('a literal address that is not public is refused, and a login is asked for without being shown', async () => {
    const { settings, asked } = await startProxy();
    await expect(guardedFetch('https://169.254.169.254/', { proxy: settings })).rejects.toThrow('not public');
    expect(asked).toEqual([]);
    const wrong = { ...settings, https: settings.https?.replace('p%40ss', 'hidden') };
    const refused = ask({ url: 'https://shop.example/', proxy: wrong });
    await expect(refused).rejects.toThrow('shop.example cannot be reached: the proxy answers with status 407');
    await expect(refused).rejects.toMatchObject({ hint: expect.not.stringContaining('hidden') });
  });
});

describe('which proxy', () => {
  const P = 'http://p:1/';
  it.each([
    ['https://a.example/', { HTTPS_PROXY: 'p:1' }, P],
    ['https://a.example/', { https_proxy: P, HTTPS_PROXY: 'http://q:1' }, P],
    ['https://a.example/', { ALL_PROXY: P }, P],
    ['https://a.example/', { HTTP_PROXY: P }, undefined],
    ['http://a.example/', { http_proxy: P }, P],
    ['https://localhost/', { HTTPS_PROXY: P }, undefined],
    ['https://127.0.0.5/', { HTTPS_PROXY: P }, undefined],
    ['https://[::1]/', { HTTPS_PROXY: P }, undefined],
    ['https://a.example/', { HTTPS_PROXY: P, NO_PROXY: '*' }, undefined],
    ['https://a.example/', { HTTPS_PROXY: P, no_proxy: 'b.example, A.example' }, undefined],
    ['https://x.a.example/', { HTTPS_PROXY: P, NO_PROXY: '.a.example' }, undefined],
    ['https://x.a.example/', { HTTPS_PROXY: P, NO_PROXY: '*.a.example' }, undefined],
    ['https://xa.example/', { HTTPS_PROXY: P, NO_PROXY: 'a.example' }, P],
    ['https://a.example/', { HTTPS_PROXY: P, NO_PROXY: 'a.example:443' }, undefined],
    ['https://a.example/', { HTTPS_PROXY: P, NO_PROXY: 'a.example:8443' }, P],
    ['https://10.1.2.3/', { HTTPS_PROXY: P, NO_PROXY: '10.0.0.0/8' }, undefined],
    ['https://11.1.2.3/', { HTTPS_PROXY: P, NO_PROXY: '10.0.0.0/8,11.1.2.3/x' }, P],
    ['https://[fd00::1]/', { HTTPS_PROXY: P, NO_PROXY: '[fd00::1]' }, undefined],
  ])('leads to %s with %j', (url, terminal, expected) => {
    expect(proxyFor(readProxySettings(null, terminal), new URL(url))?.href).toBe(expected);
  });

  it('the configuration comes first, and one that cannot be used is refused', () => {
    const target = new URL('https://a.example');
    expect(proxyFor(readProxySettings(P, { HTTPS_PROXY: 'http://q:1' }), target)?.href).toBe(P);
    const socks = readProxySettings(null, { ALL_PROXY: 'socks5://secret@p:1' });
    expect(() => proxyFor(socks, target)).toThrow('the proxy is not one of http or https');
  });
});
