import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Certificate } from '../../../../../net/test/support/certificate.ts';

/** More than any client should read; a server that is never stopped ends by itself. */
const MOST = 256 * 2 ** 20;
const CHUNK = 65_536;
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;

export interface HostileBytes {
  readonly what: string;
  readonly first: string;
  /** Follows without an end. */
  readonly flood: string;
}

/** What a server answers a request with, before it was read by any parser. */
export const HOSTILE_BYTES: readonly HostileBytes[] = [
  { what: 'answers before the answer', first: '', flood: 'HTTP/1.1 103 Early Hints\r\nL: x\r\n\r\n' },
  { what: 'headers without an end', first: HEAD, flood: 'a: b\r\n' },
  { what: 'a header without an end', first: `${HEAD}a: `, flood: 'bcd' },
  { what: 'a status line without an end', first: 'HTTP/1.1 200 ', flood: 'OK' },
  { what: 'line ends before the answer', first: '', flood: '\r\n' },
  { what: 'an extension of a chunk without an end', first: `${CHUNKED}4;`, flood: 'a=b;' },
  { what: 'chunks of one byte', first: CHUNKED, flood: '1\r\n \r\n' },
  { what: 'trailers without an end', first: `${CHUNKED}0\r\n`, flood: 'a: b\r\n' },
];

export interface HostileServer {
  readonly port: number;
  /** Resolves once its client has cut every connection, with whether one has read all there was. */
  readonly isReadToTheEnd: () => Promise<boolean>;
}

/** A server on this machine for as long as the test runs. */
export async function serveBytes({ first, flood }: HostileBytes, certificate?: Certificate): Promise<HostileServer> {
  const part = flood.repeat(Math.ceil(CHUNK / flood.length));
  const closed: Promise<unknown>[] = [];
  let isRead = false;
  const pour = (socket: Socket): void => {
    closed.push(new Promise((resolve) => socket.once('close', resolve)));
    let left = MOST;
    const more = (): void => {
      while (left > 0 && !socket.destroyed && socket.write(part)) left -= part.length;
      if (left > 0) return;
      isRead = true;
      socket.destroy();
    };
    socket
      .on('error', () => undefined)
      .on('drain', more)
      .once('data', () => {
        socket.write(first);
        more();
      });
  };
  const server: Server = certificate ? createTlsServer({ ...certificate }, pour) : createServer(pour);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    isReadToTheEnd: () => Promise.all(closed).then(() => isRead),
  };
}
