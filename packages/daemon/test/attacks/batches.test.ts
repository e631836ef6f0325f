import { describe, expect, it } from 'vitest';
import type { LargeMessage } from '../../src/large/large-messages.js';
import type { SessionParts } from '../../src/session/session-parts.js';
import { startSession, type TestSession, type TestSessionOptions } from '../support/session.js';

const told = (id: unknown) => ({ id, error: { data: { source: 'mcp-guard', code: 'MALFORMED_MESSAGE' } } });
const request = (id: number | string, params = '{}') =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":"x/y","params":${params}}`;
const MB = 2 ** 20;

/** A session whose ends have agreed on the one revision that has batches. */
async function startBatches(options: TestSessionOptions = {}): Promise<TestSession> {
  const session = startSession(options);
  session.client.say({ id: 'init', method: 'initialize', params: {} });
  await session.turn();
  session.server.say({ id: 'init', result: { protocolVersion: '2025-03-26', capabilities: {} } });
  await session.turn();
  return session;
}

/** Workers that note what they are to read and never come to an end with it. */
function noteLarge() {
  const sizes: number[] = [];
  const large: SessionParts['large'] = {
    read: (line) => {
      sizes.push(line.length);
      return new Promise<LargeMessage>(() => undefined);
    },
  };
  return { large, sizes };
}

describe('where the revision has no batches', () => {
  it.each([
    ['one huge element', `[ ${request('b', `{"pad":"${'lorem ipsum '.repeat(300_000)}"}`)}]`],
    ['a hundred thousand keys', `[ ${request('b', `{${'"é":1,'.repeat(100_000)}"z":1}`)}]`],
    ['a million objects', `[ ${request('b', `{"x":[${'{},'.repeat(MB)}{}]}`)}]`],
  ])(
    'a batch of %s is neither parsed nor given to a worker, and who waits for its beginning is told',
    async (_, line) => {
      const { large, sizes } = noteLarge();
      const session = startSession({ large });
      session.client.say(line);
      await session.turn();
      expect(sizes).toEqual([]);
      expect(session.client.heard).toMatchObject([told('b'), told(null)]);
      expect(session.rows).toHaveLength(2);
      expect(session.server.lines).toEqual([]);
    },
  );

  it('a batch of many elements has rows and errors for the first of them only', async () => {
    const session = startSession();
    session.client.say(`[${Array.from({ length: 1000 }, (_, id) => request(id)).join(',')}]`);
    await session.turn();
    expect(session.client.heard).toHaveLength(101);
    expect(session.client.heard.at(-1)).toMatchObject(told(null));
    expect(session.rows).toHaveLength(101);
  });

  it('a batch that is no JSON is refused in the same way', async () => {
    const session = startSession();
    session.client.say(`[${request(1)},{"id":2,"method":`);
    await session.turn();
    expect(session.client.heard).toMatchObject([told(1), told(null)]);
  });

  it('an answer among the first elements of a huge batch does not keep its question waiting', async () => {
    const session = startSession();
    session.client.say({ id: 7, method: 'ping' });
    await session.turn();
    session.server.say(`[ {"jsonrpc":"2.0","id":7,"result":{}},{"x":"${'y'.repeat(MB)}"}]`);
    await session.turn();
    expect(session.client.heard).toMatchObject([told(7)]);
  });
});

describe('where the revision has batches', () => {
  it('an element above the size that is looked at on the main thread goes to a worker, whatever stands before it', async () => {
    const { large, sizes } = noteLarge();
    const session = await startBatches({ large });
    session.client.say(`[ \t${request(1, `{"x":"${'y'.repeat(200_000)}"}`)} ]`);
    session.client.say(`[ \t${request(2, `{"x":"${'y'.repeat(100_000)}"}`)} ]`);
    await session.turn();
    expect(sizes).toEqual([200_000 + request(1, '{"x":""}').length + ' [ \t ]'.length - 1]);
  });

  it('the elements of one do not come in one turn of the event loop', async () => {
    const session = await startBatches();
    const before = session.rows.length;
    session.client.say(`[${Array.from({ length: 1000 }, (_, id) => request(id)).join(',')}]`);
    await new Promise((resolve) => setImmediate(resolve));
    const soon = session.session.asked.toServer.count;
    expect(soon).toBeGreaterThan(0);
    expect(soon).toBeLessThan(100);
    expect(session.session.isSettled('toServer')).toBe(false);
    while (!session.session.isSettled('toServer')) await session.turn();
    await session.turn();
    expect(session.rows.length - before).toBe(1000);
    expect(JSON.parse(session.server.lines.at(-1) ?? '')).toHaveLength(1000);
  });

  it('what comes behind one is looked at behind it', async () => {
    const session = await startBatches();
    session.client.say(`[${Array.from({ length: 40 }, (_, id) => request(id)).join(',')}]`);
    session.client.say({ method: 'notifications/cancelled', params: { requestId: 39 } });
    session.client.say(request('last'));
    await session.turn();
    await session.turn();
    const [, batch, ...rest] = session.server.lines;
    expect(JSON.parse(batch ?? '')).toHaveLength(40);
    expect(rest.map((line): unknown => JSON.parse(line))).toMatchObject([
      { method: 'notifications/cancelled' },
      { id: 'last' },
    ]);
  });

  it('elements behind one that is still being judged stay texts', async () => {
    const { large } = noteLarge();
    const session = await startBatches({ large });
    const huge = request('huge', `{"x":"${'y'.repeat(200_000)}"}`);
    session.client.say(`[${huge},${Array.from({ length: 500 }, (_, id) => request(id)).join(',')}]`);
    await session.turn();
    expect(session.session.asked.toServer.count).toBe(0);
  });

  it('one of more than 4 MiB is refused, and who waits for its beginning is told', async () => {
    const session = await startBatches();
    session.client.say(`[${request('first')},"${'x'.repeat(4 * MB)}"]`);
    await session.turn();
    expect(session.client.heard.slice(1)).toMatchObject([told('first'), told(null), told(null)]);
  });

  it('errors that wait for an answer that never comes have a bound: beyond it they leave at once', async () => {
    const session = await startBatches();
    const id = 'A'.repeat(470);
    const refused = Array.from({ length: 100 }, (_, n) => `{"id":"${id}${n}","method":"m"}`);
    for (let batch = 0; batch < 50; batch++) {
      session.client.say(`[${[request(`keep ${batch}`), ...refused].join(',')}]`);
      while (!session.session.isSettled('toServer')) await session.turn();
      await session.turn();
      if (batch % 10 === 9) session.session.sweep();
    }
    const left = session.client.lines.slice(1).reduce((sum, line) => sum + line.length, 0);
    const all = 50 * 100 * 600;
    expect(left).toBeGreaterThan(all - 2 * MB);
    expect(left).toBeLessThan(all * 2);
  });
});
