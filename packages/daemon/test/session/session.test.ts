import { GuardError } from '@mcp-guard/core';
import { block, PASS, type Interceptor, type Verdict, Pipeline, type SessionPolicy } from '@mcp-guard/rules';
import { describe, expect, it, vi } from 'vitest';
import type { Gate } from '../../src/approvals/gate.js';
import { refuse, SEND } from '../../src/approvals/gate-decision.js';
import { UNUSED } from '../../../rules/test/support/pipeline.js';
import { judgeLater } from '../support/judge-later.js';
import { startSession, type TestSession } from '../support/session.js';

const REFUSAL = new GuardError('POLICY_DENIED', 'not today', { rule: 'servers.files.policy' });

const call = (id: unknown, name = 'read') => ({ id, method: 'tools/call', params: { name } });
const ping = (id: unknown) => ({ id, method: 'ping' });
const done = (id: unknown, result: object = {}) => ({ id, result });
const cancel = (requestId: unknown) => ({ method: 'notifications/cancelled', params: { requestId } });
const told = (id: unknown, code = 'POLICY_DENIED') => ({ id, error: { data: { source: 'mcp-guard', code } } });

/** Gives this verdict on every message of one method, and on the answers to it where `on` says so. */
const judging = (method: string, verdict: () => Verdict, on: 'toServer' | 'toClient' = 'toServer'): Interceptor => ({
  name: 'judge',
  [on]: (message: { method?: string }, { answers }: { answers?: { method: string } | undefined }) =>
    (message.method ?? answers?.method) === method ? verdict() : PASS,
});

describe('a message', () => {
  it('is delivered with its own bytes, and has one row', async () => {
    const { client, server, rows, turn } = startSession();
    const text = '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "read", "n": 1.0}}';
    client.say(text);
    await turn();
    expect(server.lines).toEqual([text]);
    const whose = { kind: 'message', session: 's1', actor: 'anna', server: 'files' };
    const what = { direction: 'toServer', shape: 'request', method: 'tools/call', target: 'read', rpcId: '7' };
    expect(rows).toMatchObject([{ ...whose, ...what, outcome: 'allow', bytesIn: 89, bytesOut: 89 }]);
  });

  it('is recorded before it is delivered', async () => {
    const session = startSession();
    const { client, server, rows, turn } = session;
    client.say(ping(1));
    expect([server.lines, rows]).toEqual([[], []]);
    await turn();
    expect([server.lines.length, rows.length]).toEqual([1, 1]);
  });

  it('meets the policy that is in force when it comes', async () => {
    const session = startSession();
    const { client, server, turn } = session;
    client.say(ping(1));
    await turn();
    const interceptors = [judging('ping', () => block(REFUSAL))];
    const pipeline = new Pipeline({ interceptors, maxDepth: 9, ...UNUSED });
    session.policy = { ...session.policy, pipeline };
    client.say(ping(2));
    await turn();
    expect(server.heard).toMatchObject([{ id: 1 }]);
    expect(client.heard).toMatchObject([told(2)]);
  });

  it('that is a response meets the interceptors together with its request', async () => {
    const seen: unknown[] = [];
    const spy: Interceptor = {
      name: 'spy',
      toClient(_, { answers }) {
        seen.push([answers?.method, answers?.target, answers?.modern]);
        return PASS;
      },
    };
    const { client, server, turn } = startSession({ interceptors: [spy] });
    client.say(call('a', 'write'));
    await turn();
    server.say(done('a'));
    server.say({ method: 'notifications/message', params: {} });
    expect(seen).toEqual([
      ['tools/call', 'write', false],
      [undefined, undefined, undefined],
    ]);
  });
});

describe('a rewritten message', () => {
  it('is delivered as it was rewritten, every other value in its own text', async () => {
    const edits = [{ path: ['params', 'name'], value: 'list' }];
    const rewrite = judging('tools/call', () => ({ kind: 'rewrite', edits, note: 'renamed', rule: 'r' }));
    const { client, server, rows, turn } = startSession({ interceptors: [rewrite] });
    client.say('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"n":[1e400, -0],"name":"read"}}');
    await turn();
    expect(server.lines).toEqual([
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"n":[1e400, -0],"name":"list"}}',
    ]);
    expect(rows).toMatchObject([{ outcome: 'redact', rule: 'r', detail: 'renamed' }]);
  });
});

describe('a refusal', () => {
  const blocked = (method: string, on?: 'toServer' | 'toClient') => ({
    interceptors: [judging(method, () => block(REFUSAL), on)],
  });

  it('responds to a request under its id and names its row', async () => {
    const { client, server, rows, turn } = startSession(blocked('tools/call'));
    client.say(ping(1));
    client.say(call(2));
    await turn();
    expect(server.heard).toMatchObject([{ id: 1 }]);
    expect(client.heard).toEqual([
      {
        jsonrpc: '2.0',
        id: 2,
        error: {
          code: 10403,
          message: 'mcp-guard refused this: not today (record 2)',
          data: { source: 'mcp-guard', code: 'POLICY_DENIED', rule: 'servers.files.policy', audit_id: '2' },
        },
      },
    ]);
    expect(rows[1]).toMatchObject({ seq: 2, outcome: 'block', code: 'POLICY_DENIED', bytesOut: 0 });
  });

  it('frees the id', async () => {
    const { client, turn } = startSession(blocked('tools/call'));
    client.say(call(2));
    await turn();
    client.say(ping(2));
    await turn();
    expect(client.heard).toMatchObject([told(2)]);
  });

  it('replaces a response, which is not delivered later either', async () => {
    const { client, server, turn } = startSession(blocked('tools/call', 'toClient'));
    client.say(call(7));
    await turn();
    server.say(done(7, { content: [{ type: 'text', text: 'secret' }] }));
    server.say(done(7, { content: [{ type: 'text', text: 'secret' }] }));
    await turn();
    expect(client.heard).toMatchObject([told(7)]);
    expect(client.lines.join('')).not.toContain('secret');
  });

  it('responds to a server’s request', async () => {
    const { client, server, turn } = startSession(blocked('roots/list', 'toClient'));
    server.say({ id: 'q', method: 'roots/list' });
    await turn();
    expect(client.heard).toEqual([]);
    expect(server.heard).toMatchObject([told('q')]);
  });

  it('stops a notification silently', async () => {
    const { client, server, rows, turn } = startSession(blocked('notifications/progress'));
    client.say({ method: 'notifications/progress' });
    await turn();
    expect([client.heard, server.heard]).toEqual([[], []]);
    expect(rows).toMatchObject([{ shape: 'notification', outcome: 'block' }]);
  });

  it.each([
    ['legacy', {}, undefined],
    ['modern', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }, 'complete'],
  ])('of a tool’s call is a result where the configuration says so (%s era)', async (_, params, resultType) => {
    const { client, turn } = startSession({ ...blocked('tools/call'), refusals: 'tool_result' });
    client.say({ id: 1, method: 'tools/call', params: { name: 'read', ...params } });
    await turn();
    expect(client.heard).toEqual([
      {
        jsonrpc: '2.0',
        id: 1,
        result: {
          content: [{ type: 'text', text: 'mcp-guard refused this: not today (record 1)' }],
          isError: true,
          _meta: {
            'mcp-guard/refusal': { code: 'POLICY_DENIED', rule: 'servers.files.policy', audit_id: '1' },
          },
          ...(resultType !== undefined && { resultType }),
        },
      },
    ]);
  });

  it('of any other request is an error even if the configuration wants results', async () => {
    const { client, turn } = startSession({ ...blocked('resources/read'), refusals: 'tool_result' });
    client.say({ id: 1, method: 'resources/read', params: { uri: 'file:///a' } });
    await turn();
    expect(client.heard).toMatchObject([told(1)]);
  });
});

describe('a probe that must be refused', () => {
  const ways: [string, (session: ReturnType<typeof startSession>, method: string) => void][] = [
    ['by a rule', ({ client }, method) => client.say({ id: 1, method })],
    ['because it cannot be read', ({ client }, method) => client.say({ id: 1, method, params: 3 })],
    [
      'because its id is taken',
      ({ client }, method) => {
        client.say(ping(1));
        client.say({ id: 1, method });
      },
    ],
    [
      'because it cannot be recorded',
      (session, method) => {
        session.broken = true;
        session.client.say({ id: 1, method });
      },
    ],
  ];

  it.each(ways.flatMap(([how, say]) => ['initialize', 'server/discover'].map((method) => ({ how, method, say }))))(
    '$how ends the session, and is answered if no client reads that as another revision ($method)',
    async ({ how, method, say }) => {
      const judge = judging(method, () => block(REFUSAL));
      const session = startSession({ interceptors: how === 'by a rule' ? [judge] : [] });
      say(session, method);
      await session.turn();
      expect(session.ends).toHaveLength(1);
      expect(session.client.heard).toMatchObject(method === 'initialize' ? [{ id: 1, error: {} }] : []);
    },
  );

  it.each(['initialize', 'server/discover'])('in its response ends the session too (%s)', async (method) => {
    const { client, server, ends, turn } = startSession({
      interceptors: [judging(method, () => block(REFUSAL), 'toClient')],
    });
    client.say({ id: 1, method });
    await turn();
    server.say(done(1));
    await turn();
    expect(ends).toEqual([REFUSAL]);
    expect(client.heard).toMatchObject(method === 'initialize' ? [told(1)] : []);
  });
});

describe('an interceptor that fails', () => {
  it.each<[string, () => Verdict]>([
    [
      'throws',
      () => {
        throw new Error('password is hunter2');
      },
    ],
    ['rewrites what is not there', () => ({ kind: 'rewrite', edits: [{ path: ['x', 'y'], value: 1 }], note: '' })],
    [
      'rewrites into what cannot be read',
      () => ({ kind: 'rewrite', edits: [{ path: ['method'], value: undefined }], note: '' }),
    ],
  ])('%s: the message is refused, the cause stays hidden, and the session lives', async (_, verdict) => {
    const { client, server, turn } = startSession({ interceptors: [judging('tools/call', verdict)] });
    client.say(call(1));
    client.say(ping(2));
    await turn();
    expect(client.heard).toMatchObject([told(1, 'INTERNAL')]);
    expect(client.lines.join('')).not.toContain('hunter2');
    expect(server.heard).toMatchObject([{ id: 2 }]);
  });
});

describe('order', () => {
  it('is kept per direction while a decision takes its time', async () => {
    const later = judgeLater('tools/call');
    const { client, server, turn } = startSession(later);
    client.say(call(1));
    client.say(ping(2));
    client.say({ method: 'notifications/progress' });
    server.say({ id: 9, method: 'ping' });
    await turn();
    expect(server.heard).toEqual([]);
    expect(client.heard).toMatchObject([{ id: 9 }]); // the other direction goes on
    later.decide(PASS);
    await turn();
    expect(server.heard).toMatchObject([{ id: 1 }, { id: 2 }, { method: 'notifications/progress' }]);
  });
});

describe('a reload while a message is judged', () => {
  it('changes nothing about the rule that its row names: it stands where the old file has it', async () => {
    const later = judgeLater('tools/call');
    const session = startSession(later);
    session.policy = { ...session.policy, locate: (rule) => `old.yaml:1:1 ${rule}` };
    session.client.say(call(1));
    await session.turn();
    session.policy = { ...session.policy, locate: (rule) => `new.yaml:9:9 ${rule}` };
    later.decide(block(REFUSAL));
    await session.turn();
    expect(session.rows).toMatchObject([{ outcome: 'block', rule: `old.yaml:1:1 ${REFUSAL.rule}` }]);
    expect(session.client.heard).toMatchObject([{ error: { data: { rule: `old.yaml:1:1 ${REFUSAL.rule}` } } }]);
  });

  it('counts for a message that still waits for its turn', async () => {
    const later = judgeLater('tools/call');
    const session = startSession(later);
    session.client.say(call(1));
    session.client.say(ping(2));
    const interceptors = [judging('ping', () => block(REFUSAL))];
    session.policy = { ...session.policy, pipeline: new Pipeline({ interceptors, maxDepth: 9, ...UNUSED }) };
    later.decide(PASS);
    await session.turn();
    expect(session.server.heard).toMatchObject([{ id: 1 }]);
    expect(session.client.heard).toMatchObject([told(2)]);
  });
});

describe('a held call', () => {
  const APPROVAL = new GuardError('APPROVAL_REQUIRED', 'a person must allow this');

  it('without a decision to wait for gets a response at once', async () => {
    const { client, server, rows, turn } = startSession({ interceptors: [asking], gate: holding() });
    client.say(call(1));
    await turn();
    expect(client.heard).toMatchObject([{ id: 1, error: { code: -32004 } }]);
    expect(server.heard).toEqual([]);
    expect(rows).toMatchObject([{ outcome: 'hold', code: 'APPROVAL_REQUIRED', bytesOut: 0 }]);
  });

  const asking = judging('tools/call', () => ({ kind: 'demand', reasons: [{ rule: 'here', why: 'it must' }] }));
  /** Holds every call that asks until a decision, or for good. */
  const holding = (decision?: Promise<GuardError | undefined>): Pick<Gate, 'decide'> => ({
    decide() {
      const decided = decision?.then((no) => (no ? refuse(no) : SEND));
      return { kind: 'hold', error: APPROVAL, ...(decided && { decided }) };
    },
  });

  function startHolding() {
    const { promise, resolve } = Promise.withResolvers<GuardError | undefined>();
    return { ...startSession({ interceptors: [asking], gate: holding(promise) }), decide: resolve };
  }

  it('leaves the lane: what comes after it goes on', async () => {
    const { client, server, turn } = startHolding();
    client.say(call(1));
    client.say(ping(2));
    await turn();
    expect(server.heard).toMatchObject([{ id: 2 }]);
    expect(client.heard).toEqual([]);
  });

  it.each([
    ['allowed', undefined, 'server', { id: 1, method: 'tools/call' }, 'allow'],
    ['denied', REFUSAL, 'client', told(1), 'block'],
  ] as const)('is decided (%s), and has a second row', async (_, decision, end, message, outcome) => {
    const { decide, ...session } = startHolding();
    session.client.say(call(1));
    await session.turn();
    decide(decision);
    await session.turn();
    expect([...session.client.heard, ...session.server.heard]).toEqual(session[end].heard);
    expect(session[end].heard).toMatchObject([message]);
    expect(session.rows).toMatchObject([{ outcome: 'hold' }, { outcome }]);
  });

  it('that is cancelled is not sent when it is allowed', async () => {
    const { client, server, rows, decide, turn } = startHolding();
    client.say(call(1));
    await turn();
    client.say(cancel(1));
    decide(undefined);
    await turn();
    expect([client.heard, server.heard]).toEqual([[], []]);
    expect(rows.at(-1)).toMatchObject({ outcome: 'block', detail: 'cancelled before it was sent' });
  });
});

describe('a call that is to be paid or approved', () => {
  // Threats 6 and 26
  it.each<[string, (session: TestSession) => void]>([
    ['was cancelled', ({ client }) => client.say(cancel(1))],
    ['is of a session that has ended', ({ session }) => session.abandon()],
  ])('costs nothing and asks no person if it %s before it was judged', async (_, over) => {
    const later = judgeLater('tools/call');
    const admit = vi.fn<Gate['decide']>(() => SEND);
    const session = startSession({ ...later, gate: { decide: admit } });
    session.client.say(call(1));
    over(session);
    admit.mockClear();
    later.decide({ kind: 'demand', reasons: [{ rule: 'r', why: 'because' }] });
    await session.turn();
    expect(admit).not.toHaveBeenCalled();
    expect(session.server.heard).toEqual([]);
    expect(session.rows.at(-1)).toMatchObject({ method: 'tools/call', outcome: 'block' });
  });
});

// Threat 11
it('a response to a call that the server has not received is not delivered', async () => {
  const later = judgeLater('tools/call');
  const { client, server, rows, turn } = startSession(later);
  client.say(call(1));
  server.say(done(1));
  await turn();
  expect(client.heard).toEqual([]);
  expect(rows).toMatchObject([{ shape: 'result', outcome: 'block' }]);
  later.decide(PASS);
  await turn();
  server.say(done(1));
  await turn();
  expect(client.heard).toMatchObject([{ id: 1, result: {} }]);
});

describe('a cancellation', () => {
  it('overtakes a request that was not yet sent, removes it, and is not sent itself', async () => {
    const later = judgeLater('tools/call');
    const { client, server, rows, turn } = startSession(later);
    client.say(ping(0));
    client.say(call(1));
    client.say(cancel(1));
    await turn();
    expect(rows).toMatchObject([
      { method: 'ping', outcome: 'allow' },
      // A client may give up what it has asked: that is no refusal.
      { method: 'notifications/cancelled', outcome: 'allow', detail: 'what this cancels was not sent', bytesOut: 0 },
    ]);
    later.decide(PASS);
    await turn();
    expect(server.heard).toMatchObject([{ id: 0 }]);
    expect(client.heard).toEqual([]);
    expect(rows.at(-1)).toMatchObject({ method: 'tools/call', detail: 'cancelled before it was sent', bytesOut: 0 });
  });

  it('removes it also where the parser loses digits of its id', async () => {
    const later = judgeLater('tools/call');
    const { client, server, turn } = startSession(later);
    client.say('{"jsonrpc":"2.0","id":9007199254740993,"method":"tools/call","params":{"name":"read"}}');
    client.say('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9007199254740993}}');
    later.decide(PASS);
    await turn();
    expect(server.heard).toEqual([]);
  });

  it('follows a request that was sent, also within one turn', async () => {
    const { client, server, turn } = startSession();
    client.say(call(1));
    client.say(cancel(1));
    await turn();
    expect(server.heard).toMatchObject([{ id: 1 }, { method: 'notifications/cancelled' }]);
  });

  it('with an id is a request like any other: it keeps its place', async () => {
    const later = judgeLater('tools/call');
    const { client, server, turn } = startSession(later);
    client.say(call(1));
    client.say({ id: 2, ...cancel(1) });
    await turn();
    expect(server.heard).toEqual([]);
    later.decide(PASS);
    await turn();
    expect(server.heard).toMatchObject([{ id: 1 }, { id: 2 }]);
  });

  it('of a request that is not open is carried', async () => {
    const { client, server, turn } = startSession();
    client.say(cancel(5));
    client.say({ method: 'notifications/cancelled' });
    await turn();
    expect(server.heard).toHaveLength(2);
  });

  it('leaves a tombstone: the id is taken until the late response has come', async () => {
    const { client, server, turn } = startSession();
    client.say({ id: 1, method: 'tools/list' });
    client.say(cancel(1));
    await turn();
    client.say(ping(1));
    await turn();
    expect(client.heard).toMatchObject([told(1, 'MALFORMED_MESSAGE')]);
    expect(server.heard).toHaveLength(2);
    server.say(done(1, { tools: [] }));
    await turn();
    client.say(ping(1));
    await turn();
    expect(server.heard).toMatchObject([{ id: 1 }, {}, { id: 1, method: 'ping' }]);
  });
});

describe('pairing', () => {
  it.each([
    ['a request that was never made', done(9)],
    ['an id of the other type', done('1')],
    ['an id of another spelling', '{"jsonrpc":"2.0","id":1.0,"result":{}}'],
    ['no open request, as an error', { id: 9, error: { code: 1, message: 'no' } }],
  ])('does not deliver a response to %s, and records it', async (_, answer) => {
    const { client, server, rows, turn } = startSession();
    client.say(ping(1));
    await turn();
    server.say(answer);
    await turn();
    expect(client.heard).toEqual([]);
    expect(rows.at(-1)).toMatchObject({ outcome: 'block', code: 'MALFORMED_MESSAGE', bytesOut: 0 });
  });

  it('delivers one response to a request and no second', async () => {
    const { client, server, rows, turn } = startSession();
    client.say(ping(1));
    await turn();
    server.say(done(1, { first: true }));
    server.say(done(1, { first: false }));
    await turn();
    expect(client.heard).toEqual([{ jsonrpc: '2.0', id: 1, result: { first: true } }]);
    expect(rows.at(-1)).toMatchObject({ detail: 'this response belongs to no open request' });
  });

  it('does not pair a client’s response with a request of the client', async () => {
    const { client, server, turn } = startSession();
    client.say(ping(1));
    client.say(done(1));
    await turn();
    expect(server.heard).toMatchObject([{ id: 1, method: 'ping' }]);
  });

  it('keeps the ids of both ends apart', async () => {
    const { client, server, turn } = startSession();
    client.say(ping(1));
    server.say({ id: 1, method: 'roots/list' });
    await turn();
    server.say(done(1, { from: 'server' }));
    client.say(done(1, { from: 'client' }));
    await turn();
    expect(client.heard).toMatchObject([{ method: 'roots/list' }, { result: { from: 'server' } }]);
    expect(server.heard).toMatchObject([{ method: 'ping' }, { result: { from: 'client' } }]);
  });

  it('carries an error that belongs to no request', async () => {
    const { client, server, turn } = startSession();
    const error = '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"what?","more":1}}';
    server.say(error);
    client.say(error);
    await turn();
    expect([client.lines, server.lines]).toEqual([[error], [error]]);
  });

  it.each([
    ['is open', '1', '1'],
    ['is one double with an open one', '9007199254740992', '9007199254740993'],
    ['is one text with an open one where lone surrogates are lost', '"\\ud800"', '"\\udfff"'],
    ['is one text with an open one where a NUL ends it', '"a"', '"a\\u0000b"'],
  ])('refuses an id that %s', async (_, first, second) => {
    const { client, server, turn } = startSession();
    client.say(`{"jsonrpc":"2.0","id":${first},"method":"tools/list"}`);
    client.say(`{"jsonrpc":"2.0","id":${second},"method":"ping"}`);
    await turn();
    expect(server.heard).toMatchObject([{ method: 'tools/list' }]);
    expect(client.heard).toMatchObject([told(JSON.parse(second), 'MALFORMED_MESSAGE')]);
  });
});

describe('an unreadable message', () => {
  it('of a client gets an error under its id, or without one', async () => {
    const { client, server, turn } = startSession();
    client.say('{"jsonrpc":"2.0","id":3,"method":"ping","method":"ping"}');
    client.say('hello');
    await turn();
    expect(client.heard).toMatchObject([
      { id: 3, error: { code: -32600 } },
      { id: null, error: { code: -32700 } },
    ]);
    expect(server.heard).toEqual([]);
  });

  it('of a server is dropped, unless it is a request or a response', async () => {
    const { client, server, rows, turn } = startSession();
    client.say(ping(1));
    await turn();
    server.say('welcome to my server');
    server.say('{"jsonrpc":"2.0","id":4,"method":5}');
    server.say('{"id":1,"result":{}}');
    await turn();
    expect(server.heard).toMatchObject([{ method: 'ping' }, { id: 4, error: { code: -32600 } }]);
    expect(client.heard).toMatchObject([told(1, 'MALFORMED_MESSAGE')]);
    expect(rows.slice(1)).toMatchObject([
      { shape: 'malformed', outcome: 'block' },
      { shape: 'malformed', rpcId: '4' },
      { shape: 'malformed', rpcId: '1', method: 'ping' },
    ]);
  });

  it('of a client that responds to a server’s request becomes an error for the server', async () => {
    const { client, server, turn } = startSession();
    server.say({ id: 5, method: 'roots/list' });
    await turn();
    client.say('{"jsonrpc":"2.0","id":5,"result":[]}');
    await turn();
    expect(server.heard).toMatchObject([told(5, 'MALFORMED_MESSAGE')]);
  });
});

describe('when the record cannot be written', () => {
  async function startBroken() {
    const session = startSession();
    session.client.say(ping(1));
    session.server.say({ id: 2, method: 'roots/list' });
    await session.turn();
    session.broken = true;
    return session;
  }

  it('nothing is delivered, and the waiting end gets an error', async () => {
    const { client, server, rows, turn } = await startBroken();
    const before = { client: client.lines.length, server: server.lines.length };
    client.say(ping(3));
    client.say(ping(1)); // an id that is open
    client.say({ method: 'notifications/progress' });
    client.say('no json');
    client.say(done(2));
    server.say(done(1));
    server.say({ method: 'notifications/message' });
    await turn();
    expect(client.heard.slice(before.client)).toMatchObject([
      told(3, 'INTERNAL'),
      told(1, 'MALFORMED_MESSAGE'),
      told(null, 'MALFORMED_MESSAGE'),
      told(1, 'INTERNAL'),
    ]);
    expect(server.heard.slice(before.server)).toMatchObject([told(2, 'INTERNAL')]);
    expect(rows).toHaveLength(2);
  });

  it('no refusal names a row that does not exist', async () => {
    const { client, turn } = await startBroken();
    client.say(ping(3));
    client.say(ping(1));
    client.say('no json');
    await turn();
    expect(client.lines.slice(-3).join('')).not.toContain('audit_id');
  });

  it('everything goes on once it can be written again', async () => {
    const session = await startBroken();
    session.client.say(ping(3));
    await session.turn();
    session.broken = false;
    session.client.say(ping(3));
    await session.turn();
    expect(session.server.heard.at(-1)).toMatchObject({ id: 3 });
  });
});

// Threats 27 and 32
describe('a message that is refused before any interceptor sees it', () => {
  const excess = new GuardError('RATE_LIMITED', 'too many', { rule: 'here' });

  it('is counted: a request with an open id, one that can be read in two ways, a line that is no message', async () => {
    const counted: string[] = [];
    const started = startSession();
    const chargesOf: SessionPolicy['chargesOf'] = ({ kind, method }) => {
      counted.push(`${kind} ${method}`);
      return [];
    };
    started.policy = { ...started.policy, chargesOf };
    started.client.say({ id: 1, method: 'ping' });
    started.client.say({ id: 1, method: 'tools/list' });
    started.client.say('{"jsonrpc":"2.0","id":2,"method":"x","a":1,"a":2}');
    started.client.say('nothing');
    await started.turn();
    expect(counted).toEqual(['request tools/list', 'request x', 'notification ']);
  });

  it('is refused by the limit if it is one too many, and a flood of unreadable lines ends the session', async () => {
    const started = startSession({ charge: () => excess });
    started.policy = { ...started.policy, locate: (rule) => `f:1:1 ${rule}` };
    started.client.say('{"jsonrpc":"2.0","id":2,"method":"x","a":1,"a":2}');
    await started.turn();
    expect(started.client.heard).toMatchObject([{ id: 2, error: { code: 10429, data: { rule: 'f:1:1 here' } } }]);
    expect(started.ends).toEqual([]);
    started.client.say('nothing');
    await started.turn();
    expect(started.ends).toMatchObject([{ code: 'RATE_LIMITED' }]);
    expect(started.rows.at(-1)).toMatchObject({ shape: 'malformed', outcome: 'block', code: 'RATE_LIMITED' });
  });

  it('is not counted when a server sends it', async () => {
    const started = startSession({ charge: () => excess });
    started.server.say('nothing');
    started.server.say({ id: 9, result: {} });
    await started.turn();
    expect(started.ends).toEqual([]);
  });
});
