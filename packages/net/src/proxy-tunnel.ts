import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { bare } from '@mcp-guard/core/addresses';
import { failed } from './judge-addresses.js';
import { proxyLogin } from './proxy-settings.js';

const MAX_HEADERS = 16_384;

/** A connection through a proxy (RFC 9110, 9.3.6) to the host and port of a URL. The proxy finds its address. */
export function openTunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Socket> {
  const path = `${target.hostname}:${target.port || '443'}`;
  const login = proxyLogin(proxy);
  const { request } =
    proxy.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
  return new Promise((resolve, reject) => {
    request({
      method: 'CONNECT',
      host: bare(proxy.hostname),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      path,
      headers: { host: path, ...(login !== undefined && { 'proxy-authorization': login }) },
      agent: false,
      maxHeaderSize: MAX_HEADERS,
      rejectUnauthorized: true,
      signal,
    })
      .once('connect', ({ statusCode }: IncomingMessage, socket: Socket, head: Buffer) => {
        if (statusCode === 200 && head.length === 0) return resolve(socket);
        socket.destroy();
        reject(refused(target, statusCode));
      })
      .once('response', (response) => {
        response.destroy();
        reject(refused(target, response.statusCode));
      })
      .once('error', (cause) => reject(failed(target, 'cannot be reached: the proxy does not answer', { cause })))
      .end();
  });
}

const refused = (target: URL, status = 0): Error =>
  failed(target, `cannot be reached: the proxy answers with status ${status}`, {
    ...(status === 407 && { hint: 'put the login of the proxy into its URL: daemon.proxy or HTTPS_PROXY' }),
  });
