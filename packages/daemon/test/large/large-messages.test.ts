import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { Fingerprints } from '@mcp-guard/core';
import { parseConfig, type Config } from '@mcp-guard/policy';
import { type ChargeLimits, createServers, findServer } from '@mcp-guard/rules';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { LargeMessages } from '../../src/large/large-messages.js';
import { LargeWorker } from '../../src/large/large-worker.js';
import { OpenRequests } from '../../src/state/open-requests.js';
import { contextOf } from '../../../rules/test/support/context.js';
import { startSession } from '../support/session.js';
import { shareThreads } from '../support/share-threads.js';
import { Withheld } from '../../src/state/withheld.js';

const charge: ChargeLimits = () => undefined;

const configOf = (server: object, top: object = {}): Config =>
  parseConfig(JSON.stringify({ servers: { files: { command: 'x', ...server } }, ...top }), 'test.yaml', new Map());

const allowing = configOf({});
const denying = configOf({
  policy: { permissions: { denied_tools: ['secret'], denied_resources: ['file:///secret'] } },
});

const padding = 'x'.repeat(200_000);
const call = (id: number, name: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: { padding } } });

const OWNER = { session: 's1', server: 'files', direction: 'toServer' } as const;

const threads = shareThreads(allowing);
function use(config: Config): LargeMessages {
  threads.config = config;
  return threads.large;
}

describe('a large message', () => {
  it('is read as a small one is, but for its body', async () => {
    const read = await use(allowing).read(Buffer.from(call(7, 'read')), OWNER);
    if (read.kind !== 'large') throw new Error(read.kind);
    expect(read.message).toMatchObject({ kind: 'request', id: '7', method: 'tools/call', params: { name: 'read' } });
    expect(JSON.stringify(read.message).length).toBeLessThan(2000);
    read.release();
  });

  it.runIf(process.platform === 'linux')(
    'is read behind the thread of all sessions where processors are short',
    async () => {
      const niceOf = (thread: string): number =>
        Number(/\) (?:\S+ ){16}(\S+)/.exec(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8'))?.[1]);
      const own = getPriority();
      const read = await use(allowing).read(Buffer.from(call(7, 'read')), OWNER);
      expect(readdirSync('/proc/self/task').map(niceOf)).toContain(Math.max(own, 5));
      expect(getPriority()).toBe(own);
      if (read.kind === 'large') read.release();
    },
  );

  it.each([
    ['passes as it came', allowing, 'read', undefined],
    ['is refused by the same rule', denying, 'secret', 'servers.files.policy.permissions.denied_tools[0]'],
  ])('%s', async (_, config, name, rule) => {
    const text = call(1, name);
    const read = await use(config).read(Buffer.from(text), OWNER);
    if (read.kind !== 'large') throw new Error(read.kind);
    const outcome = await read.judge('toServer', { ...contextOf(), server: 'files' }, charge);
    read.release();
    expect(outcome.refusal?.rule).toBe(rule);
    expect(outcome.message.bytes.toString()).toBe(text);
  });

  it.each([
    ['{"jsonrpc":"2.0","id":3,"method":"a","id":3,"padding":"' + padding + '"}', '3', 'a', -32600],
    ['{"jsonrpc":"2.0","id":4,"method":"a","padding":"' + padding, '4', 'a', -32700],
    ['[' + '['.repeat(200_000), undefined, undefined, -32600],
  ])('that is malformed names who waits for it', async (text, id, method, rpc) => {
    const read = await use(allowing).read(Buffer.from(text), OWNER);
    expect(read).toMatchObject({ kind: 'malformed', id, method, error: { code: 'MALFORMED_MESSAGE', rpc } });
  });

  it('that is a batch comes back as its elements', async () => {
    const read = await use(allowing).read(Buffer.from(`[${call(1, 'a')},${call(2, 'b')}]`), OWNER);
    if (read.kind !== 'batch') throw new Error(read.kind);
    expect(read.elements.map(String)).toEqual([call(1, 'a'), call(2, 'b')]);
  });

  it('that takes too long is refused, and the next one is read', async () => {
    const large = use(configOf({}, { interceptors: { timeout: 0.000_001 } }));
    const owner = { ...OWNER, session: 'slow', server: 'slow' }; // its fault counts against it for minutes
    // Much more than is read in the millisecond that a timer takes at least.
    const huge = call(5, 'read').replace(padding, padding.repeat(100));
    expect(await large.read(Buffer.from(huge), owner)).toMatchObject({
      kind: 'malformed',
      error: { code: 'INTERNAL' },
    });
    threads.config = allowing;
    const next = await large.read(Buffer.from(call(6, 'read')), owner);
    expect(next).toMatchObject({ kind: 'large' });
    if (next.kind === 'large') next.release();
  });

  it('is judged by the configuration in force, not by that of an idle worker', async () => {
    const large = use(allowing);
    const before = await large.read(Buffer.from(call(1, 'secret')), OWNER);
    if (before.kind === 'large') before.release();
    threads.config = denying;
    const after = await large.read(Buffer.from(call(2, 'secret')), OWNER);
    if (after.kind !== 'large') throw new Error(after.kind);
    const outcome = await after.judge('toServer', { ...contextOf(), server: 'files' }, charge);
    after.release();
    expect(outcome.refusal?.code).toBeDefined();
  });

  it('waits for its turn when every worker is busy', async () => {
    const large = use(allowing);
    const all = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const read = await large.read(Buffer.from(call(index, 'read')), { ...OWNER, session: `s${index}` });
        if (read.kind === 'large') read.release();
        return read.kind === 'large' ? read.message.kind === 'request' && read.message.id : read.kind;
      }),
    );
    expect(all).toEqual(Array.from({ length: 12 }, (_, index) => String(index)));
  });
});

it('of a session that has many waiting is refused', async () => {
  const large = use(allowing);
  const reads = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const read = await large.read(Buffer.from(call(index, 'read')), OWNER);
      if (read.kind === 'large') read.release();
      return read.kind === 'malformed' ? read.error.code : read.kind;
    }),
  );
  expect(reads.filter((kind) => kind === 'large').length).toBeGreaterThanOrEqual(9);
  expect(reads.filter((kind) => kind === 'RATE_LIMITED').length).toBeGreaterThanOrEqual(8);
});

it.each([
  ['above 8 MB', 8 * 2 ** 20 + 1, 1],
  ['below', 200_000, 0],
])('a thread ends after a message %s', async (_, bytes, ended) => {
  const end = vi.spyOn(LargeWorker.prototype, 'end');
  onTestFinished(() => end.mockRestore());
  const text = call(1, 'read').replace(padding, 'x'.repeat(bytes));
  const read = await use(allowing).read(Buffer.from(text), OWNER);
  if (read.kind !== 'large') throw new Error(read.kind);
  expect(end).not.toHaveBeenCalled();
  read.release();
  expect(end).toHaveBeenCalledTimes(ended);
});

describe('a session', () => {
  it('keeps large and small messages of one direction in order', async () => {
    const large = use(allowing);
    const { pipeline } = findServer(
      createServers(allowing, { locate: (rule) => rule, fingerprints: new Fingerprints('00') }),
      'files',
    ).policyFor([]);
    const started = startSession({ large });
    started.policy = { ...started.policy, pipeline };
    const texts = [call(1, 'a'), '{"jsonrpc":"2.0","method":"notifications/initialized"}', call(2, 'b')];
    for (const text of texts) started.client.say(text);
    await vi.waitFor(() => expect(started.rows.length).toBe(3), { timeout: 120_000 });
    await started.turn();
    expect(started.rows.map(({ rpcId, shape }) => [rpcId, shape])).toEqual([
      ['1', 'request'],
      [null, 'notification'],
      ['2', 'request'],
    ]);
  });

  it('does not let a cancellation overtake the large request that it takes back', async () => {
    const started = startSession({ large: use(allowing) });
    started.client.say(call(1, 'a'));
    started.client.say({ method: 'notifications/cancelled', params: { requestId: 1 } });
    await vi.waitFor(() => expect(started.rows.length).toBe(2), { timeout: 120_000 });
    expect(started.rows.map(({ method }) => method)).toEqual(['tools/call', 'notifications/cancelled']);
  });
});

it('a large list that its filter makes small is delivered', async () => {
  const large = use(denying);
  const tools = [{ name: 'secret', description: padding }, { name: 'read' }];
  const read = await large.read(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 9, result: { tools } })), OWNER);
  if (read.kind !== 'large') throw new Error(read.kind);
  const request = {
    id: '9',
    method: 'tools/list',
    params: undefined,
    value: {},
    bytes: Buffer.alloc(0),
    body: 'here',
  } as const;
  const answers = new OpenRequests().add({ kind: 'request', ...request });
  const outcome = await read.judge('toClient', { ...contextOf(answers), server: 'files' }, charge);
  read.release();
  expect(outcome.refusal).toBeUndefined();
  expect(JSON.parse(outcome.message.bytes.toString())).toEqual({
    jsonrpc: '2.0',
    id: 9,
    result: { tools: [{ name: 'read' }] },
  });
});

it('a large list loses only the tool that content rules refuse, which is then refused in a large call as well', async () => {
  const large = use(allowing);
  const withheld = new Withheld({ add: () => undefined, all: () => new Map() }, new Set());
  const started = startSession({ large, withheld });
  started.client.say({ id: 1, method: 'tools/list' });
  await started.turn();
  const tools = [
    { name: 'evil', description: 'key AKIAZ7QX2MPL4VTW6RNB' },
    { name: 'read', description: padding },
  ];
  started.server.say({ id: 1, result: { tools } });
  await vi.waitFor(() => expect(started.rows.length).toBe(2), { timeout: 120_000 });
  await started.turn();
  expect(started.client.heard).toMatchObject([{ result: { tools: [{ name: 'read' }] } }]);
  started.client.say(call(2, 'evil'));
  await vi.waitFor(() => expect(started.rows.length).toBe(3), { timeout: 120_000 });
  await started.turn();
  expect(started.rows.at(-1)).toMatchObject({ outcome: 'block', code: 'CONTENT_BLOCKED', target: 'evil' });
});
