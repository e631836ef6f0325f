import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_STRANGERS, Strangers } from '../../src/web/strangers.js';

// Threat 17: another user of the machine reaches the port of the page, without a token.

const TOKEN = 'authorization: Bearer right';
const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const KNOWN = `GET / HTTP/1.1\r\nhost: x\r\n${TOKEN}\r\n\r\n`;

let server: Server;
let strangers: Strangers;
/** Requests that the server has seen, with their bodies. */
let seen: string[];
/** Requests that have begun. */
let begun: number;
/** The daemon's ends of all connections. */
let accepted: Socket[];
let port: number;

beforeEach(async () => {
  seen = [];
  begun = 0;
  accepted = [];
  server = createServer((request, response) => {
    begun++;
    if (!request.headers.authorization) response.setHeader('connection', 'close');
    const body = text(request).catch(() => 'cut off');
    void body.then((read) => seen.push(`${request.method} ${read}`)).then(() => response.end('yes'));
  });
  strangers = new Strangers({ server, isKnown: (head) => head.includes(TOKEN), ready: () => Promise.resolve() });
  server.on('connection', (socket: Socket) => accepted.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo); // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens at a port
});

afterEach(async () => {
  vi.useRealTimers();
  const closed = new Promise((resolve) => server.close(resolve));
  strangers.close();
  server.closeAllConnections();
  await closed; // No connection is forgotten.
});

/** Looks in every turn: no clock decides. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise(setImmediate);
}

/** Sends this at once, and goes on listening. */
function send(bytes: string): Socket {
  const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
  socket.write(bytes);
  return socket;
}

/** Whatever comes until the other side ends the connection, which it may do while more is sent. */
async function answerTo(bytes: string): Promise<string> {
  const socket = send(bytes);
  let told = '';
  socket.on('data', (chunk) => (told += String(chunk)));
  await once(socket, 'close');
  return told;
}

const YES = /^HTTP\/1\.1 200 OK\r\nconnection: close\r\n[^]*yes/i;

describe('without a token', () => {
  it('a block of requests is answered once, and ends its connection', async () => {
    expect(await answerTo(GET.repeat(2000))).toMatch(YES);
    expect(seen).toEqual(['GET ']);
  });

  it('a short body comes with its request, and nothing after it', async () => {
    expect(await answerTo(`POST / HTTP/1.1\r\nhost: x\r\nContent-Length: 4\r\n\r\ncode${GET}`)).toMatch(YES);
    expect(seen).toEqual(['POST code']);
  });

  it('one connection after the other is answered', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answers = [answerTo(GET), answerTo(GET), answerTo(GET)];
    await until(() => accepted.length === 3 && accepted.every((socket) => socket.isPaused()));
    expect(seen).toHaveLength(1);
    while (seen.length < 3) await vi.advanceTimersByTimeAsync(1);
    for (const answer of answers) expect(await answer).toMatch(YES);
  });

  it('a head without an end is refused', async () => {
    expect(await answerTo(`GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(65_536)}`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('a head that comes in crumbs is cut off', async () => {
    const socket = send('G');
    await until(() => accepted.length === 1);
    const [end] = accepted;
    for (let sent = 1; sent < 100 && !end?.destroyed; sent++) {
      await until(() => end?.destroyed === true || end?.bytesRead === sent);
      socket.write('E');
    }
    expect(end?.destroyed).toBe(true);
    expect(seen).toEqual([]);
  });

  it('a connection does not outlive the server', async () => {
    const socket = send('');
    await until(() => accepted.length === 1);
    strangers.close();
    expect(accepted[0]?.destroyed).toBe(true);
    socket.destroy();
  });
});

const OPEN = 'GET / HTTP/1.1\r\nhost: x\r\n';

describe.each([
  ['no request', ''],
  ['half a request', OPEN],
  ['a request without a host', 'GET / HTTP/1.1\r\n\r\n'.repeat(100)],
  ['no HTTP', 'x\r\n\r\n'.repeat(1000)],
  ['empty lines', '\r\n'.repeat(1000)],
  ['a head of 64 KB', `${OPEN}a: ${'b'.repeat(65_536)}`],
  ['a head of very many fields', `${OPEN}${'a:\r\n'.repeat(16_384)}`],
  ['a body that does not come', 'POST / HTTP/1.1\r\nhost: x\r\nContent-Length: 9\r\n\r\n'],
  [
    'a body in chunks without an end',
    `POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(1000)}`,
  ],
  ['a body of 1 GB', `POST / HTTP/1.1\r\nhost: x\r\nContent-Length: 1000000000\r\n\r\n${'a'.repeat(65_536)}`],
  ['Expect', `POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nContent-Length: 100000\r\n\r\n`],
  ['Upgrade', `${OPEN}connection: upgrade\r\nupgrade: websocket\r\n\r\n`.repeat(100)],
  ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(100)],
  ['requests that are whole', GET.repeat(100)],
])('%s on more connections than there is room', (_, bytes) => {
  it('keeps out no other, with or without a token', async () => {
    const floods = Array.from({ length: 2 * MAX_STRANGERS }, () => send(bytes));
    await until(() => accepted.length === floods.length);
    expect(strangers.count).toBeLessThanOrEqual(MAX_STRANGERS);
    const known = send(KNOWN);
    expect(String(await once(known, 'data'))).toContain('yes');
    expect(await answerTo(GET)).toMatch(YES);
    for (const each of [known, ...floods]) each.destroy();
  });
});

it('bodies that do not come, of as many as there is room for, keep out no other', async () => {
  const held = 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n';
  const floods = Array.from({ length: MAX_STRANGERS }, () => send(held));
  await until(() => begun === MAX_STRANGERS);
  const known = send(KNOWN);
  expect(String(await once(known, 'data'))).toContain('yes');
  expect(await answerTo(GET)).toMatch(YES);
  for (const each of [known, ...floods]) each.destroy();
});

describe('with a token', () => {
  it('a connection stays, and all of its requests are answered', async () => {
    const socket = send(KNOWN.repeat(3));
    await until(() => seen.length === 3);
    expect(strangers.count).toBe(0);
    socket.write(KNOWN);
    await until(() => seen.length === 4);
    socket.destroy();
  });

  it('a long body is read as it comes', async () => {
    const body = 'x'.repeat(200_000);
    const socket = send(
      `POST / HTTP/1.1\r\nhost: x\r\n${TOKEN}\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 9)}`,
    );
    socket.write(body.slice(9));
    await once(socket, 'data');
    expect(seen).toEqual([`POST ${body}`]);
    socket.destroy();
  });

  it('a connection outlives those of any number of strangers', async () => {
    const socket = send(KNOWN);
    await once(socket, 'data');
    const floods = Array.from({ length: 2 * MAX_STRANGERS }, () => send(''));
    await until(() => accepted.length === floods.length + 1);
    socket.write(KNOWN);
    expect(String(await once(socket, 'data'))).toContain('yes');
    for (const each of [socket, ...floods]) each.destroy();
  });
});
