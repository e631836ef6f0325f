import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rounds } from '../../../core/test/support/rounds.ts';
import { approve, heldId, listApprovals } from '../support/approvals.ts';
import { callLine, line, ownAnswer, resultLine } from '../support/calls.ts';
import { refused } from '../support/guard-answers.ts';
import { ruleAt } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type RawClient, type Received } from '../support/raw-client.ts';
import { readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';
import { heardByServer, initialize, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const passed = (answers: readonly (Received | undefined)[]): number =>
  answers.filter((answer) => answer?.result !== undefined).length;
/** A stop does not wait for what nobody answers here. */
const QUICK = { daemon: { shutdown_timeout: 0 } };
const PAY = { tools: { pay: { amount: '/amount' } } };

// Threat 23
describe('a client that connects again and again', () => {
  it('starts each session with the same hourly spend, and exceeds the cap in none', () =>
    withGuard(
      // Starts faster than a server that answers: what passes is not answered, and what is refused is.
      {
        servers: { silent: { command: 'sh', args: ['-c', 'cat > /dev/null'] } },
        spend: { tools: { pay: { price: 1 } }, max_per_session: 1, max_per_hour: 5 },
      },
      async (guard) => {
        let stopped = 0;
        const reconnect = async (): Promise<void> => {
          const client = startClient(guard.connect('silent'));
          void client.request('tools/call', { name: 'pay' }, 'first');
          expect(await client.request('tools/call', { name: 'pay' })).toMatchObject({ error: { code: 10402 } });
          stopped += client.received.filter(({ id, error }) => id === 'first' && error?.code === 10402).length;
          client.kill('SIGKILL');
          await client.ended;
        };
        const ROUNDS = rounds(5);
        for (let round = 0; round < ROUNDS; round++) await Promise.all(Array.from({ length: 20 }, reconnect));
        expect(stopped).toBe(20 * ROUNDS - 5);
      },
    ));
});

describe('64 paid calls at once over four connections', () => {
  /** How many pass, and the codes of the refusals. */
  const flood = async (spend: object, args: object = {}): Promise<readonly [number, ReadonlySet<unknown>]> => {
    const clients: RawClient[] = [];
    let answers: readonly (Received | undefined)[] = [];
    const paid = { tools: { echo: { price: '0.10' } }, ...spend };
    await withGuard({ servers: { tiny: tinyServer() }, spend: paid }, async (guard) => {
      clients.push(...[1, 2, 3, 4].map(() => startClient(guard.connect('tiny'))));
      await Promise.all(clients.map((client) => client.initialize()));
      const pay = (client: RawClient, text: string) =>
        client.request('tools/call', { name: 'echo', arguments: { text, ...args } });
      answers = await Promise.all(
        clients.flatMap((client) => Array.from({ length: 16 }, (_, index) => pay(client, String(index)))),
      );
      await Promise.all(clients.map((client) => client.end()));
    });
    return [passed(answers), new Set(answers.flatMap((answer) => answer?.error?.code ?? []))];
  };

  it('pass a cap for exactly 17 exactly 17 times', async () => {
    expect(await flood({ max_per_hour: '1.70' })).toEqual([17, new Set([10402])]);
  });

  it('pass it as often if worker threads judge them', async () => {
    const pad = 'x'.repeat(140_000);
    expect(await flood({ max_per_day: '1.70' }, { pad })).toEqual([17, new Set([10402])]);
  });
});

describe('the recorded spend', () => {
  it('survives a kill of the daemon with open paid calls, which `status` shows, and a stop', () =>
    withProcessGuard(
      { ...QUICK, servers: { tiny: tinyServer() }, spend: { tools: { '*': { price: 1 } }, max_per_hour: 4 } },
      async (guard) => {
        const first = startClient(guard.connect('tiny'));
        await first.initialize();
        await first.call('echo');
        for (const text of ['a', 'b']) void first.request('tools/call', { name: 'hold', arguments: { text } });
        await first.request('ping');
        process.kill(Number(await guard.daemonPid()), 'SIGKILL');
        await first.ended;
        await untilGone(guard.home);
        const second = startClient(guard.connect('tiny'));
        await second.initialize();
        const lost = { server: 'tiny', tool: 'hold', amount: '1.00', currency: 'USD' };
        expect((await readStatus(guard)).spend).toMatchObject({ open: 0, lost: [lost, lost] });
        expect(await second.call('echo')).toBe('');
        expect(await second.request('tools/call', { name: 'echo' })).toMatchObject({ error: { code: 10402 } });
        await second.end();
        await guard.run('stop');
        const third = startClient(guard.connect('tiny'));
        await third.initialize();
        expect(await third.request('tools/call', { name: 'echo' })).toMatchObject({ error: { code: 10402 } });
        expect((await readStatus(guard)).spend.lost).toHaveLength(2);
        await third.end();
      },
    ));
});

// Threat 26
describe('a held paid call', () => {
  let wire: Wire;
  let session: WireSession;
  beforeEach(async () => {
    wire = await createWire({
      policy: { spend: { ...PAY, max_per_hour: 10, require_approval_above: 4 } },
      config: QUICK,
    });
    session = await wire.connect();
  });
  afterEach(() => wire.close());

  const pay = (amount: number, id: string, more: object = {}): string => callLine('pay', { amount, ...more }, id);

  it('uses up nothing, and is checked against its caps again when it is approved', async () => {
    const held: string[] = [];
    for (const amount of [8, 9, 10]) {
      const answer = await ownAnswer(session, pay(amount, 'held'));
      held.push(heldId(JSON.stringify(answer)));
    }
    expect(await listApprovals(wire.guard)).toHaveLength(3);
    session.client.send(pay(4, 'small'));
    expect(await heardByServer(session)).toEqual([pay(4, 'small')]);
    for (const id of held) await approve(wire.guard, id);
    // Approved or not: 4 + 8 is more than 10, and nothing was taken by trying.
    expect(await ownAnswer(session, pay(8, 'let'))).toMatchObject(refused('let', 'SPEND_LIMIT'));
    session.client.send(pay(4, 'other'));
    expect(await heardByServer(session)).toEqual([pay(4, 'other')]);
    expect(await listApprovals(wire.guard)).toHaveLength(3);
  });

  it('is refused if it is too long to be shown to a person, and counted if no approval is needed', async () => {
    const note = 'x '.repeat(70_000); // judged in a thread of its own
    expect(await ownAnswer(session, pay(8, 'dear', { note }))).toMatchObject(refused('dear'));
    for (const id of ['first', 'second']) {
      session.client.send(pay(4, id, { note }));
      expect(await heardByServer(session)).toEqual([pay(4, id, { note })]);
    }
    expect(await ownAnswer(session, pay(4, 'third', { note }))).toMatchObject(refused('third', 'SPEND_LIMIT'));
  });
});

describe('a batch of paid calls (2025-03-26)', () => {
  it('exceeds a cap together as little as one after the other', async () => {
    await using wire = await createWire({ policy: { spend: { ...PAY, max_per_hour: 10 } }, config: QUICK });
    const session = await wire.connect();
    await initialize(session, { revision: '2025-03-26' });
    const pay = (id: number, note = ''): string => callLine('pay', { amount: 4, note }, id);
    session.client.send(`[${[1, 2, 3].map((id) => pay(id)).join(',')}]`);
    expect(await session.server.next()).toBe(`[${pay(1)},${pay(2)}]`);
    session.server.send(`[${resultLine(1)},${resultLine(2)}]`);
    const answers: unknown = JSON.parse(await session.client.next());
    expect(answers).toMatchObject([{ id: 1 }, refused(3, 'SPEND_LIMIT'), { id: 2 }]);
  });
});

// Threat 25
describe('an amount', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    const tools = {
      pay: { amount: '/amount' },
      list: { amount: '/payments/*/amount' },
      cents: { amount: '/amount', unit: 'minor' },
    };
    wire = await createWire({ policy: { spend: { tools, max_per_call: 100 } } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  const raw = (tool: string, args: string): string =>
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${tool}","arguments":${args}}}`;

  it.each([
    ['an exponent', '{"amount":1e1}'],
    ['an exponent in a text', '{"amount":"1e1"}'],
    ['hexadecimal digits', '{"amount":"0x10"}'],
    ['thousands', '{"amount":"1,000"}'],
    ['full-width digits', '{"amount":"１０"}'],
    ['Arabic digits', '{"amount":"٣"}'],
    ['no number', '{"amount":"NaN"}'],
    ['an infinite one', '{"amount":"Infinity"}'],
    ['a negative one', '{"amount":-5}'],
    ['a negative zero', '{"amount":-0}'],
    ['a negative text', '{"amount":"-5"}'],
    ['a sign', '{"amount":"+5"}'],
    ['white space', '{"amount":" 5"}'],
    ['a line end', '{"amount":"5\\n"}'],
    ['no digit before the point', '{"amount":".5"}'],
    ['no digit behind the point', '{"amount":"5."}'],
    ['a currency', '{"amount":"$5"}'],
    ['more than 2^53', '{"amount":9007199254740993}'],
    ['more than a double holds', '{"amount":1e400}'],
    ['many digits', `{"amount":${'9'.repeat(100)}}`],
    ['none', '{}'],
    ['null', '{"amount":null}'],
    ['a truth value', '{"amount":true}'],
    ['a list', '{"amount":[5]}'],
    ['an object', '{"amount":{"value":5}}'],
    ['nothing', '{"amount":""}'],
    ['two of them', '{"amount":1,"Amount":1000}'],
    ['two of them, one full-width', '{"amount":1,"ａmount":1000}'],
    ['arguments as text', '"{\\"amount\\":5}"'],
    ['arguments as a list', '[5]'],
    ['no arguments', 'null'],
  ])('that is %s is refused', async (_, args) => {
    const answer = await ownAnswer(session, raw('pay', args));
    expect(answer).toMatchObject({ id: 1, error: { data: { source: 'mcp-guard' } } });
    expect(await heardByServer(session)).toEqual([]);
  });

  it.each([
    ['pay', '{"amount":100.001}'],
    ['pay', '{"amount":"100.0000000000000000001"}'],
    ['pay', '{"amount":100.00000000000000001}'],
    ['cents', '{"amount":10001}'],
    ['cents', '{"amount":10000.1}'],
    ['list', '{"payments":[{"amount":50},{"amount":"50.01"}]}'],
    ['list', '{"payments":{"a":{"amount":50},"b":{"amount":51}}}'],
  ])('above the cap is not rounded to it: %s %s', async (tool, args) => {
    expect(await ownAnswer(session, raw(tool, args))).toMatchObject({
      ...refused(1, 'SPEND_LIMIT'),
      error: { data: { rule: ruleAt('servers.raw.policy.spend.max_per_call') } },
    });
    expect(await heardByServer(session)).toEqual([]);
  });

  it.each([
    ['pay', '{"amount":100}'],
    ['pay', '{"amount":"100.00"}'],
    ['pay', '{"\\u0061mount":1}'],
    ['cents', '{"amount":10000}'],
    ['list', '{"payments":[{"amount":50},{"amount":"50"}]}'],
  ])('within it passes: %s %s', async (tool, args) => {
    session.client.send(raw(tool, args));
    expect(await heardByServer(session)).toEqual([raw(tool, args)]);
    session.server.send(resultLine(1));
    await session.client.next();
  });
});

// Threat 25
it('below a cent is rounded up only in the sum: a hundred calls of 0.004 cost one', async () => {
  await using wire = await createWire({ policy: { spend: { ...PAY, max_per_hour: 1 } }, config: QUICK });
  const session = await wire.connect();
  const lines = Array.from({ length: 101 }, (_, id) => callLine('pay', { amount: 0.004 }, id));
  session.client.send(...lines);
  expect(await heardByServer(session)).toEqual(lines.slice(0, 100));
  expect(toObject(await session.client.next())).toMatchObject(refused(100, 'SPEND_LIMIT'));
  session.client.send(line({ method: 'tools/call', params: { name: 'pay', arguments: { amount: 0.01 } } }));
  expect(await heardByServer(session)).toEqual([]);
});
