import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, decide, deny, dismiss, heldId, listApprovals } from '../support/approvals.ts';
import { callLine, errorLine, line, ownAnswer, resultLine } from '../support/calls.ts';
import { refused } from '../support/guard-answers.ts';
import { ruleAt } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { readStatus } from '../support/status.ts';
import { until } from '../support/until.ts';
import { ask, heardByClient, heardByServer, initialize, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireOptions, type WireSession } from '../support/in-process-wire.ts';
import { createWire as createProcessWire } from '../support/wire.ts';

const META = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
const HELD = { error: { code: -32_004, data: { source: 'mcp-guard', code: 'APPROVAL_REQUIRED' } } };

/** `pay` asks above 5, `deploy` always. */
const ASKING: WireOptions = {
  names: ['raw', 'other'],
  policy: {
    permissions: { require_approval: ['deploy'] },
    spend: { tools: { pay: { amount: '/amount' } }, require_approval_above: 5 },
  },
};

const rawCall = (tool: string, args: string, id: string | number = 1): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":"tools/call","params":{"name":"${tool}","arguments":${args}}}`;

type ToOther = (args: object) => readonly [WireSession, string];

/** Sends a line that must be held; the server hears nothing of it. */
async function hold(session: WireSession, text: string): Promise<string> {
  const answer = await ownAnswer(session, text);
  expect(answer).toMatchObject(HELD);
  expect(await heardByServer(session)).toEqual([]);
  return heldId(JSON.stringify(answer));
}

/** Sends a line and has it answered where it reaches the server. Returns all that the server heard. */
async function carry(session: WireSession, text: string): Promise<string[]> {
  session.client.send(text);
  const heard = await heardByServer(session);
  for (const message of heard.map(toObject)) {
    session.server.send(line({ id: message['id'], result: {} }));
    await session.client.next();
  }
  return heard;
}

let count = 0;
/** A call of which no test knows yet. */
const fresh = (tool = 'deploy', args: object = {}): string => callLine(tool, { n: count++, ...args }, `c${count}`);

describe('a held call', () => {
  let wire: Wire;
  let session: WireSession;
  let second: WireSession;
  let elsewhere: WireSession;
  beforeAll(async () => {
    wire = await createWire(ASKING);
    session = await wire.connect();
    second = await wire.connect();
    elsewhere = await wire.connect('other');
  });
  afterAll(() => wire.close());

  it('reaches no server before a person approves it, and repeats add no second record', async () => {
    const call = fresh();
    const ids = [await hold(session, call), await hold(session, call), await hold(second, call)];
    expect(new Set(ids).size).toBe(1);
    await dismiss(wire.guard, ids[0] ?? '');
  });

  it('that is approved passes exactly once, whichever session comes first', async () => {
    const call = fresh();
    await approve(wire.guard, await hold(session, call));
    session.client.send(call);
    second.client.send(call);
    await until('one of them is held', async () => (await readStatus(wire.guard)).approvals.pending === 1);
    const heard = [...(await heardByServer(session)), ...(await heardByServer(second))];
    expect(heard).toEqual([call]);
    const [approval] = await listApprovals(wire.guard);
    await dismiss(wire.guard, approval?.id ?? '');
    for (const { client, server } of [session, second]) {
      server.send(resultLine(`c${count}`));
      await client.next();
    }
  });

  it('that is approved passes exactly once where 20 come at once', async () => {
    const n = count++;
    const calls = Array.from({ length: 20 }, (_, id) => callLine('deploy', { n }, id));
    await approve(wire.guard, await hold(session, calls[0] ?? ''));
    session.client.send(...calls);
    expect(await heardByServer(session)).toEqual(calls.slice(0, 1));
    session.server.send(resultLine(0));
    const answers = (await session.client.take(20)).map(toObject);
    expect(answers.filter(({ error }) => error === undefined)).toHaveLength(1);
    const ids = new Set(answers.filter(({ error }) => error !== undefined).map((one) => heldId(JSON.stringify(one))));
    expect(ids.size).toBe(1);
    for (const id of ids) await dismiss(wire.guard, id);
  });

  it('that a worker thread judges is bound like any other', async () => {
    const pad = (text: string): string => text.replace('{', `{${' '.repeat(140_000)}`); // nothing that is to be shown
    const call = pad(callLine('deploy', { large: 1 }, 'large'));
    const other = pad(callLine('deploy', { large: 2 }, 'large'));
    await approve(wire.guard, await hold(session, call));
    expect(await deny(wire.guard, await hold(session, other))).toMatchObject({ state: 'denied' });
    expect(await carry(session, call)).toEqual([call]);
    expect(await deny(wire.guard, await hold(session, call))).toMatchObject({ state: 'denied' });
  });

  // Threat 19
  it.each<[string, string, string]>([
    ['another number beyond 2^53', '{"to":9007199254740993}', '{"to":9007199254740992}'],
    ['another spelling of a number', '{"to":1.0}', '{"to":1}'],
    ['an exponent', '{"to":10}', '{"to":1e1}'],
    ['a text for a number', '{"to":10}', '{"to":"10"}'],
    ['another argument more', '{"to":11}', '{"to":11,"as":"root"}'],
    ['another value', '{"to":12}', '{"to":13}'],
    ['another order of a list', '{"to":["a","b"]}', '{"to":["b","a"]}'],
    ['another case', '{"to":"a@example.com"}', '{"to":"A@example.com"}'],
    ['another normal form', '{"to":"\\u00e9"}', '{"to":"e\\u0301"}'],
    ['a key deeper down', '{"to":{"a":{"b":1}}}', '{"to":{"a":{},"b":1}}'],
    ['a null for nothing', '{"to":20}', '{"to":20,"x":null}'],
  ])('that is approved admits no other: %s', async (_, approved, sent) => {
    const id = await hold(session, rawCall('deploy', approved));
    await approve(wire.guard, id);
    const other = await hold(session, rawCall('deploy', sent));
    expect(other).not.toBe(id);
    await dismiss(wire.guard, other);
    expect(await carry(session, rawCall('deploy', approved))).toEqual([rawCall('deploy', approved)]);
  });

  it.each<[string, ToOther]>([
    ['another tool', (args) => [session, callLine('deploy ', args, 'x')]],
    ['another server', (args) => [elsewhere, callLine('deploy', args, 'x')]],
    ['another member of the params', (args) => [session, callLine('deploy', args, 'x', { task: { ttl: 1 } })]],
    ['metadata that may mean something', (args) => [session, callLine('deploy', args, 'x', { _meta: { as: 'root' } })]],
    ['answers beside the arguments', (args) => [session, callLine('deploy', args, 'x', { inputResponses: {} })]],
    [
      'another method that may be an alias',
      (args) => [session, line({ id: 'x', method: 'tools/invoke', params: { name: 'deploy', arguments: args } })],
    ],
  ])('that is approved admits no other: %s', async (_, toOther) => {
    const args = { n: count++ };
    const call = callLine('deploy', args, 'x');
    await approve(wire.guard, await hold(session, call));
    const [where, other] = toOther(args);
    expect(await deny(wire.guard, await hold(where, other))).toMatchObject({ state: 'denied' });
    expect(await carry(session, call)).toEqual([call]);
  });

  it.each<[string, string, string]>([
    ['the order of the keys', '{"a":100,"b":{"c":1,"d":2}}', '{"b":{"d":2,"c":1},"a":100}'],
    ['white space', '{"a":101,"b":[1,2]}', '{ "a" : 101 ,\t"b":[ 1,2 ] }'],
    ['escapes', '{"a":102,"b":"\\u00e9/"}', '{"\\u0061":102,"b":"é\\/"}'],
  ])('is the same call whatever %s', async (_, approved, sent) => {
    await approve(wire.guard, await hold(session, rawCall('deploy', approved)));
    expect(await carry(session, rawCall('deploy', sent))).toEqual([rawCall('deploy', sent)]);
  });

  it.each([
    ['twice the same key', '{"to":1,"to":2}'],
    ['the same key in another spelling', '{"to":1,"t\\u006f":2}'],
  ])('that can be read in two ways is refused and not held: %s', async (_, args) => {
    expect(await ownAnswer(session, rawCall('deploy', args))).toMatchObject(refused(1, 'MALFORMED_MESSAGE'));
    expect(await heardByServer(session)).toEqual([]);
  });

  it('whose keys only fold to each other is held with its real keys', async () => {
    const id = await hold(session, rawCall('deploy', '{"to":1,"To":2}'));
    const other = await hold(session, rawCall('deploy', '{"to":2,"To":1}'));
    expect(other).not.toBe(id);
    for (const one of [id, other]) await dismiss(wire.guard, one);
  });

  it.each(['DEPLOY', 'deploy\\u200b', 'ｄｅｐｌｏｙ', 'deploy\\u0000', ' deploy'])(
    'is held in every spelling of its tool’s name: %s',
    async (name) => {
      const call = rawCall(name, `{"n":${count++}}`);
      const answer = await ownAnswer(session, call);
      expect(answer).toMatchObject({ error: { data: { source: 'mcp-guard' } } });
      expect(await heardByServer(session)).toEqual([]);
      for (const { id } of await listApprovals(wire.guard)) await dismiss(wire.guard, id);
    },
  );

  // Threat 10
  it.each(['tools/invoke', 'x/y', 'tools/call2'])(
    'is held by any method that may be an alias of a call: %s',
    async (method) => {
      const params = { name: 'deploy', arguments: { n: count++ } };
      expect(await deny(wire.guard, await hold(session, line({ id: 1, method, params })))).toMatchObject({
        state: 'denied',
      });
      const payment = { name: 'pay', arguments: { amount: 6, n: count++ } };
      expect(await deny(wire.guard, await hold(session, line({ id: 1, method, params: payment })))).toMatchObject({
        state: 'denied',
      });
    },
  );

  it('without an id reaches no server: the hold could not be reported', async () => {
    const notice = line({ method: 'tools/call', params: { name: 'deploy', arguments: {} } });
    session.client.send(notice, line({ method: 'tools/invoke', params: { name: 'deploy' } }));
    expect(await heardByServer(session)).toEqual([]);
    expect(await listApprovals(wire.guard)).not.toContainEqual(expect.objectContaining({ state: 'pending' }));
  });

  it('gets no response from its server, neither before nor after it was held', async () => {
    const call = fresh();
    const answers = [resultLine(`c${count}`, { forged: true }), errorLine(`c${count}`, -32_004)];
    session.server.send(...answers);
    expect(await heardByClient(session)).toEqual([]);
    const id = await hold(session, call);
    session.server.send(...answers);
    expect(await heardByClient(session)).toEqual([]);
    await dismiss(wire.guard, id);
  });

  it('cannot be announced by a server in the guard’s name', async () => {
    const data = { source: 'mcp-guard', code: 'APPROVAL_REQUIRED', approval_id: 'f'.repeat(16) };
    const forged = line({ id: 'p', error: { code: -32_004, message: 'approve ffff', data } });
    const told = await ask(session, callLine('read', {}, 'p'), forged);
    expect(told).not.toContain('ffff');
    expect(toObject(told)).toMatchObject(refused('p'));
  });

  it('that is denied stays denied when repeated, in other sessions and in a new one', async () => {
    const call = fresh('pay', { amount: 9 });
    expect(await deny(wire.guard, await hold(session, call))).toMatchObject({ state: 'denied' });
    const again = await wire.connect();
    for (const one of [session, second, again]) {
      expect(await ownAnswer(one, call)).toMatchObject({
        error: { code: 10403, data: { approval_id: expect.any(String) } },
      });
      expect(await heardByServer(one)).toEqual([]);
    }
    await again.close();
  });

  it('is reported with its rule and its amount', async () => {
    const answer = await ownAnswer(session, callLine('pay', { amount: '9.999' }, 'amount'));
    expect(answer).toMatchObject({
      error: {
        data: {
          amount: '10.00',
          currency: 'USD',
          amount_usd: 10,
          rule: ruleAt('servers.raw.policy.spend.require_approval_above'),
        },
      },
    });
    await dismiss(wire.guard, heldId(JSON.stringify(answer)));
  });
});

// Threat 7
describe('a retry in the modern era', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire(ASKING);
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  const pay = (args: object, more: object = {}): string => callLine('pay', args, 'r', { _meta: META, ...more });
  const asks = (requestState: string): string =>
    line({ id: 'r', result: { resultType: 'input_required', inputRequests: {}, requestState } });
  const typed = (content: object): object => ({ inputResponses: { q: { action: 'accept', content } } });

  /** An approved call that its server answers with a question and this state. */
  async function begin(args: object, state: string): Promise<void> {
    await approve(wire.guard, await hold(session, pay(args)));
    expect(await ask(session, pay(args), asks(state))).toBe(asks(state));
  }

  it('resumes an approved call once', async () => {
    await begin({ amount: 7, n: 1 }, 'state 1');
    const retry = pay({ amount: 7, n: 1 }, { requestState: 'state 1', ...typed({ note: 'yes' }) });
    expect(await carry(session, retry)).toEqual([retry]);
    expect(await deny(wire.guard, await hold(session, retry))).toMatchObject({ state: 'denied' });
  });

  it.each<[string, () => string]>([
    ['a state that nobody gave', () => pay({ amount: 7, n: 2 }, { requestState: 'forged' })],
    ['the state of another call', () => pay({ amount: 8, n: 2 }, { requestState: 'state 2' })],
    [
      'another amount in the answer',
      () => pay({ amount: 7, n: 2 }, { requestState: 'state 2', ...typed({ amount: 8 }) }),
    ],
    ['another tool', () => callLine('deploy', { amount: 7, n: 2 }, 'r', { _meta: META, requestState: 'state 2' })],
    ['other params', () => pay({ amount: 7, n: 2 }, { requestState: 'state 2', more: 1 })],
  ])('with %s is a new call', async (title, retry) => {
    if (title === 'a state that nobody gave') await begin({ amount: 7, n: 2 }, 'state 2');
    expect(await deny(wire.guard, await hold(session, retry()))).toMatchObject({ state: 'denied' });
  });

  it('is a new call in the session of another server', async () => {
    const other = await wire.connect('other');
    const retry = pay({ amount: 7, n: 2 }, { requestState: 'state 2' });
    expect(await deny(wire.guard, await hold(other, retry))).toMatchObject({ state: 'denied' });
    await other.close();
    expect(await carry(session, retry)).toEqual([retry]);
  });

  it.each([
    ['the amount', typed({ amount: 6 })],
    ['the amount as text', typed({ amount: '6' })],
    ['the dearer of two amounts', { inputResponses: { a: { content: { amount: 1 } }, b: { content: { amount: 6 } } } }],
  ])('is held where an answer in it tells %s', async (_, more) => {
    expect(await deny(wire.guard, await hold(session, pay({ amount: 1, n: count++ }, more)))).toMatchObject({
      state: 'denied',
    });
  });

  it.each([
    ['a text', typed({ amount: '6e0' })],
    ['a folded key', typed({ Amount: 6 })],
    ['an answer that is a text', { inputResponses: { q: { content: 'amount=6' } } }],
    ['a list', { inputResponses: [{ content: { amount: 6 } }] }],
  ])('is refused where an answer in it can be read in two ways: %s', async (_, more) => {
    expect(await ownAnswer(session, pay({ amount: 1 }, more))).toMatchObject(refused('r'));
    expect(await heardByServer(session)).toEqual([]);
  });

  it('of a task is held by what is typed into it', async () => {
    await ask(
      session,
      callLine('pay', { amount: 1 }, 'r', { _meta: META }),
      line({ id: 'r', result: { resultType: 'task', taskId: 't', status: 'working' } }),
    );
    const update = (amount: number): string =>
      line({ id: 'u', method: 'tasks/update', params: { _meta: META, taskId: 't', ...typed({ amount }) } });
    const id = await hold(session, update(6));
    expect(await listApprovals(wire.guard)).toContainEqual(
      expect.objectContaining({ id, tool: 'pay', amount: '6.00' }),
    );
    await approve(wire.guard, id);
    expect(await deny(wire.guard, await hold(session, update(7)))).toMatchObject({ state: 'denied' });
    expect(await carry(session, update(6))).toEqual([update(6)]);
  });
});

describe('a decision of a person', () => {
  it('survives kill -9 of the daemon: held, approved, denied', async () => {
    await using wire = await createProcessWire(ASKING);
    const first = await wire.connect();
    const [held, approved, denied, used] = [fresh(), fresh(), fresh(), fresh()];
    const id = await hold(first, held);
    await approve(wire.guard, await hold(first, approved));
    expect(await deny(wire.guard, await hold(first, denied))).toMatchObject({ state: 'denied' });
    await approve(wire.guard, await hold(first, used));
    expect(await carry(first, used)).toEqual([used]);
    process.kill(Number(await wire.guard.daemonPid()), 'SIGKILL');
    await first.exit;
    const second = await wire.connect();
    expect(await hold(second, held)).toBe(id);
    expect(await ownAnswer(second, denied)).toMatchObject({ error: { code: 10403 } });
    await hold(second, used);
    await second.close();
    await wire.guard.run('stop');
    await untilGone(wire.guard.home);
    const third = await wire.connect();
    expect(await hold(third, held)).toBe(id);
    expect(await ownAnswer(third, denied)).toMatchObject({ error: { code: 10403 } });
    expect(await carry(third, approved)).toEqual([approved]);
    await hold(third, approved);
  });

  it('no longer applies once the policy or the definition of the tool has changed', async () => {
    await using wire = await createWire(ASKING);
    const session = await wire.connect();
    const list = (description: string): Promise<string> =>
      ask(
        session,
        line({ id: 'l', method: 'tools/list' }),
        line({ id: 'l', result: { tools: [{ name: 'deploy', description }] } }),
      );
    await initialize(session, { capabilities: { tools: { listChanged: true } } });
    await list('deploys');
    const [call, denied] = [fresh(), fresh()];
    const first = await hold(session, call);
    await approve(wire.guard, first);
    expect(await deny(wire.guard, await hold(session, denied))).toMatchObject({ state: 'denied' });
    await list('deploys, and deletes what was there');
    const second = await hold(session, call);
    expect(second).not.toBe(first);
    await approve(wire.guard, second);
    await wire.configure({ ...ASKING, policy: { ...ASKING.policy, rate_limit: { requests_per_hour: 1000 } } });
    expect(await session.client.next()).toContain('notifications/tools/list_changed');
    const third = await hold(session, call);
    expect(third).not.toBe(second);
    expect(await ownAnswer(session, denied)).toMatchObject({ error: { code: 10403 } });
    expect((await listApprovals(wire.guard, true)).map(({ id, state }) => [id, state])).toEqual(
      expect.arrayContaining([
        [first, 'withdrawn'],
        [second, 'withdrawn'],
        [third, 'pending'],
      ]),
    );
  });
});

describe('with refusals as results', () => {
  it('a held call gets a result with the id in its metadata, and passes once it is approved', async () => {
    await using wire = await createWire({ ...ASKING, config: { refusals: 'tool_result' } });
    const session = await wire.connect();
    const call = fresh();
    const answer = await ownAnswer(session, call);
    expect(answer).toMatchObject({
      result: { isError: true, _meta: { 'mcp-guard/refusal': { code: 'APPROVAL_REQUIRED', tool: 'deploy' } } },
    });
    expect(JSON.stringify(answer)).not.toMatch(/mcp-guard approvals|approvals approve/u);
    expect(await heardByServer(session)).toEqual([]);
    await approve(wire.guard, heldId(JSON.stringify(answer)));
    expect(await carry(session, call)).toEqual([call]);
  });
});

// Threat 23
describe('a standing approval', () => {
  it('ends at once when it is revoked, also for open sessions', async () => {
    await using wire = await createWire(ASKING);
    const session = await wire.connect();
    const pay = (amount: number, id: string): string => callLine('pay', { amount, to: 'anna' }, id);
    const id = await hold(session, pay(6, 'a'));
    await decide(wire.guard, id, { kind: 'approve', standing: { for: 3600, maxUses: 5, same: null } });
    expect(await carry(session, pay(6, 'b'))).toEqual([pay(6, 'b')]);
    expect(await carry(session, pay(7, 'c'))).toEqual([pay(7, 'c')]);
    expect(await deny(wire.guard, await hold(session, callLine('pay', { amount: 6, to: 'bert' }, 'd')))).toMatchObject({
      state: 'denied',
    });
    await decide(wire.guard, id, { kind: 'revoke', why: null });
    await hold(session, pay(6, 'e'));
  });
});

it('a batch (2025-03-26) brings no held call past a person', async () => {
  await using wire = await createWire(ASKING);
  const session = await wire.connect();
  await initialize(session, { revision: '2025-03-26' });
  const [held, free] = [fresh(), callLine('read', {}, 'free')];
  session.client.send(`[${held},${free},${held.replace('"id":"', '"id":"again ')}]`);
  expect(await session.server.next()).toBe(`[${free}]`);
  session.server.send(resultLine('free'));
  const answers = await session.client.next();
  expect(answers.match(/"approval_id":"[0-9a-f]{16}"/gu)).toHaveLength(2);
  expect(await listApprovals(wire.guard)).toHaveLength(1);
});
