import { PASS, type Direction } from '@mcp-guard/rules';
import { describe, expect, it } from 'vitest';
import { MAX_IDLE, MAX_LINES } from '../../src/session/floods.js';
import { MAX_ROWS } from '../../src/session/refused-lines.js';
import { judgeLater } from '../support/judge-later.js';
import { startSession, type TestSession } from '../support/session.js';

type From = 'client' | 'server';
const WAYS: Readonly<Record<From, Direction>> = { client: 'toServer', server: 'toClient' };
const NOTICE = '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}';
/** Enough to see that what an end says counts, or does not. */
const SOME = 1000;

const say = async (session: TestSession, from: From, line: string, times: number): Promise<void> => {
  for (let count = 0; count < times; count++) session[from].say(line);
  await session.turn();
};

/** A session of which one end has sent almost as many lines that lead nowhere as it may. */
function startNearLimit(from: From, left: number): TestSession {
  const started = startSession();
  for (let count = 0; count < MAX_IDLE - left; count++) started.session.receiveEmpty(WAYS[from]);
  return started;
}

describe('a flood ends the session, and one row tells of all lines that have none of their own:', () => {
  it.each<[From, string, string]>([
    ['client', 'lines that are no messages', 'x'],
    ['client', 'requests that cannot be read', '{"id":1,"method":"a"}'],
    ['client', 'answers to nothing', '{"jsonrpc":"2.0","id":99,"result":{}}'],
    ['client', 'batches where there are none', '[]'],
    ['server', 'lines that are no messages', 'x'],
    ['server', 'requests that cannot be read', '{"id":1,"method":"a"}'],
    ['server', 'answers to nothing', '{"jsonrpc":"2.0","id":99,"result":{}}'],
    ['server', 'batches where there are none', '[]'],
  ])('of a %s, %s', async (from, _, line) => {
    const session = startNearLimit(from, SOME);
    await say(session, from, line, SOME);
    expect(session.ends).toEqual([]);
    await say(session, from, line, 2);
    expect(session.ends).toMatchObject([{ code: 'RATE_LIMITED' }]);
    session.session.abandon();
    await session.turn();
    expect(session.rows).toHaveLength(MAX_ROWS + 1);
    expect(session.rows.at(-1)).toMatchObject({
      direction: WAYS[from],
      outcome: 'block',
      code: 'RATE_LIMITED',
      detail: `${SOME + 1 - MAX_ROWS} more lines that were refused, without a row of their own`,
    });
  });

  it('of requests of a server, when no more may be open', async () => {
    const session = startNearLimit('server', SOME);
    for (let id = 0; id < 4096 + SOME + 1; id++) {
      session.server.say(`{"jsonrpc":"2.0","id":${id},"method":"sampling/createMessage","params":{}}`);
    }
    await session.turn();
    expect(session.ends).toMatchObject([{ code: 'RATE_LIMITED' }]);
    expect(session.rows.length).toBeLessThanOrEqual(4096 + MAX_ROWS + 1);
  });
});

describe('a flood ends the session:', () => {
  it.each(['toServer', 'toClient'] as const)('empty lines (%s)', async (direction) => {
    const { session, ends, turn } = startSession();
    for (let count = 0; count <= MAX_IDLE; count++) session.receiveEmpty(direction);
    await turn();
    expect(ends).toMatchObject([{ code: 'RATE_LIMITED' }]);
  });

  it('notices of a client', async () => {
    const session = startNearLimit('client', SOME);
    await say(session, 'client', NOTICE, SOME + 1);
    expect(session.ends).toMatchObject([{ code: 'RATE_LIMITED' }]);
  });

  it('lines of any kind, and what comes behind them is not looked at', () => {
    const { session, client, ends } = startSession();
    for (let swept = 0; swept <= MAX_LINES; swept += MAX_IDLE) {
      for (let count = 0; count < MAX_IDLE; count++) session.receiveEmpty('toServer');
    }
    expect(ends).toHaveLength(1);
    client.say({ id: 1, method: 'ping' });
    expect(session.asked.toServer.count).toBe(0);
  });
});

describe('an end is not read from while too much of it is held up:', () => {
  it.each([
    ['many messages', 300, 100],
    ['a few that are long', 12, 100_000],
  ])('%s', async (_, count, bytes) => {
    const later = judgeLater('x');
    const session = startSession(later);
    session.client.say({ id: 'first', method: 'x' });
    session.client.say({ id: 'second', method: 'x' });
    expect(session.heldUp.has('toServer')).toBe(false);
    for (let id = 0; id < count; id++) session.client.say({ id, method: 'x', params: { text: 'y'.repeat(bytes) } });
    expect(session.heldUp.has('toServer')).toBe(true);
    later.decide(PASS);
    while (!session.session.isSettled('toServer')) await session.turn();
    expect(session.heldUp.has('toServer')).toBe(false);
    await session.turn();
    expect(session.server.lines).toHaveLength(count + 2);
  });
});

describe('in a flood', () => {
  it('a sender that waits is told all the same, with and without a row', async () => {
    const session = startSession();
    for (let id = 0; id < SOME; id++) session.client.say(`{"jsonrpc":"2.0","id":${id},"method":"x","a":1,"a":2}`);
    await session.turn();
    const told = session.client.lines.map((line) => Number(/"id":(\d+)/u.exec(line)?.[1]));
    expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: SOME }, (_, id) => id));
    expect(session.rows).toHaveLength(MAX_ROWS);
  });

  it('an answer that cannot be read ends the waiting of its question, with a row', async () => {
    const session = startSession();
    session.client.say({ id: 'q', method: 'ping' });
    await session.turn();
    await say(session, 'server', 'x', SOME);
    session.server.say('{"id":"q","result":{}}');
    await session.turn();
    expect(session.client.heard).toMatchObject([{ id: 'q', error: { data: { code: 'MALFORMED_MESSAGE' } } }]);
    expect(session.rows.at(-1)).toMatchObject({ shape: 'malformed', rpcId: '"q"' });
  });

  it('rows come again after a while, when the burst was told', async () => {
    const session = startSession();
    await say(session, 'server', 'x', MAX_ROWS + 10);
    session.session.sweep();
    await say(session, 'server', 'x', 1);
    expect(session.rows).toHaveLength(MAX_ROWS + 2);
    expect(session.rows.at(-2)).toMatchObject({ detail: expect.stringMatching(/^10 more lines/u) as unknown });
    expect(session.rows.at(-1)).toMatchObject({ code: 'MALFORMED_MESSAGE' });
  });
});

describe('an honest end is not taken for a flood:', () => {
  it('progress and log notices of a server, however many', async () => {
    const session = startNearLimit('server', 0);
    await say(session, 'server', NOTICE, 5000);
    expect([session.ends, session.client.lines.length]).toEqual([[], 5000]);
  });

  it('a client that replays 20,000 notices', async () => {
    const session = startSession();
    await say(session, 'client', NOTICE, 20_000);
    expect([session.ends, session.server.lines.length]).toEqual([[], 20_000]);
  });

  it('calls and their answers, however many', async () => {
    const session = startNearLimit('client', 0);
    for (let id = 0; id < 4000; id++) session.client.say({ id, method: 'tools/call', params: { name: 'read' } });
    await session.turn();
    for (let id = 0; id < 4000; id++) session.server.say({ id, result: {} });
    await session.turn();
    expect([session.ends, session.client.lines.length]).toEqual([[], 4000]);
  });
});
