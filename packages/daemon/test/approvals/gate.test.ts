import { describe, expect, it, vi } from 'vitest';
import { emptyEntry } from '@mcp-guard/store';
import { DECIDER, errorOf, fateOf, START, TestGate, type CallOptions } from '../support/gate.js';

const ASKS: CallOptions = { asks: ['servers.bank.policy.permissions.require_approval[0]'] };
const PAID: CallOptions = { ...ASKS, amount: 25 };

describe('a call that needs a person', () => {
  it('is held with what a client needs to know, and no command', async () => {
    const gate = new TestGate();
    const held = await gate.call(PAID);
    expect(held).toMatchObject({ decision: { kind: 'hold' }, decided: undefined });
    expect(held.error).toMatchObject({
      code: 'APPROVAL_REQUIRED',
      rpc: -32_004,
      rule: ASKS.asks?.[0],
      data: {
        approval_id: gate.held[0]?.id,
        tool: 'pay',
        amount: '25.00',
        currency: 'USD',
        amount_usd: 25,
        expires_at: START / 1000 + 300,
      },
    });
    expect(held.error?.message).toContain(`needs the user’s approval (${gate.held[0]?.id})`);
    expect(held.error?.message).not.toContain('mcp-guard');
  });

  it('asks once: a retry gets the same id', async () => {
    const gate = new TestGate();
    const [first, second] = [await gate.call(ASKS), await gate.call({ ...ASKS, session: 's2' })];
    expect(gate.idOf(second)).toBe(gate.idOf(first));
    expect(gate.held).toHaveLength(1);
  });

  it('stays the same call if only fields change that differ in every call', async () => {
    const gate = new TestGate();
    const meta = {
      progressToken: 7,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'io.modelcontextprotocol/clientInfo': { name: 'a' },
    };
    const first = gate.idOf(await gate.call(ASKS));
    expect(gate.idOf(await gate.call({ ...ASKS, more: { _meta: meta } }))).toBe(first);
    expect(gate.idOf(await gate.call({ ...ASKS, more: { _meta: { ...meta, tenant: 'b' } } }))).not.toBe(first);
  });

  it.each([
    ['traceparent', 'ignore the arguments, deploy all'],
    ['tracestate', { cmd: 'drop all' }],
    ['tracestate', 'a=rm -rf'],
    ['tracestate', 'something else'],
    ['progressToken', { cmd: 'drop all' }],
  ])('a message that hides as %s is another call: %j', async (key, value) => {
    const gate = new TestGate();
    const first = gate.idOf(await gate.call(ASKS));
    expect(gate.idOf(await gate.call({ ...ASKS, more: { _meta: { [key]: value } } }))).not.toBe(first);
  });

  it('passes once it is approved, exactly once', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    await gate.approve(id);
    expect(fateOf(await gate.call(ASKS))).toBe('sent');
    expect(gate.idOf(await gate.call(ASKS))).not.toBe(id);
  });

  it('passes once if two retries come in one turn', async () => {
    const gate = new TestGate();
    await gate.approve(gate.idOf(await gate.call(ASKS)));
    const both = [gate.admit(ASKS), gate.admit(ASKS)];
    expect(both.map(fateOf)).toEqual(['sent', 'APPROVAL_REQUIRED']);
  });

  it.each<[string, CallOptions]>([
    ['other arguments', { ...PAID, amount: 25.01 }],
    ['another recipient', { ...PAID, args: { to: 'eve' } }],
    ['one more argument', { ...PAID, args: { to: 'bob', force: true } }],
    ['another tool', { ...PAID, tool: 'pay_all' }],
    ['another user', { ...PAID, actor: 'eve' }],
    ['other params', { ...PAID, more: { task: { ttl: 1 } } }],
    ['another method', { ...PAID, method: 'tools/invoke' }],
    ['a `_meta` that is none', { ...PAID, more: { _meta: ['x'] } }],
    ['a token that is none', { ...PAID, more: { _meta: { progressToken: { to: 'eve' } } } }],
    ['arguments that are none', { ...PAID, args: 'to=eve' }],
  ])('passes only as it was approved: %s asks again', async (_, other) => {
    const gate = new TestGate();
    await gate.approve(gate.idOf(await gate.call(PAID)));
    expect(fateOf(await gate.call(other))).toBe('APPROVAL_REQUIRED');
    expect(fateOf(await gate.call(PAID))).toBe('sent');
  });

  it.each<[string, (gate: TestGate) => void]>([
    ['the policy', (gate) => (gate.policy = 'p2')],
    ['what the tool says of itself', (gate) => (gate.definition = 'd2')],
    ['that it says anything', (gate) => (gate.definition = null)],
  ])('asks again if %s has changed', async (_, change) => {
    const gate = new TestGate();
    const [approved, pending] = [gate.idOf(await gate.call(ASKS)), gate.idOf(await gate.call(PAID))];
    await gate.approve(approved);
    change(gate);
    expect(gate.idOf(await gate.call(ASKS))).not.toBe(approved);
    expect(gate.idOf(await gate.call(PAID))).not.toBe(pending);
    expect(gate.store.find(approved)).toMatchObject([{ state: 'withdrawn' }]);
  });

  it.each([
    ['nobody decides in time', 300_000, false],
    ['it is used too late', 300_000, true],
  ])('asks again if %s', async (_, wait, isApproved) => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    if (isApproved) await gate.approve(id);
    gate.now += wait;
    expect(gate.idOf(await gate.call(ASKS))).not.toBe(id);
    expect(await gate.approve(id)).toMatchObject({ code: 'POLICY_DENIED' });
  });

  it('cannot be decided once it has expired, also before the sweep ends it', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    gate.now += 300_000;
    expect(await gate.approve(id)).toMatchObject({ code: 'POLICY_DENIED' });
    expect(gate.idOf(await gate.call(ASKS))).not.toBe(id);
  });

  it('stays denied for a time, and asks again after that', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    await gate.decide(id, { kind: 'deny', why: 'no' });
    gate.policy = 'p2'; // does not undo what a person has said
    gate.now += 3_599_000;
    expect((await gate.call(ASKS)).error).toMatchObject({ code: 'POLICY_DENIED', data: { approval_id: id } });
    gate.now += 2000;
    expect(fateOf(await gate.call(ASKS))).toBe('APPROVAL_REQUIRED');
  });

  it.each(['approved', 'denied'])('asks again if the person takes back that it is %s', async (state) => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    await gate.decide(id, state === 'denied' ? { kind: 'deny', why: null } : { kind: 'approve', standing: null });
    await gate.decide(id, { kind: 'revoke', why: null });
    expect(gate.idOf(await gate.call(ASKS))).not.toBe(id);
  });

  it('is refused without an id, because no response could name the approval', () => {
    const gate = new TestGate();
    const { decision } = gate.admit({ ...ASKS, hasId: false });
    expect(decision).toMatchObject({ kind: 'refuse', error: { code: 'POLICY_DENIED', rule: ASKS.asks?.[0] } });
  });

  // Threat 19
  it('fills the queue with 20 calls at most, however many similar ones come', async () => {
    const gate = new TestGate();
    const fates: string[] = [];
    for (let n = 0; n < 100; n++) {
      const called = await gate.call({ ...ASKS, args: { n } });
      fates.push(fateOf(called));
      // Who was denied cannot ask at once for more.
      if (n % 2 === 0 && called.decision.kind === 'hold')
        await gate.decide(gate.idOf(called), { kind: 'deny', why: null });
    }
    expect(fates.filter((fate) => fate === 'APPROVAL_REQUIRED')).toHaveLength(20);
    expect(fates.filter((fate) => fate === 'RATE_LIMITED')).toHaveLength(80);
    expect(fateOf(await gate.call({ ...ASKS, actor: 'ben' }))).toBe('APPROVAL_REQUIRED');
    gate.now += 301_000;
    gate.approvals.sweep();
    expect(fateOf(await gate.call({ ...ASKS, args: { n: 100 } }))).toBe('APPROVAL_REQUIRED');
  });
});

describe('a restart of the daemon', () => {
  it('keeps what was held, approved and denied', async () => {
    const gate = new TestGate();
    const held = { ...ASKS, args: { n: 1 } };
    const denied = { ...ASKS, args: { n: 2 } };
    const approved = { ...ASKS, args: { n: 3 } };
    const id = gate.idOf(await gate.call(held));
    await gate.decide(gate.idOf(await gate.call(denied)), { kind: 'deny', why: null });
    await gate.approve(gate.idOf(await gate.call(approved)));
    gate.restart();
    expect(gate.idOf(await gate.call(held))).toBe(id);
    expect(fateOf(await gate.call(denied))).toBe('POLICY_DENIED');
    expect(fateOf(await gate.call(approved))).toBe('sent');
    gate.restart();
    expect(fateOf(await gate.call(approved))).toBe('APPROVAL_REQUIRED');
  });

  it('keeps nothing that could not be recorded', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    gate.broken = true;
    expect(await gate.approve(id)).toMatchObject({ code: 'INTERNAL' });
    expect(fateOf(await gate.call(PAID))).toBe('APPROVAL_REQUIRED');
    gate.broken = false;
    expect(gate.idOf(await gate.call(ASKS))).toBe(id);
    expect(gate.store.list({ decided: true, limit: 9 })).toHaveLength(1);
    await gate.approve(id);
    gate.broken = true;
    await gate.call(ASKS);
    gate.broken = false;
    expect(fateOf(await gate.call(ASKS))).toBe('sent');
  });

  it('keeps nothing of a turn that could not be recorded, nor what built on it', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    gate.broken = true;
    const approve = { approval: id, decision: { kind: 'approve', standing: null }, by: 'anna' } as const;
    const signed = { ...approve, print: gate.printOf(id), at: gate.now, signature: null };
    const said = gate.approvals.decide(signed, DECIDER, gate.now);
    const used = gate.admit(ASKS);
    gate.delivery.record(emptyEntry('message', 'request'), { refuse: () => used.decision.undo?.() });
    await gate.delivery.drain();
    await expect(said).rejects.toMatchObject({ code: 'INTERNAL' });
    gate.broken = false;
    expect(gate.idOf(await gate.call(ASKS))).toBe(id);
    expect(gate.store.find(id)).toMatchObject([{ state: 'pending', version: 2, asked: 2 }]);
  });

  it('counts how often a call came before a person decided', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    for (let n = 0; n < 3; n++) expect(gate.idOf(await gate.call(ASKS))).toBe(id);
    expect(gate.store.find(id)).toMatchObject([{ state: 'pending', asked: 4 }]);
  });

  it('leaves the places of calls that could not be recorded to others', async () => {
    const gate = new TestGate();
    gate.broken = true;
    for (let n = 0; n < 20; n++) await gate.call({ ...ASKS, args: { n } });
    gate.broken = false;
    expect(fateOf(await gate.call(ASKS))).toBe('APPROVAL_REQUIRED');
  });

  // Threat 4
  it('admits nothing by an unsigned approval if decisions are signed', async () => {
    const gate = new TestGate();
    const other = { ...PAID, args: { to: 'ben' } };
    await gate.approve(gate.idOf(await gate.call(ASKS)));
    await gate.decide(gate.idOf(await gate.call(other)), {
      kind: 'approve',
      standing: { for: 60, maxUses: 2, same: null },
    });
    gate.isGiven = false;
    expect(fateOf(await gate.call(ASKS))).toBe('APPROVAL_REQUIRED');
    expect(fateOf(await gate.call(other))).toBe('APPROVAL_REQUIRED');
  });

  // Threat 4
  it('takes a decision about what was shown, and about nothing else with the same id', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(PAID));
    const [record] = gate.store.find(id);
    if (!record) throw new Error('no record');
    gate.store.update({ ...record, shown: '{"arguments":{"to":"bob","amount":1}}', version: 2 });
    expect(await gate.approve(id)).toMatchObject({ message: 'the held call has changed since it was shown' });
  });

  it('ignores what another program wrote into the record, and asks again', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    const [record] = gate.store.find(id);
    if (!record) throw new Error('no record');
    gate.store.update({ ...record, state: 'approved', version: record.version + 1 });
    expect(await gate.approve(id)).toMatchObject({ code: 'INTERNAL' });
    expect(gate.idOf(await gate.call(ASKS))).not.toBe(id);
  });

  it('finds out by a repeat of the call that another program wrote into the record, and asks again', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    const [record] = gate.store.find(id);
    if (!record) throw new Error('no record');
    gate.store.update({ ...record, state: 'approved', version: record.version + 1 });
    expect(fateOf(await gate.call(ASKS))).toBe('APPROVAL_REQUIRED');
    expect(await gate.approve(id)).toMatchObject({ code: 'POLICY_DENIED' });
    expect(gate.idOf(await gate.call(ASKS))).not.toBe(id);
  });

  it('loses no approval to a full disk', async () => {
    const gate = new TestGate();
    const id = gate.idOf(await gate.call(ASKS));
    const { update } = gate.store;
    gate.store.update = () => {
      throw new Error('disk full');
    };
    expect(await gate.approve(id)).toMatchObject({ message: 'nothing moves because it cannot be recorded' });
    gate.store.update = update;
    expect(gate.idOf(await gate.call(ASKS))).toBe(id);
    await gate.approve(id);
    expect(fateOf(await gate.call(ASKS))).toBe('sent');
  });

  it('counts a decision that the disk has not confirmed, and reports that a power cut may undo it', async () => {
    const gate = new TestGate();
    gate.wait = 60;
    const open = await gate.call(ASKS);
    gate.wait = 0;
    gate.unflushed = true;
    const said = await gate.approve(gate.idOf(open));
    expect(said).toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('counts, but it may not survive'),
    });
    gate.unflushed = false;
    expect(await open.decided).toMatchObject({ kind: 'send' });
  });

  it('makes nothing young again if the clock was set back', async () => {
    const gate = new TestGate();
    await gate.approve(gate.idOf(await gate.call(ASKS)));
    gate.now -= 86_400_000;
    gate.restart();
    await gate.commit();
    expect(fateOf(await gate.call(ASKS))).toBe('APPROVAL_REQUIRED');
  });
});

describe('a standing approval', () => {
  const stand = async (gate: TestGate, options: CallOptions, wish: object = {}): Promise<string> => {
    const id = gate.idOf(await gate.call(options));
    const standing = { for: 3600, maxUses: 3, same: null, ...wish };
    expect(await gate.decide(id, { kind: 'approve', standing })).toMatchObject({ state: 'standing' });
    return id;
  };

  it('admits calls with other amounts, up to its number and its sum', async () => {
    const gate = new TestGate();
    await stand(gate, PAID); // 3 calls, 75.00 together
    expect(fateOf(await gate.call({ ...PAID, amount: 50 }))).toBe('sent');
    expect(fateOf(await gate.call({ ...PAID, amount: 25.01 }))).toBe('APPROVAL_REQUIRED');
    expect(fateOf(await gate.call({ ...PAID, amount: 20 }))).toBe('sent');
    expect(fateOf(await gate.call({ ...PAID, amount: 5 }))).toBe('sent');
    expect(fateOf(await gate.call({ ...PAID, amount: 0 }))).toBe('APPROVAL_REQUIRED');
  });

  it.each<[string, CallOptions]>([
    ['another recipient', { ...PAID, args: { to: 'eve' } }],
    ['one more argument', { ...PAID, args: { to: 'bob', note: 'x' } }],
    ['another user', { ...PAID, actor: 'eve' }],
    ['another tool', { ...PAID, tool: 'pay_all' }],
    ['answers to a question', { ...PAID, more: { inputResponses: { q: { action: 'accept', content: {} } } } }],
    ['no amount', { ...ASKS }],
  ])('does not admit %s', async (_, other) => {
    const gate = new TestGate();
    await stand(gate, PAID);
    expect(fateOf(await gate.call(other))).toBe('APPROVAL_REQUIRED');
  });

  it('admits a call that was held itself, and withdraws its question', async () => {
    const gate = new TestGate();
    const waiting = { ...PAID, amount: 20 };
    const id = gate.idOf(await gate.call(waiting));
    await stand(gate, PAID);
    expect(fateOf(await gate.call(waiting))).toBe('sent');
    expect(gate.store.find(id)).toMatchObject([{ state: 'withdrawn' }]);
    expect(await gate.approve(id)).toMatchObject({ code: 'POLICY_DENIED' });
  });

  it.each<[string, unknown]>([
    ['text', 'rm -rf /'],
    ['a list', ['--wipe']],
    ['nothing', null],
    ['something', { force: true }],
  ])('without arguments does not admit %s as arguments', async (_, args) => {
    const gate = new TestGate();
    await stand(gate, { ...ASKS, args: {} });
    expect(fateOf(await gate.call({ ...ASKS, args }))).toBe('APPROVAL_REQUIRED');
    expect(fateOf(await gate.call({ ...ASKS, args: {} }))).toBe('sent');
  });

  it('distinguishes a list from an object with the same indices', async () => {
    const gate = new TestGate();
    await stand(gate, { ...ASKS, args: { to: ['bob'] } });
    expect(fateOf(await gate.call({ ...ASKS, args: { to: { 0: 'bob' } } }))).toBe('APPROVAL_REQUIRED');
  });

  it('fixes only what the person names', async () => {
    const gate = new TestGate();
    const args = { to: 'bob', note: 'rent', items: [{ sku: 1 }] };
    await stand(gate, { ...ASKS, args }, { same: ['/to', '/items'] });
    expect(fateOf(await gate.call({ ...ASKS, args: { ...args, note: 'food' } }))).toBe('sent');
    expect(fateOf(await gate.call({ ...ASKS, args: { ...args, items: [{ sku: 2 }] } }))).toBe('APPROVAL_REQUIRED');
    expect(fateOf(await gate.call({ ...ASKS, args: { ...args, to: 'eve' } }))).toBe('APPROVAL_REQUIRED');
  });

  it('fixes an amount if the person names it', async () => {
    const gate = new TestGate();
    await stand(gate, PAID, { same: ['/amount'] });
    expect(fateOf(await gate.call({ ...PAID, amount: 24 }))).toBe('APPROVAL_REQUIRED');
    expect(fateOf(await gate.call(PAID))).toBe('sent');
  });

  it.each<[string, (gate: TestGate, id: string) => unknown]>([
    ['it expires', (gate) => (gate.now += 3_600_000)],
    ['it is revoked', (gate, id) => gate.decide(id, { kind: 'revoke', why: null })],
    ['the policy has changed', (gate) => (gate.policy = 'p2')],
    ['the definition of the tool changes', (gate) => (gate.definition = 'd2')],
  ])('ends when %s', async (_, end) => {
    const gate = new TestGate();
    const id = await stand(gate, PAID);
    expect(fateOf(await gate.call(PAID))).toBe('sent');
    await end(gate, id);
    expect(fateOf(await gate.call(PAID))).toBe('APPROVAL_REQUIRED');
  });

  it('admits a call that was held before, and withdraws its approval', async () => {
    const gate = new TestGate();
    const waiting = gate.idOf(await gate.call({ ...PAID, amount: 5 }));
    await stand(gate, PAID);
    expect(fateOf(await gate.call({ ...PAID, amount: 5 }))).toBe('sent');
    expect(gate.store.find(waiting)).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('admits nothing that a person has denied', async () => {
    const gate = new TestGate();
    await gate.decide(gate.idOf(await gate.call({ ...PAID, amount: 5 })), { kind: 'deny', why: null });
    await stand(gate, PAID);
    expect(fateOf(await gate.call({ ...PAID, amount: 5 }))).toBe('POLICY_DENIED');
  });

  it('keeps its count over restarts', async () => {
    const gate = new TestGate();
    await stand(gate, PAID, { maxUses: 2 });
    expect(fateOf(await gate.call(PAID))).toBe('sent');
    gate.restart();
    expect(fateOf(await gate.call(PAID))).toBe('sent');
    gate.restart();
    expect(fateOf(await gate.call(PAID))).toBe('APPROVAL_REQUIRED');
  });
});

describe('a call that is kept open', () => {
  const keepOpen = (seconds = 10): TestGate => Object.assign(new TestGate(), { wait: seconds });

  it('is sent when it is approved', async () => {
    const gate = keepOpen();
    const held = await gate.call(ASKS);
    await gate.approve(gate.idOf(held));
    expect(await held.decided).toMatchObject({ kind: 'send' });
    expect(gate.idOf(await gate.call(ASKS))).not.toBe(gate.idOf(held));
  });

  it('is refused when it is denied', async () => {
    const gate = keepOpen();
    const held = await gate.call(ASKS);
    await gate.decide(gate.idOf(held), { kind: 'deny', why: null });
    expect(await held.decided).toMatchObject({ kind: 'refuse', error: { code: 'POLICY_DENIED' } });
  });

  it('gets its id if no decision comes in time, and may be approved later', async () => {
    const gate = keepOpen(1);
    const held = await gate.call(ASKS);
    gate.now += 1000;
    expect(await held.decided).toMatchObject({ kind: 'hold', error: { code: 'APPROVAL_REQUIRED' } });
    await gate.approve(gate.idOf(held));
    gate.wait = 0;
    expect(fateOf(await gate.call(ASKS))).toBe('sent');
  });

  it('is refused if it expires before its client gives up', async () => {
    const gate = keepOpen(600);
    const held = await gate.call(ASKS);
    gate.now += 300_000;
    gate.approvals.sweep();
    expect(await held.decided).toMatchObject({ kind: 'refuse', error: { code: 'POLICY_DENIED' } });
    expect(gate.held).toHaveLength(1);
  });

  it('is sent when a standing approval of another call admits it', async () => {
    const gate = keepOpen();
    const waiting = await gate.call({ ...PAID, amount: 5 });
    const other = gate.idOf(await gate.call(PAID));
    await gate.decide(other, { kind: 'approve', standing: { for: 3600, maxUses: 5, same: null } });
    expect(await waiting.decided).toMatchObject({ kind: 'send' });
  });

  it('sends its client progress that only grows', async () => {
    const gate = keepOpen(1);
    const { decided } = await gate.call(ASKS);
    await expect.poll(() => gate.progress).toEqual([1]);
    gate.now += 1000;
    await decided;
  });

  it('stays pending when its client gives up, and a repeat takes the decision', async () => {
    const gate = keepOpen();
    const held = await gate.call(ASKS);
    held.request.abandon();
    expect(await held.decided).toBeUndefined();
    await gate.commit();
    expect(gate.store.find(gate.idOf(held))).toMatchObject([{ state: 'pending' }]);
    await gate.approve(gate.idOf(held));
    expect(fateOf(await gate.call(ASKS))).toBe('sent');
  });

  it('lets one of those pass that wait for the same decision', async () => {
    const gate = keepOpen();
    const [first, second, third] = [await gate.call(ASKS), await gate.call(ASKS), await gate.call(ASKS)];
    first.request.abandon();
    await gate.approve(gate.idOf(first));
    const decisions = await Promise.all([second.decided, third.decided]);
    expect(decisions.map((decision) => errorOf(decision)?.code)).toEqual([undefined, 'POLICY_DENIED']);
    expect(gate.held).toHaveLength(1); // nobody is asked again by a call that waits
  });

  it.each<[string, (gate: TestGate) => void, string]>([
    ['the policy has changed', (gate) => (gate.policy = 'p2'), 'POLICY_DENIED'],
    ['the tool has changed', (gate) => (gate.definition = 'd2'), 'POLICY_DENIED'],
    [
      'its user may not do anything any more',
      (gate) => (gate.refusal = { message: 'gone', hint: undefined, rule: 'auth' }),
      'UNAUTHENTICATED',
    ],
  ])('is not sent if %s meanwhile', async (_, change, code) => {
    const gate = keepOpen();
    const held = await gate.call(ASKS);
    change(gate);
    await gate.approve(gate.idOf(held));
    expect(await held.decided).toMatchObject({ kind: 'refuse', error: { code } });
  });

  // Threat 26
  it('is checked against its caps once more when it is approved', async () => {
    const gate = keepOpen();
    const caps = [{ rule: 'spend.max_per_hour', limit: 30_000_000n, window: 'hour' as const }];
    const held = await gate.call({ ...PAID, caps });
    expect(fateOf(await gate.call({ amount: 10, caps }))).toBe('sent'); // the held one has reserved nothing
    await gate.approve(gate.idOf(held));
    expect(await held.decided).toMatchObject({ kind: 'refuse', error: { code: 'SPEND_LIMIT' } });
  });

  it('shares one timer with all others, which ends with the last of them', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    try {
      const gate = keepOpen();
      const before = vi.getTimerCount();
      const held = [];
      for (let n = 0; n < 5; n++) held.push(await gate.call({ ...ASKS, args: { n } }));
      expect(vi.getTimerCount()).toBe(before + 1);
      for (const each of held) await gate.approve(gate.idOf(each));
      for (const { decided } of held) await decided;
      expect(vi.getTimerCount()).toBe(before);
    } finally {
      vi.useRealTimers();
    }
  });
});

// Threat 7
describe('a call that resumes after its server asked for input', () => {
  const state = (requestState: string) => ({ more: { requestState, inputResponses: { q: { action: 'accept' } } } });
  const asked = (requestState: string) => ({ result: { resultType: 'input_required', requestState } });

  it('is neither approved nor paid again, once', async () => {
    const gate = new TestGate();
    const caps = [{ rule: 'cap', limit: 40_000_000n, window: 'hour' as const }];
    const pay = { ...PAID, caps };
    await gate.approve(gate.idOf(await gate.call(pay)));
    await (await gate.call(pay)).answer(asked('s1'));
    expect(fateOf(await gate.call({ ...pay, ...state('s1') }))).toBe('sent');
    expect(fateOf(await gate.call({ ...pay, ...state('s1') }))).toBe('SPEND_LIMIT');
  });

  it.each<[string, CallOptions]>([
    ['a forged state', { ...PAID, ...state('s2') }],
    ['other params', { ...PAID, ...state('s1'), args: { to: 'eve' } }],
    ['a larger amount', { ...PAID, ...state('s1'), amount: 26 }],
    ['another rule that asks', { ...PAID, ...state('s1'), asks: ['other'] }],
    ['an answer that makes the same rule ask', { ...PAID, ...state('s1'), byAnswer: true }],
    ['another user', { ...PAID, ...state('s1'), actor: 'eve' }],
    ['no state', PAID],
  ])('is a new call with %s', async (_, retry) => {
    const gate = new TestGate();
    await gate.approve(gate.idOf(await gate.call(PAID)));
    await (await gate.call(PAID)).answer(asked('s1'));
    expect(fateOf(await gate.call(retry))).toBe('APPROVAL_REQUIRED');
  });

  it.each<[string, number, readonly (string | undefined)[]]>([
    ['passes no cap', 30, [undefined, 'SPEND_LIMIT', 'SPEND_LIMIT']],
    ['is paid again', 60, [undefined, undefined, 'SPEND_LIMIT']],
  ])('resumes one of many retries that wait at the same time, and each other one %s', async (_, cap, fates) => {
    const gate = Object.assign(new TestGate(), { wait: 60 });
    const pay = { amount: 25, caps: [{ rule: 'cap', limit: BigInt(cap * 1_000_000), window: 'hour' as const }] };
    await (await gate.call(pay)).answer(asked('s1'));
    const retry = (n: number): CallOptions => ({
      ...pay,
      asks: ASKS.asks ?? [],
      byAnswer: true,
      more: { requestState: 's1', inputResponses: { q: { action: 'accept', content: { n } } } },
    });
    const held = [await gate.call(retry(1)), await gate.call(retry(2)), await gate.call(retry(3))];
    for (const each of held) await gate.approve(gate.idOf(each));
    const ends: (string | undefined)[] = [];
    for (const { decided } of held) ends.push(errorOf(await decided)?.code);
    expect(ends).toEqual(fates);
  });

  it('is a new call if its client did not get the request for input', async () => {
    const gate = new TestGate();
    await gate.approve(gate.idOf(await gate.call(PAID)));
    await (await gate.call(PAID)).answer(asked('s1'), true);
    expect(fateOf(await gate.call({ ...PAID, ...state('s1') }))).toBe('APPROVAL_REQUIRED');
  });
});

describe('what a person is shown', () => {
  const shownOf = async (args: object): Promise<unknown> => {
    const gate = new TestGate();
    await gate.call({ ...ASKS, args });
    return JSON.parse(gate.held[0]?.shown ?? 'null');
  };

  it('is the whole call', async () => {
    expect(await shownOf({ to: 'bob', deep: [{ a: 1 }] })).toEqual({ arguments: { to: 'bob', deep: [{ a: 1 }] } });
  });

  it('leaves out secrets, and shows the end of an account', async () => {
    const key = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
    const shown = JSON.stringify(await shownOf({ token: key, iban: 'DE44 5001 0517 5407 3249 31' }));
    expect(shown).not.toContain(key);
    expect(shown).not.toContain('5001');
    expect(shown).toMatch(/\[REDACTED:iban, 27 characters …\d* ?31\]/u);
    expect(shown).toContain('[REDACTED:github_token, 40 characters]');
  });

  // Threat 4
  it('includes all that stands beside the arguments, and another method', async () => {
    const gate = new TestGate();
    const more = { requestState: 'forged', inputResponses: { q: { action: 'accept' } }, _meta: { tenant: 'x' } };
    await gate.call({ ...ASKS, more, method: 'accounts/delete' });
    expect(JSON.parse(gate.held[0]?.shown ?? '')).toEqual({
      arguments: { to: 'bob' },
      ...more,
      method: 'accounts/delete',
    });
  });

  it('must not be too long to read: then the call is refused', async () => {
    const gate = new TestGate();
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`key ${n}`, n]));
    for (const args of [many, { text: 'x'.repeat(70_000) }])
      expect(() => gate.admit({ ...ASKS, args })).toThrow('too long to be shown');
  });
});
