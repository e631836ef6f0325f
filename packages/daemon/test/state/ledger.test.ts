import { openMemorySpendingStore } from '@mcp-guard/store';
import type { Cap } from '@mcp-guard/rules';
import { array, assert, bigInt, boolean, constant, integer, oneof, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger, type Payer, type Payment } from '../../src/state/ledger.js';
import { TestGate, fateOf, type CallOptions } from '../support/gate.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1, 12, 30);
const PAYER: Payer = { actor: 'anna', session: 's1', server: 'bank', tool: 'pay' };
const HOURLY: Cap = { rule: 'hourly', limit: 100n, window: 'hour' };
const DAILY: Cap = { rule: 'daily', limit: 150n, window: 'day' };

function open(store = openMemorySpendingStore(), start = START) {
  const clock = { now: start };
  const ledger = new Ledger(store, new Set(), () => clock.now);
  const costOf = (amount: bigint, caps: readonly Cap[]) => ({
    amount,
    caps,
    currency: 'USD',
    releasedOnError: false,
    amounts: [],
  });
  return {
    ledger,
    clock,
    store,
    /** Nothing where a cap would be passed. */
    pay(amount: bigint, caps: readonly Cap[] = [HOURLY], payer: Payer = PAYER): Payment | undefined {
      const cost = costOf(amount, caps);
      return ledger.check(cost, payer) ? undefined : ledger.reserve(cost, payer);
    },
    commit() {
      ledger.write();
      ledger.written();
    },
  };
}

describe('a cap', () => {
  it('can be used up exactly, and not exceeded', () => {
    const { pay, ledger } = open();
    expect(pay(60n)).toBeDefined();
    expect(pay(41n)).toBeUndefined();
    expect(pay(40n)).toBeDefined();
    expect(pay(1n)).toBeUndefined();
    expect(pay(0n)).toBeDefined();
    const cost = { amount: 1n, currency: 'USD', caps: [HOURLY], releasedOnError: false, amounts: [] };
    expect(ledger.check(cost, PAYER)).toMatchObject({ code: 'SPEND_LIMIT', rule: 'hourly' });
  });

  it('of an hour counts the whole of any hour', () => {
    const { pay, clock } = open(undefined, START + 59_000);
    pay(100n);
    clock.now += HOUR - 1;
    expect(pay(1n)).toBeUndefined();
    clock.now += MINUTE + 1;
    expect(pay(100n)).toBeDefined();
  });

  it('of a day counts beside it', () => {
    const { pay, clock } = open();
    pay(100n, [HOURLY, DAILY]);
    clock.now += 2 * HOUR;
    expect(pay(51n, [HOURLY, DAILY])).toBeUndefined();
    expect(pay(50n, [HOURLY, DAILY])).toBeDefined();
    clock.now += 24 * HOUR + MINUTE;
    expect(pay(100n, [HOURLY, DAILY])).toBeDefined();
  });

  it('counts each user alone', () => {
    const { pay } = open();
    pay(100n);
    expect(pay(100n, [HOURLY], { ...PAYER, actor: 'ben' })).toBeDefined();
  });

  it('of a session ends with it', () => {
    const { pay, ledger } = open();
    const cap: Cap = { rule: 'session', limit: 10n, window: 'session' };
    expect(pay(10n, [cap])).toBeDefined();
    expect(pay(1n, [cap])).toBeUndefined();
    expect(pay(1n, [cap], { ...PAYER, session: 's2' })).toBeDefined();
    ledger.forget('s1');
    expect(pay(1n, [cap])).toBeDefined();
  });

  it('leaves the other caps alone if one is exceeded', () => {
    const { pay } = open();
    pay(100n, [HOURLY]);
    expect(pay(50n, [DAILY, HOURLY])).toBeUndefined();
    expect(pay(150n, [DAILY])).toBeDefined();
  });

  it('gets back what was released, and not what was settled', () => {
    const { pay } = open();
    const [a, b] = [pay(60n), pay(40n)];
    b?.settle();
    b?.release();
    expect(pay(1n)).toBeUndefined();
    a?.release();
    a?.release();
    expect(pay(61n)).toBeUndefined();
    expect(pay(60n)).toBeDefined();
  });
});

describe('the ledger after a restart', () => {
  it('counts what was reserved, and reports what was open when the daemon died', () => {
    const first = open();
    first.pay(30n)?.settle();
    first.pay(50n);
    first.commit();
    first.pay(10n); // never recorded, so never sent
    const second = open(first.store, START + MINUTE);
    expect(second.ledger.status).toMatchObject({ open: 0, lost: [{ actor: 'anna', tool: 'pay', amount: '0.00005' }] });
    expect(second.pay(21n)).toBeUndefined();
    expect(second.pay(20n)).toBeDefined();
  });

  it('gives back what was released before', () => {
    const first = open();
    const payment = first.pay(100n);
    first.commit();
    payment?.release();
    first.commit();
    const second = open(first.store);
    expect(second.ledger.status.lost).toEqual([]);
    expect(second.pay(100n)).toBeDefined();
  });

  it('still counts if the clock was set back', () => {
    const first = open();
    first.pay(100n);
    first.commit();
    const second = open(first.store, START - 48 * HOUR);
    expect(second.pay(1n)).toBeUndefined();
    second.clock.now += HOUR + 2 * MINUTE;
    expect(second.pay(100n)).toBeDefined();
  });

  it('forgets what was lost after a day', () => {
    const first = open();
    first.pay(100n);
    first.commit();
    expect(open(first.store, START + 25 * HOUR).ledger.status.lost).toEqual([]);
  });
});

it('no cap is exceeded in any window, whatever is paid, released and restarted', () => {
  const step = oneof(
    record({ pay: bigInt({ min: 0n, max: 60n }), release: boolean() }),
    record({ wait: integer({ min: 0, max: 50 * MINUTE }) }),
    constant('restart' as const),
  );
  assert(
    property(array(step, { maxLength: 60 }), (steps) => {
      const store = openMemorySpendingStore();
      let now = START;
      let so = open(store, now);
      const paid: { at: number; amount: bigint }[] = [];
      for (const each of steps) {
        if (each === 'restart') so = open(store, now);
        else if ('wait' in each) so.clock.now = now += each.wait;
        else {
          const payment = so.pay(each.pay, [HOURLY, DAILY]);
          so.commit();
          if (payment && each.release) payment.release();
          else if (payment) paid.push({ at: now, amount: each.pay });
          so.commit();
        }
        const within = (window: number): bigint =>
          paid.filter(({ at }) => at > now - window).reduce((sum, { amount }) => sum + amount, 0n);
        expect(within(HOUR) <= 100n && within(24 * HOUR) <= 150n).toBe(true);
      }
    }),
  );
});

describe('a paid call', () => {
  const caps = [{ rule: 'cap', limit: 10_000_000n, window: 'hour' as const }];
  const PAY: CallOptions = { amount: 10, caps };
  const isReleased = async (gate: TestGate): Promise<boolean> => fateOf(await gate.call(PAY)) === 'sent';
  const failure = (code: number) => ({ error: { code, message: 'x' } });

  // Threat 6
  it.each<[string, object, boolean, boolean]>([
    ['succeeds', { result: {} }, false, false],
    ['is answered with an error of the tool', { result: { isError: true } }, false, false],
    ['is answered with an error', failure(-32_603), false, false],
    ['is answered with an error of its own number', failure(10402), false, false],
    ['is not known to the server', failure(-32_601), false, true],
    ['has params that the server cannot read', failure(-32_602), false, true],
    ['has an answer that is refused', failure(-32_602), true, false],
    ['becomes a task', { result: { task: { taskId: 't' } } }, false, false],
    ['asks something', { result: { resultType: 'input_required' } }, false, false],
  ])('that %s', async (_, answer, isRefused, released) => {
    const gate = new TestGate();
    const called = await gate.call(PAY);
    await called.answer(answer, isRefused);
    expect(await isReleased(gate)).toBe(released);
  });

  it.each<[string, object]>([
    ['an error', failure(-32_603)],
    ['an error of the tool', { result: { isError: true } }],
  ])('that fails with %s costs nothing if the configuration says so', async (_, answer) => {
    const gate = new TestGate();
    await (await gate.call({ ...PAY, releasedOnError: true })).answer(answer);
    expect(await isReleased(gate)).toBe(true);
  });

  // Threat 6
  it('that is cancelled and then fails costs its price', async () => {
    const gate = new TestGate();
    const called = await gate.call(PAY);
    called.request.abandon();
    await called.answer(failure(-32_602));
    expect(await isReleased(gate)).toBe(false);
  });

  it('that could not be recorded costs nothing, because it was not sent', async () => {
    const gate = new TestGate();
    gate.broken = true;
    await gate.call(PAY);
    gate.broken = false;
    expect(await isReleased(gate)).toBe(true);
  });

  it('without an id counts as spent', async () => {
    const gate = new TestGate();
    expect(gate.admit({ ...PAY, hasId: false }).error).toBeUndefined();
    expect(gate.ledger.status.open).toBe(0);
    expect(await isReleased(gate)).toBe(false);
  });

  it('exceeds no cap together with 63 others at the same time', () => {
    const gate = new TestGate();
    const fates = Array.from({ length: 64 }, () => fateOf(gate.admit({ amount: 1, caps })));
    expect(fates.filter((fate) => fate === 'sent')).toHaveLength(10);
  });
});

it('keeps no half of a secret in a tool’s name, also where it stands across position 512', () => {
  const { pay, ledger, store, commit } = open();
  const tool = `${'x '.repeat(250)}ghp_x7RkQ2mN9vBx7RkQ2mN9vBx7RkQ2mN9vBx7Rk`;
  pay(1n, [HOURLY], { ...PAYER, tool });
  commit();
  const [lost] = open(store).ledger.status.lost;
  expect(lost?.tool).toContain('x x');
  expect(lost?.tool).not.toContain('ghp_');
  expect(ledger.status.open).toBe(1);
});
