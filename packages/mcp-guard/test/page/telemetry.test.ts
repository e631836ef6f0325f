// covers: telemetry
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { DaemonStatus } from '@mcp-guard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callLine, resultLine } from '../support/calls.ts';
import { startInProcess, type InProcess } from '../support/in-process.ts';

const CANARY = 'canary-77aa1';
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

interface Told {
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: unknown;
}

let collector: Server;
let url: string;
let told: Told[];
/** How the collector answers; nothing: never. */
let answer: number | undefined;

beforeEach(async () => {
  told = [];
  answer = 200;
  collector = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const address = collector.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterEach(() => {
  collector.close();
  collector.closeAllConnections();
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  told.push({ path: request.url ?? '', headers: request.headers, body: await json(request) });
  if (answer !== undefined) response.writeHead(answer, { 'content-type': 'application/json' }).end('{}');
}

const start = (more: object = {}): Promise<InProcess> =>
  startInProcess({
    policy: { permissions: { denied_tools: ['drop'] } },
    config: {
      daemon: { dashboard_port: false, shutdown_timeout: 1 },
      telemetry: { otlp: url, headers: { authorization: CANARY }, logs: true, ...more },
    },
  });

/** One call that is answered and one that is refused; what the server was sent. */
async function traffic(daemon: InProcess): Promise<string> {
  const { client, server, close } = await daemon.connect();
  client.send(callLine('echo', { secret: CANARY }, 1, { _meta: { traceparent: PARENT, other: 1 } }));
  const sent = await server.next();
  server.send(resultLine(1, { text: CANARY }));
  await client.next();
  client.send(callLine('drop', { secret: CANARY }, 2));
  await client.next();
  await close();
  return sent;
}

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

const spansIn = (body: unknown): readonly Span[] => {
  const { resourceSpans } = body as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- what is wrong with it fails the test
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
};

const attribute = ({ attributes }: Span, key: string): unknown =>
  Object.values(attributes.find((each) => each.key === key)?.value ?? {})[0];

describe('a collector', () => {
  it('gets a span for each call, which the server’s spans are children of', async () => {
    const daemon = await start();
    const sent = JSON.parse(await traffic(daemon));
    expect(daemon.rows().filter(({ outcome }) => outcome === 'redact')).toEqual([]);
    await daemon.close();
    const spans = told.filter(({ path }) => path === '/v1/traces').flatMap(({ body }) => spansIn(body));
    const [echo, drop] = ['tools/call echo', 'tools/call drop'].map((name) => spans.find((span) => span.name === name));
    expect(echo).toMatchObject({ traceId: PARENT.split('-')[1], parentSpanId: PARENT.split('-')[2] });
    expect(sent.params['_meta']).toEqual({ traceparent: `00-${echo?.traceId}-${echo?.spanId}-01`, other: 1 });
    expect(BigInt(echo?.endTimeUnixNano ?? 0)).toBeGreaterThan(BigInt(echo?.startTimeUnixNano ?? 0));
    expect(echo && ['gen_ai.tool.name', 'mcp_guard.outcome', 'error.type'].map((key) => attribute(echo, key))).toEqual([
      'echo',
      'allowed',
      undefined,
    ]);
    expect(drop && ['error.type', 'mcp_guard.outcome'].map((key) => attribute(drop, key))).toEqual([
      'POLICY_DENIED',
      'refused',
    ]);
  });

  it('leaves notifications as they are: no row could be told from the next', async () => {
    const daemon = await start();
    const { client, server, close } = await daemon.connect();
    const params = { _meta: { traceparent: PARENT } };
    const line = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/roots/list_changed', params });
    client.send(line);
    expect(await server.next()).toBe(line);
    await close();
    await daemon.close();
  });

  it('gets metrics and rows, and with them the headers', async () => {
    const daemon = await start();
    await traffic(daemon);
    await daemon.close();
    expect([...new Set(told.map(({ path }) => path))].toSorted()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
    expect(told.every(({ headers }) => headers['authorization'] === CANARY)).toBe(true);
    expect(JSON.stringify(told)).toContain('mcp_guard_messages');
    expect(JSON.stringify(told)).toContain('mcp_guard.audit');
  });

  // Threat 44
  it('gets nothing that the record does not hold', async () => {
    const daemon = await start();
    await traffic(daemon);
    const shown = JSON.stringify([await daemon.ask('/status'), await daemon.ask('/policy')]);
    await daemon.close();
    expect(JSON.stringify(told.map(({ body }) => body))).not.toContain(CANARY);
    expect(shown).not.toContain(CANARY);
  });

  it.each([
    ['answers 500', 500],
    ['never answers', undefined],
  ])('that %s holds nothing up, not even the end', async (_, status) => {
    answer = status;
    const daemon = await start();
    expect(await traffic(daemon)).toContain('echo');
    await daemon.close();
    expect(told.length).toBeGreaterThan(0);
  });

  it('that is not there is told of in status', async () => {
    collector.close();
    const daemon = await start();
    await traffic(daemon);
    const telemetry = async () => (await daemon.ask<DaemonStatus>('/status')).telemetry;
    expect(await telemetry()).toMatchObject({ host: new URL(url).host, sent: 0 });
    await expect
      .poll(telemetry, { timeout: 20_000 })
      .toMatchObject({ dropped: expect.any(Number), failure: expect.stringContaining('127.0.0.1') });
    await daemon.close();
  });
});

it('without a collector not one byte of a message changes', async () => {
  await using daemon = await startInProcess({ config: { daemon: { dashboard_port: false, shutdown_timeout: 1 } } });
  const { client, server, close } = await daemon.connect();
  const line = callLine('echo', {}, 1, { _meta: { traceparent: PARENT } });
  client.send(line);
  expect(await server.next()).toBe(line);
  await close();
});

it('a key that readers could take for the trace context is left to the server, and nothing is refused', async () => {
  const daemon = await start();
  const { client, server, close } = await daemon.connect();
  const line = callLine('echo', {}, 1, { _meta: { Traceparent: 'x' } });
  client.send(line);
  expect(await server.next()).toBe(line);
  await close();
  await daemon.close();
});
