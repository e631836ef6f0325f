import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SocketLink } from '../../../src/ends/remote/link/link.js';
import { openWebsocket } from '../../../src/ends/remote/channel/websocket.js';
import { agreed, openChannelEnd } from './support/channel-end.js';

interface Heard {
  readonly id?: unknown;
  readonly method?: string;
}

interface SocketServer {
  /** What is done on a request; an echo by default. */
  readonly answer?: (socket: WebSocket, message: Heard) => void;
  readonly protocol?: string | false;
  /** A status instead of an upgrade. */
  readonly status?: number;
  readonly timeout?: number;
  readonly maxBytes?: number;
  readonly pingEvery?: number;
  readonly autoPong?: boolean;
}

const echo = (socket: WebSocket, { id }: Heard): void =>
  socket.send(`{"jsonrpc":"2.0","id":${String(id)},"result":{"n":1e400}}`);

/** A websocket server of this test on this machine, and an end before it. */
async function startWebsocket({
  answer = echo,
  protocol = 'mcp',
  status,
  pingEvery,
  autoPong = true,
  ...limits
}: SocketServer = {}) {
  const methods: string[] = [];
  const upgrades: unknown[] = [];
  const closes: number[] = [];
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => protocol, autoPong });
  server.on('upgrade', (request, socket, head) => {
    const { authorization, 'sec-websocket-extensions': extensions } = request.headers;
    upgrades.push({ authorization, extensions });
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      accepted.on('close', (code) => closes.push(code));
      accepted.on('message', (data) => {
        const message: Heard = JSON.parse(Buffer.isBuffer(data) ? data.toString() : '{}');
        methods.push(message.method ?? 'answer');
        if (message.method === 'initialize') accepted.send(agreed(message.id));
        else if (message.id !== undefined) answer(accepted, message);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const link: SocketLink = {
    async upgrade(attempt) {
      const connection = connect(port, '127.0.0.1').on('error', () => undefined);
      onTestFinished(() => void connection.destroy());
      return attempt({ connection, headers: { authorization: 'Bearer t' } });
    },
  };
  const url = `ws://127.0.0.1:${port}/mcp`;
  const open = openWebsocket({ name: 'shop', url, link, ...(pingEvery !== undefined && { pingEvery }) });
  return { methods, upgrades, closes, sockets, ...openChannelEnd({ url, open, ...limits }) };
}

describe('a server behind a websocket', () => {
  it('is connected to by the first message, with its headers, and gets each message as it is', async () => {
    const { upgrades, methods, initialize, say, hears, end, closes, until } = await startWebsocket();
    expect(upgrades).toEqual([]);
    await initialize();
    say({ id: 2, method: 'ping' });
    expect((await hears(2))[1]).toBe('{"jsonrpc":"2.0","id":2,"result":{"n":1e400}}');
    expect(methods).toEqual(['initialize', 'notifications/initialized', 'ping']);
    expect(upgrades).toEqual([{ authorization: 'Bearer t', extensions: undefined }]);
    await end.close();
    await until(() => closes.length === 1);
    expect(closes).toEqual([1000]);
  });

  it.each<[string, SocketServer, string]>([
    ['confirms no subprotocol', { protocol: false }, 'does not confirm the subprotocol mcp'],
    ['confirms another subprotocol', { protocol: 'graphql' }, 'does not confirm the subprotocol mcp'],
    ['answers with a status', { status: 404 }, 'answered with the HTTP status 404'],
    ['redirects', { status: 302 }, 'answered with the HTTP status 302'],
  ])('that %s fails the request, and the session lives', async (_, options, why) => {
    const { say, hears, outcome, methods } = await startWebsocket(options);
    say({ id: 1, method: 'initialize' });
    expect(await hears(1)).toEqual([`1 lost: the server shop ${why}`]);
    expect([outcome, methods]).toEqual([{}, []]);
  });

  it.each<[string, SocketServer, string]>([
    [
      'sends a binary message',
      { answer: (socket) => socket.send(Buffer.from('{}')) },
      'sent a binary message, which MCP does not have',
    ],
    [
      'sends a message that is too large',
      { answer: (socket) => socket.send('x'.repeat(4000)), maxBytes: 2000 },
      'sent more than 2000 bytes at once',
    ],
    ['cuts the connection', { answer: (socket) => socket.terminate() }, 'closed its connection'],
    [
      'answers no ping',
      { answer: () => undefined, pingEvery: 30, autoPong: false },
      'no longer answers on its connection',
    ],
  ])('that %s ends the session with the reason', async (_, options, why) => {
    const { initialize, say, ends } = await startWebsocket(options);
    await initialize();
    say({ id: 5, method: 'tools/call' });
    expect(await ends()).toBe(`the server shop ${why}`);
  });

  it('leaves no request without an end, though it answers our pings', async () => {
    const { initialize, say, hears, outcome } = await startWebsocket({
      answer: () => undefined,
      timeout: 200,
      pingEvery: 30,
    });
    await initialize();
    say({ id: 5, method: 'tools/call' });
    expect((await hears(2))[1]).toBe(
      '5 lost: the server shop has sent nothing for 0.2 seconds, and may still act on the request',
    );
    expect(outcome).toEqual({});
  });

  it('counts its pings, its pongs and small parts of messages as lines that lead nowhere', async () => {
    const { initialize, say, hears, idle } = await startWebsocket({
      answer(socket, { id }) {
        socket.ping();
        socket.pong();
        socket.send('', { fin: false });
        socket.send(' '.repeat(200), { fin: false });
        echo(socket, { id });
      },
    });
    await initialize();
    say({ id: 1, method: 'ping' });
    expect((await hears(2))[1]).toContain('"id":1');
    expect(idle()).toBe(3);
  });

  it('hands over text that is not UTF-8 for the strict reader to refuse', async () => {
    const { initialize, say, hears } = await startWebsocket({
      answer: (socket) => socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false }),
    });
    await initialize();
    say({ id: 5, method: 'ping' });
    expect((await hears(2))[1]).toBe('"\ufffd"');
  });

  it('is not read while the session is behind', async () => {
    const { initialize, say, end, heard, hears, sockets, until } = await startWebsocket({
      answer: (socket) => {
        for (let sent = 0; sent < 400; sent++) socket.send('x'.repeat(50_000));
      },
    });
    await initialize();
    end.pause('test');
    say({ id: 5, method: 'tools/call' });
    await until(() => [...sockets.clients].some(({ bufferedAmount }) => bufferedAmount > 4 << 20));
    expect(heard).toHaveLength(1);
    end.resume('test');
    await hears(401);
  });
});
