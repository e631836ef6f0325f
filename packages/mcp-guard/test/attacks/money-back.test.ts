import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callLine, cancelLine, errorLine, line, ownAnswer, resultLine } from '../support/calls.ts';
import { refused } from '../support/guard-answers.ts';
import { ruleAt } from '../support/matchers.ts';
import { readStatus } from '../support/status.ts';
import { until } from '../support/until.ts';
import { heardByClient, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

type Trick = (session: WireSession) => unknown;

const SECRET = { content: [{ type: 'text', text: 'ghp_016C7mQ3xYk2VdWb9TzR4nHsL8pEaJ5uF1gD' }] };
const META = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };

/** How a session can end once a paid call has reached the server. */
const ENDED: Readonly<Record<string, Trick>> = {
  'the client is killed': ({ kill, exit }) => (kill(), exit),
  'the client ends its input, and then itself': ({ client, kill, exit }) => (client.end(), kill(), exit),
  'the server dies': ({ client, server }) => (server.end(), client.next()),
};

/** What client and server can do instead. */
const SPENT: Readonly<Record<string, Trick>> = {
  'the client cancels': async (session) => {
    session.client.send(cancelLine('paid'));
    // Behind HTTP it sees its stream end instead.
    expect([[], [cancelLine('paid')]]).toContainEqual(await heardByServer(session));
  },
  'the client gives up waiting': async (session) => {
    session.client.send(
      line({ method: 'notifications/cancelled', params: { requestId: 'paid', reason: 'timed out' } }),
    );
    await heardByServer(session);
  },
  'the client cancels, and then the server says that it knew no such tool': async (session) => {
    session.client.send(cancelLine('paid'));
    await heardByServer(session);
    session.server.send(errorLine('paid', -32_602));
    await heardByClient(session);
  },
  'the server answers': answered(resultLine('paid')),
  'the server answers with an error of its own': answered(errorLine('paid', -32_000)),
  'the server answers with a result that is an error': answered(resultLine('paid', { isError: true })),
  'the guard refuses the answer': refusedAnswer(line({ id: 'paid', result: SECRET })),
  'the guard refuses an answer that would have cost nothing': refusedAnswer(
    line({ id: 'paid', error: { code: -32_602, message: 'no', data: { source: 'mcp-guard' } } }),
  ),
  'the answer cannot be read': refusedAnswer('{"jsonrpc":"2.0","id":"paid","error":{"code":-32602,"code":-32602}}'),
  'it becomes a task': answered(line({ id: 'paid', result: { task: { taskId: 't', status: 'working' } } })),
  'it becomes a task of the modern era': answered(
    line({ id: 'paid', result: { resultType: 'task', taskId: 't', status: 'working' } }),
  ),
};

/** What costs nothing: the server says that it has done nothing, or the configuration takes its word for it. */
const RELEASED: Readonly<Record<string, readonly [tool: string, trick: Trick]>> = {
  'the server has no such method': ['pay', answered(errorLine('paid', -32_601))],
  'the server could not read the params': ['pay', answered(errorLine('paid', -32_602))],
  'release_on_error is set and the result is an error': ['refund', answered(resultLine('paid', { isError: true }))],
  'release_on_error is set and the answer is an error': ['refund', answered(errorLine('paid', -32_000))],
};

function answered(answer: string): Trick {
  return async ({ client, server }) => {
    server.send(answer);
    expect(await client.next()).toBe(answer);
  };
}

function refusedAnswer(answer: string): Trick {
  return async ({ client, server }) => {
    server.send(answer);
    expect(toObject(await client.next())).toMatchObject({ id: 'paid', error: { data: { source: 'mcp-guard' } } });
  };
}

// Threat 6
describe('a paid call that has left', () => {
  let wire: Wire;
  const names = [ENDED, SPENT, RELEASED].flatMap((tricks) => Object.keys(tricks)).map((_, index) => `server ${index}`);
  let next = 0;
  beforeAll(async () => {
    const tools = { pay: { price: 1 }, refund: { price: 1, release_on_error: true } };
    wire = await createWire({ names, policy: { spend: { tools, max_per_hour: 1 } } });
  });
  afterAll(() => wire.close());

  /** Pays once, at a server whose cap nobody has used, and plays the trick. */
  async function play(tool: string, trick: Trick): Promise<readonly [server: string, session: WireSession]> {
    const server = `server ${next++}`;
    const session = await wire.connect(server);
    session.client.send(callLine(tool, {}, 'paid', { _meta: META }));
    await session.server.next();
    await trick(session);
    await until('the call is over', async () => (await readStatus(wire.guard)).spend.open === 0);
    return [server, session];
  }

  const spent = (server: string): object => ({
    ...refused('again', 'SPEND_LIMIT'),
    error: { code: 10402, data: { rule: ruleAt(`servers.${server}.policy.spend.max_per_hour`) } },
  });

  it.each(Object.entries(ENDED))('has cost what it said where %s', async (_, trick) => {
    const [server] = await play('pay', trick);
    const session = await wire.connect(server);
    expect(await ownAnswer(session, callLine('pay', {}, 'again'))).toMatchObject(spent(server));
    expect(await heardByServer(session)).toEqual([]);
    await session.close();
  });

  it.each(Object.entries(SPENT))('has cost what it said where %s', async (_, trick) => {
    const [server, session] = await play('pay', trick);
    expect(await ownAnswer(session, callLine('pay', {}, 'again'))).toMatchObject(spent(server));
    expect(await heardByServer(session)).toEqual([]);
    await session.close();
  });

  it.each(Object.entries(RELEASED))('has cost nothing where %s', async (_, [tool, trick]) => {
    const [, session] = await play(tool, trick);
    session.client.send(callLine(tool, {}, 'again'));
    expect(await heardByServer(session)).toEqual([callLine(tool, {}, 'again')]);
    await session.close();
  });
});
