import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { event, events, json, resultOf, type Answer } from './support/http-server.js';
import { LEGACY, legacy, MODERN, openHttpEnd } from './support/http-end.js';

const echo: Answer = ({ id }, response) => json(response, resultOf(id));
const answerWith =
  (respond: (response: ServerResponse, id: unknown) => void): Answer =>
  ({ id, rpc }, response) =>
    rpc === 'ok' ? json(response, resultOf(id)) : respond(response, id);

describe('a modern request', () => {
  it.each([
    ['tools/call', { name: 'buy' }, 'buy'],
    ['prompts/get', { name: 'größe' }, '=?base64?Z3LDtsOfZQ==?='],
    ['resources/read', { uri: 'file:///a b ' }, '=?base64?ZmlsZTovLy9hIGIg?='],
    ['tasks/get', { taskId: '=?base64?eA==?=' }, '=?base64?PT9iYXNlNjQ/ZUE9PT89?='],
    ['tools/list', { name: 'x' }, undefined],
  ])('repeats in headers what it says itself: %s', async (method, params, name) => {
    const { ask, hears, server } = await openHttpEnd(echo);
    ask(1, method, params);
    expect(await hears(1)).toEqual(['{"jsonrpc":"2.0","id":1,"result":{}}']);
    const headers = server.requests[0]?.headers ?? {};
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': MODERN,
      'mcp-method': method,
    });
    expect([headers['mcp-name'], headers['mcp-session-id']]).toEqual([name, undefined]);
  });

  it('repeats the arguments that the list of tools marks, in the digits that are sent', async () => {
    const mark = (type: string, header: string) => ({ type, 'x-mcp-header': header });
    const properties = {
      region: mark('string', 'Region'),
      size: mark('integer', 'Size'),
      gift: mark('boolean', 'Gift'),
      note: mark('string', 'Note'),
      inner: { type: 'object', properties: { deep: mark('string', 'Deep') } },
      plain: { type: 'string' },
    };
    const { end, ask, hears, server } = await openHttpEnd(({ id, rpc }, response) => {
      const tools = [{ name: 'buy', inputSchema: { type: 'object', properties } }];
      json(response, resultOf(id, rpc === 'tools/list' ? { tools } : {}));
    });
    ask(1, 'tools/list');
    await hears(1);
    const meta = `"_meta":{"io.modelcontextprotocol/protocolVersion":"${MODERN}"}`;
    const args = '{"region":"eu","size":9007199254740993,"gift":true,"note":" ü","inner":{"deep":""},"plain":"y"}';
    end.send(
      Buffer.from(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"buy","arguments":${args},${meta}}}`),
    );
    ask(3, 'tools/call', { name: 'other', arguments: { region: 'eu' } });
    await hears(3);
    const params = (id: number) => {
      const headers = Object.entries(server.requests.find((each) => each.id === id)?.headers ?? {});
      return Object.fromEntries(headers.filter(([name]) => name.startsWith('mcp-param-')));
    };
    expect(params(2)).toEqual({
      'mcp-param-deep': '=?base64??=',
      'mcp-param-gift': 'true',
      'mcp-param-note': '=?base64?IMO8?=',
      'mcp-param-region': 'eu',
      'mcp-param-size': '9007199254740993',
    });
    expect(params(3)).toEqual({});
  });

  it('is not sent if it calls a tool whose annotations ask for headers that HTTP cannot carry', async () => {
    const toolOf = (name: string, header: string) => ({
      name,
      inputSchema: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': header } } },
    });
    let tools = [toolOf('good', 'Region'), toolOf('bad', 'no token')];
    const { ask, hears, server } = await openHttpEnd(({ id, rpc }, response) =>
      json(response, resultOf(id, rpc === 'tools/list' ? { tools } : {})),
    );
    ask(1, 'tools/list');
    await hears(1);
    ask(2, 'tools/call', { name: 'bad', arguments: { region: 'eu' } });
    ask(3, 'tools/call', { name: 'good', arguments: { region: 'eu' } });
    const heard = await hears(3);
    expect(heard[1]).toMatch(/^2 lost: the server shop asks for headers with this tool that HTTP cannot carry/);
    expect(server.requests.map(({ id }) => id)).toEqual([1, 3]);
    tools = [toolOf('bad', 'Region')]; // the server has mended it
    ask(4, 'tools/list');
    await hears(4);
    ask(5, 'tools/call', { name: 'bad', arguments: { region: 'eu' } });
    await hears(5);
    expect(server.requests.at(-1)).toMatchObject({ id: 5, headers: { 'mcp-param-region': 'eu' } });
  });

  it('is cancelled by the end of its stream, and the server is told nothing else', async () => {
    const { say, ask, hears, server, until } = await openHttpEnd((_, response) => events(response, ': hello\n\n'));
    ask('a', 'tools/call', { name: 'slow' });
    await until(() => server.requests.length === 1);
    say({ method: 'notifications/cancelled', params: { requestId: 'a' } });
    expect(await hears(1)).toEqual(['"a" lost: the server shop was asked to cancel the request']);
    await until(() => server.requests[0]?.isClosed === true);
    expect(server.requests).toHaveLength(1);
  });

  it('gets the errors of the protocol as the server sent them', async () => {
    const error =
      '{"jsonrpc":"2.0","error":{"code":-32022,"message":"no","data":{"supported":["x"],"n":1e400}},"id":1}';
    const { ask, hears } = await openHttpEnd((_, response) => json(response, error, 400));
    ask(1, 'server/discover');
    expect(await hears(1)).toEqual([error]);
  });

  it.each([
    ['405 without a word', (response: ServerResponse) => void response.writeHead(405).end()],
    [
      '400 as HTML',
      (response: ServerResponse) => void response.writeHead(400, { 'content-type': 'text/html' }).end('<p>'),
    ],
  ])('to discover an older server is answered as by one on this machine: %s', async (_, respond) => {
    const { ask, hears } = await openHttpEnd(answerWith(respond));
    ask(1, 'server/discover');
    expect(await hears(1)).toEqual(['{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}']);
  });
});

describe('a session of the legacy era', () => {
  it('names its session and what was agreed on, and ends it', async () => {
    const { end, initialize, say, hears, server, until } = await openHttpEnd(legacy(echo));
    await initialize();
    say({ id: 2, method: 'tools/list' });
    await hears(2);
    await until(() => server.requests.some(({ method }) => method === 'GET'));
    await end.close();
    const seen = server.requests.map(({ method, rpc, headers }) => [
      `${method} ${rpc ?? ''}`.trim(),
      headers['mcp-session-id'],
      headers['mcp-protocol-version'],
    ]);
    expect(seen.slice(0, 2)).toEqual([
      ['POST initialize', undefined, undefined],
      ['POST notifications/initialized', 's1', LEGACY],
    ]);
    expect(seen).toContainEqual(['GET', 's1', LEGACY]);
    expect(seen).toContainEqual(['POST tools/list', 's1', LEGACY]);
    expect(seen.at(-1)).toEqual(['DELETE', 's1', LEGACY]);
  });

  it('keeps the order: what is not a request is taken before the next message leaves', async () => {
    const waiting: ServerResponse[] = [];
    const { initialize, say, server, until } = await openHttpEnd((request, response) => {
      if (request.rpc === 'notifications/roots/list_changed') waiting.push(response);
      else legacy(echo)(request, response);
    });
    await initialize();
    say({ method: 'notifications/roots/list_changed' });
    say({ id: 2, method: 'tools/list' });
    await until(() => waiting.length === 1);
    expect(server.requests.some(({ rpc }) => rpc === 'tools/list')).toBe(false);
    waiting[0]?.writeHead(202).end();
    await until(() => server.requests.some(({ rpc }) => rpc === 'tools/list'));
  });

  it('sends requests side by side, also while others wait', async () => {
    const waiting: ServerResponse[] = [];
    const { initialize, say, hears, until } = await openHttpEnd(
      legacy(({ id, rpc }, response) => (rpc === 'slow' ? void waiting.push(response) : json(response, resultOf(id)))),
    );
    await initialize();
    say({ id: 2, method: 'slow' });
    await until(() => waiting.length === 1);
    say({ id: 3, method: 'fast' });
    say({ method: 'notifications/cancelled', params: { requestId: 2 } });
    expect(await hears(2)).toContain('{"jsonrpc":"2.0","id":3,"result":{}}');
  });

  it('hears what the server asks on its own stream, and goes on where that was cut', async () => {
    const streams: string[] = [];
    const { initialize, hears } = await openHttpEnd(
      legacy(echo, 's1', ({ headers }, response) => {
        streams.push(String(headers['last-event-id']));
        if (streams.length === 1) events(response, 'retry: 60\n', event({ n: 1 }, 'e1'), event({ n: 2 }, 'e2')).end();
        else events(response, event({ n: 2 }, 'e2'), event({ n: 3 }, 'e3'));
      }),
    );
    await initialize();
    expect((await hears(4)).slice(1)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(streams).toEqual(['undefined', 'e2']);
  });

  it('gets a response that comes long after a large message of another kind', async () => {
    const large = { jsonrpc: '2.0', method: 'notifications/message', params: { data: 'x y '.repeat(20_000) } };
    const { initialize, say, hears, server } = await openHttpEnd(
      legacy((_, response) => {
        events(response, event(large));
        setTimeout(() => response.end(event(resultOf(2))), 5500);
      }),
    );
    await initialize();
    say({ id: 2, method: 'tools/call', params: {} });
    expect((await hears(3)).slice(1)).toEqual([JSON.stringify(large), JSON.stringify(resultOf(2))]);
    expect(server.requests.filter(({ id }) => id === 2)).toHaveLength(1);
  }, 20_000);

  it('gets the rest of a response that was cut', async () => {
    const { initialize, say, hears, server } = await openHttpEnd(
      legacy(
        (_, response) => events(response, 'retry: 60\n', event({ n: 1 }, 'p1'), 'id: p2\ndata: {"n":').end(),
        's1',
        ({ headers, id }, response) => {
          if (headers['last-event-id'] === 'p1') events(response, event(resultOf(2), 'p2')).end();
          else response.writeHead(405).end(String(id));
        },
      ),
    );
    await initialize();
    say({ id: 2, method: 'tools/call', params: {} });
    expect((await hears(3)).slice(1)).toEqual(['{"n":1}', JSON.stringify(resultOf(2))]);
    expect(server.requests.filter(({ headers }) => headers['last-event-id'] === 'p1')).toHaveLength(1);
  });

  it('gives a response up that was cut by a server that is gone', async () => {
    const { initialize, say, hears, server } = await openHttpEnd(
      legacy(
        (_, response) => events(response, 'retry: 60\n', event({ n: 1 }, 'p1')).end(),
        's1',
        ({ headers }, response) => {
          if (headers['last-event-id'] === 'p1') response.destroy();
          else response.writeHead(405).end();
        },
      ),
    );
    await initialize();
    say({ id: 2, method: 'tools/call', params: {} });
    expect((await hears(3)).at(-1)).toContain('2 lost: ');
    expect(server.requests.filter(({ headers }) => headers['last-event-id'] === 'p1')).toHaveLength(2);
  });

  it.each([404, 400])(
    'that the server has lost (%i) is opened again, and no message is lost or sent twice',
    async (gone) => {
      const { initialize, say, hears, server, heard, notes } = await openHttpEnd(legacy(echo));
      await initialize();
      server.answer = legacy(echo, 's2', undefined, gone);
      say({ id: 2, method: 'tools/list' });
      say({ id: 3, method: 'tools/list' });
      await hears(3);
      expect(heard.slice(1).toSorted()).toEqual([JSON.stringify(resultOf(2)), JSON.stringify(resultOf(3))]);
      const again = server.requests.filter(
        ({ headers, rpc }) => headers['mcp-session-id'] === 's2' || rpc === 'initialize',
      );
      expect(again.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(2);
      expect(again.filter(({ rpc }) => rpc === 'tools/list')).toHaveLength(2);
      expect(notes.join()).toContain('opened again');
    },
  );

  it.each([
    ['there was a subscription', { method: 'resources/subscribe', params: { uri: 'x:y' } }],
    ['there was a log level', { method: 'logging/setLevel', params: { level: 'info' } }],
    ['there was a task', { method: 'tools/call', params: { name: 'x', task: {} } }],
  ])('that the server has lost ends where it held more than its handshake: %s', async (_, stateful) => {
    const { end, initialize, say, hears, server } = await openHttpEnd(legacy(echo));
    await initialize();
    say({ id: 2, ...stateful });
    await hears(2);
    server.answer = legacy(echo, 's2');
    say({ id: 3, method: 'tools/list' });
    const reason = await end.ended;
    expect(reason?.message).toBe('the server shop has lost this session; it goes on in a new one');
    expect(server.requests.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(1);
  });

  it('that would be another one ends', async () => {
    const { end, initialize, say, server } = await openHttpEnd(legacy(echo));
    await initialize();
    server.answer = ({ id, rpc }, response) =>
      rpc === 'initialize'
        ? json(response, resultOf(id, { protocolVersion: LEGACY, capabilities: {} }), 200, { 'mcp-session-id': 's2' })
        : response.writeHead(404).end();
    say({ id: 3, method: 'tools/list' });
    expect((await end.ended)?.code).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('a server that does not answer as it should', () => {
  const cases: [string, (response: ServerResponse, id: unknown) => void, string][] = [
    [
      'HTML',
      (response) => response.writeHead(200, { 'content-type': 'text/html; x' }).end('<p>'),
      '7 lost: the server shop answered with text/html instead of JSON',
    ],
    [
      'a type that is none',
      (response) => response.writeHead(200, { 'content-type': 'a b' }).end('x'),
      '7 lost: the server shop answered with an unknown type instead of JSON',
    ],
    [
      'no type',
      (response) => response.writeHead(200).end('{}'),
      '7 lost: the server shop ended its response without an answer, and may have acted on the request',
    ],
    [
      'an empty body',
      (response) => json(response, ''),
      '7 lost: the server shop ended its response without an answer, and may have acted on the request',
    ],
    [
      'an empty stream',
      (response) => events(response).end(),
      '7 lost: the server shop ended its response without an answer, and may have acted on the request',
    ],
    [
      '202',
      (response) => response.writeHead(202).end(),
      '7 lost: the server shop accepted the request without answering it, and may act on it',
    ],
    [
      '400',
      (response) => response.writeHead(400).end('x'),
      '7 lost: the server shop answered with the HTTP status 400',
    ],
    [
      'an error without an id',
      (response) =>
        json(response, '{"error":{"code":-32000,"message":"no","data":1e999},"id":null,"jsonrpc":"2.0"}', 400),
      '{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"no","data":1e999}}',
    ],
    [
      'a stream that is cut',
      (response) => events(response, 'data: {"jso').destroy(),
      '7 lost: the server shop ended its response without an answer, and may have acted on the request',
    ],
    [
      'a body that is cut',
      (response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': '50' })
          .write('{', () => response.destroy()),
      '7 lost: the server shop broke off before it answered, and may have acted on the request',
    ],
    [
      'a large event',
      (response, id) => events(response, event(resultOf(id, { x: 'x'.repeat(300_000) }))).end(),
      '7 too long: the message is larger than 200000 bytes',
    ],
    [
      'a large body',
      (response, id) => json(response, resultOf(id, { x: 'x'.repeat(300_000) })),
      '7 too long: the message is larger than 200000 bytes',
    ],
  ];

  it.each(cases)('gets its client an error, and the next call works: %s', async (_, respond, expected) => {
    const { ask, hears } = await openHttpEnd(answerWith(respond), { maxBytes: 200_000 });
    ask(7, 'tools/call', { name: 'x' });
    expect(await hears(1)).toEqual([expected]);
    ask(8, 'ok');
    expect((await hears(2))[1]).toBe(JSON.stringify(resultOf(8)));
  });

  it('does not hang: silence ends a request, and any sign of the server prolongs it', async () => {
    const { ask, hears } = await openHttpEnd(
      answerWith((response, id) => {
        events(response, ': here\n\n');
        if (id !== 1) return;
        let signs = 0;
        const timer = setInterval(() => {
          response.write(': here\n\n');
          if (++signs < 4) return;
          clearInterval(timer);
          response.end(event(resultOf(1)));
        }, 60);
      }),
      { timeout: 200 },
    );
    ask(1, 'tools/call', { name: 'x' });
    ask(2, 'tools/call', { name: 'x' });
    ask(3, 'subscriptions/listen');
    const heard = await hears(2);
    expect(heard).toEqual([
      '2 lost: the server shop has sent nothing for 0.2 seconds, and may still act on the request',
      JSON.stringify(resultOf(1)),
    ]);
  });

  it('cannot fill the memory: it waits while the session is behind', async () => {
    let written = 0;
    const { end, ask, hears, until, heard } = await openHttpEnd((_, response) => {
      events(response);
      const more = (): void => {
        while (written < 64 << 20) {
          written += 100_000;
          if (!response.write(event(JSON.stringify({ x: 'x'.repeat(100_000) }))))
            return void response.once('drain', more);
        }
        response.end(event(resultOf(1)));
      };
      more();
    });
    end.pause('held up');
    ask(1, 'tools/call', { name: 'x' });
    // The buffers of the system fill up, and then nothing moves any more.
    let [before, unchanged] = [-1, 0];
    await until(() => {
      unchanged = written === before ? unchanged + 1 : 0;
      before = written;
      return unchanged === 50 || written >= 64 << 20;
    });
    expect([heard.length, written < 48 << 20]).toEqual([0, true]);
    end.resume('held up');
    await hears(500);
  });
});

describe('the end of a session', () => {
  it('comes once all is answered, if its client sends no more', async () => {
    const { end, ask, hears } = await openHttpEnd(echo);
    ask(1, 'tools/list');
    end.endInput();
    expect([await end.ended, await hears(1)]).toEqual([undefined, [JSON.stringify(resultOf(1))]]);
  });

  it('aborts what is open, and says nothing of it any more', async () => {
    const { end, ask, server, until, heard } = await openHttpEnd((_, response) => events(response, ': x\n\n'));
    ask(1, 'tools/call', { name: 'x' });
    await until(() => server.requests.length === 1);
    end.stop();
    await end.close();
    await until(() => server.requests[0]?.isClosed === true);
    expect(heard).toEqual([]);
  });

  it('is known by its origin alone', async () => {
    const { end, server } = await openHttpEnd(echo);
    expect(end.label).toBe(new URL(server.url).origin);
  });

  it('holds the client back while too much is unsent', async () => {
    const { ask, end, until, hears } = await openHttpEnd(echo, { maxBytes: 32 << 20 });
    let hasDrained = false;
    end.onDrained(() => (hasDrained = true));
    expect([ask(1, 'x', { x: 'x'.repeat(17 << 20) }), ask(2, 'x')]).toEqual([false, false]);
    await until(() => hasDrained);
    await hears(2);
  });
});

describe('what a legacy server leaves open', () => {
  it('is lost if the rest of a cut response does not come either', async () => {
    const { initialize, say, hears, server } = await openHttpEnd(
      legacy(
        (_, response) => events(response, event({ n: 1 }, 'p1')).end(),
        's1',
        (_, response) => response.writeHead(405).end(),
      ),
    );
    await initialize();
    say({ id: 2, method: 'tools/call', params: {} });
    expect((await hears(3))[2]).toBe(
      '2 lost: the server shop ended its response without an answer, and may have acted on the request',
    );
    expect(server.requests.filter(({ headers }) => headers['last-event-id'] === 'p1')).toHaveLength(2);
  });

  it('is cancelled by a message, as its client sent it', async () => {
    const { initialize, say, server, until } = await openHttpEnd(legacy((_, response) => events(response, ': x\n\n')));
    await initialize();
    say({ id: 2, method: 'tools/call', params: {} });
    say({ method: 'notifications/cancelled', params: { requestId: 2 } });
    await until(() => server.requests.some(({ rpc }) => rpc === 'notifications/cancelled'));
    expect(server.requests.find(({ rpc }) => rpc === 'tools/call')?.isClosed).toBe(false);
  });

  it('is lost for each request of a batch', async () => {
    const { end, initialize, hears } = await openHttpEnd((request, response) =>
      request.body.startsWith('[') ? json(response, [resultOf('b')]) : legacy(echo)(request, response),
    );
    await initialize();
    const batch = ['"b"', '7', '"c"'].map((id) => `{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
    end.send(Buffer.from(`[${batch.join()}]`));
    const why = 'the server shop ended its response without an answer, and may have acted on the request';
    expect((await hears(4)).slice(1)).toEqual([JSON.stringify([resultOf('b')]), `7 lost: ${why}`, `"c" lost: ${why}`]);
  });

  it('is opened again where only its stream shows that the session is gone', async () => {
    const streams: ServerResponse[] = [];
    const onStream: Answer = (_, response) => void streams.push(events(response, 'retry: 50\n', event({ n: 1 }, 'e1')));
    const { initialize, server, until } = await openHttpEnd(legacy(echo, 's1', onStream));
    await initialize();
    await until(() => streams.length === 1);
    const second = legacy(echo, 's2', onStream);
    server.answer = (request, response) =>
      request.headers['mcp-session-id'] === 's1' ? void response.writeHead(404).end() : second(request, response);
    streams[0]?.end();
    await until(() => streams.length === 2);
    expect(server.requests.at(-1)?.headers).toMatchObject({ 'mcp-session-id': 's2' });
    expect(server.requests.at(-1)?.headers['last-event-id']).toBeUndefined();
  });

  it('tells the client in the words of the connection why its server cannot be asked', async () => {
    const { ask, hears, server } = await openHttpEnd((_, response) => response.destroy());
    ask(1, 'tools/list');
    expect(await hears(1)).toEqual(['1 lost: the server cannot be reached']);
    expect(server.requests).toHaveLength(1);
  });
});
