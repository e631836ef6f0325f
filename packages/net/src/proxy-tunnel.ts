import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { failed } from './judge-addresses.js';
import { passOneHead } from './one-head.js';
import { proxyLogin } from './proxy-settings.js';

/** Makes a connection to a proxy one to the host and port of a URL (RFC 9110, 9.3.6). The proxy finds its address. */
export async function openTunnel(
  connecting: Promise<Socket>,
  proxy: URL,
  target: URL,
  signal: AbortSignal,
): Promise<Socket> {
  const { status, socket } = await ask(connecting, proxy, target, signal).catch((cause: unknown) => {
    throw failed(target, 'cannot be reached: the proxy does not answer', { cause });
  });
  if (status === 200) return socket;
  socket.destroy();
  throw failed(target, `cannot be reached: the proxy answers with status ${status}`, {
    ...(status === 407 && { hint: 'put the login of the proxy into its URL: daemon.proxy or HTTPS_PROXY' }),
  });
}

async function ask(
  connecting: Promise<Socket>,
  proxy: URL,
  target: URL,
  signal: AbortSignal,
): Promise<{ status: number; socket: Socket }> {
  const connection = passOneHead(await connecting, proxy);
  const path = `${target.hostname}:${target.port || '443'}`;
  const login = proxyLogin(proxy);
  const { request } = process.getBuiltinModule('node:http');
  return new Promise((resolve, reject) => {
    const settle = ({ statusCode: status = 0 }: IncomingMessage): void => resolve({ status, socket: connection });
    request({
      method: 'CONNECT',
      path,
      headers: { host: path, ...(login !== undefined && { 'proxy-authorization': login }) },
      createConnection: () => connection,
      signal,
    })
      .once('connect', settle)
      .once('response', settle)
      .once('error', reject)
      .end();
  });
}
