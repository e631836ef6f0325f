import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callLine, errorLine, ownAnswer } from '../support/calls.ts';
import { ruleAt } from '../support/matchers.ts';
import { heardByServer } from '../support/wire-session.ts';
import { createWire, type Wire, type WireOptions, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.spend, auth.roles.*.spend, spend

/** Every key but the caps of an hour and a day, which would hide each other. */
const SPEND = {
  currency: 'EUR',
  tools: {
    pay: { amount: '/amount', vendor: '/to', currency: '/in', unit: 'major' },
    'pay_*': { amount: '/payments/*/cents', vendor: '/to', unit: 'minor' },
    fixed: { price: '4.00', vendor: '/to', release_on_error: true },
  },
  max_per_call: 10,
  max_per_session: 20,
  require_approval_above: '6.00',
  block_vendors: ['evil*'],
  allow_vendors: ['*corp'],
};

const of = (spend: object) => ({ config: { auth: { roles: { r: { users: [userInfo().username], spend } } } } });
const CARRIERS: readonly (readonly [string, 'max_per_hour' | 'max_per_day', string, (spend: object) => WireOptions])[] =
  [
    ['a server', 'max_per_hour', 'servers.raw.policy.spend', (spend) => ({ policy: { spend } })],
    ['all servers', 'max_per_day', 'spend', (spend) => ({ config: { spend } })],
    ['a role', 'max_per_hour', 'auth.roles.r.spend', of],
    ['a role', 'max_per_day', 'auth.roles.r.spend', of],
  ];

describe.each(CARRIERS)('spend of %s, with %s', (_whose, cap, place, toOptions) => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire(toOptions({ ...SPEND, [cap]: 30 }));
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  let count = 0;
  const call = (tool: string, args: object = {}): string =>
    callLine(tool, { to: 'good corp', ...args }, `call ${count++}`);
  const pay = (amount: number, more: object = {}): string => call('pay', { amount, in: 'EUR', ...more });
  const cents = (...all: readonly number[]): string =>
    call('pay_all', { payments: all.map((one) => ({ cents: one })) });

  async function heard(text: string): Promise<string[]> {
    session.client.send(text);
    return heardByServer(session);
  }

  // One after the other: what has passed stays spent.
  it.each([
    ['in another currency', pay(5, { in: 'USD' }), 10403, 'tools.pay'],
    ['in no currency', pay(5, { in: null }), 10403, 'tools.pay'],
    ['without an amount', call('pay', { in: 'EUR' }), 10403, 'tools.pay'],
    ['to a vendor who is blocked', pay(5, { to: 'Evil corp' }), 10403, 'block_vendors'],
    ['to a vendor who is not allowed', pay(5, { to: 'other' }), 10403, 'allow_vendors'],
    ['above what one call may cost', pay(10.01), 10402, 'max_per_call'],
    ['above it together, in cents', cents(1000, 1), 10402, 'max_per_call'],
    ['above what a person must let pass', pay(6.01), -32_004, 'require_approval_above'],
  ])('stops a call %s', async (_, text, code, rule) => {
    expect(await ownAnswer(session, text)).toMatchObject({
      error: { code, data: { source: 'mcp-guard', rule: ruleAt(`${place}.${rule}`) } },
    });
    expect(await heardByServer(session)).toEqual([]);
  });

  it('counts amounts, in either unit, and prices, unless release_on_error returns one', async () => {
    for (const text of [pay(5), cents(100, 400), call('free')]) expect(await heard(text)).toEqual([text]);
    const fixed = call('fixed');
    expect(await heard(fixed)).toEqual([fixed]);
    session.server.send(errorLine(`call ${count - 1}`, -32_000));
    await session.client.next();
    for (const text of [call('fixed'), call('fixed'), pay(2)]) expect(await heard(text)).toEqual([text]);
    expect(await ownAnswer(session, pay(0.01))).toMatchObject({
      error: { code: 10402, data: { rule: ruleAt(`${place}.max_per_session`) } },
    });
  });

  it('counts what all sessions of a user cost together', async () => {
    session = await wire.connect();
    for (const text of [pay(6), call('fixed')]) expect(await heard(text)).toEqual([text]);
    expect(await ownAnswer(session, cents(1))).toMatchObject({
      error: { code: 10402, data: { rule: ruleAt(`${place}.${cap}`) } },
    });
    expect(await heardByServer(session)).toEqual([]);
  });
});
