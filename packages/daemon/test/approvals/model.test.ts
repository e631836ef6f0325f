import { GuardError, type Decision } from '@mcp-guard/core';
import { emptyEntry, findMissing } from '@mcp-guard/store';
import { array, asyncProperty, constantFrom } from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { assertInRounds, rounds } from '../../../core/test/support/rounds.js';
import type { GateDecision } from '../../src/approvals/gate-decision.js';
import {
  ApprovalModel,
  DENY_FOR,
  EXPIRES_AFTER,
  STANDS_FOR,
  type Moment,
  type Payment,
} from '../support/approval-model.js';
import { DAY, SECOND, step, toOptions, type Call, type DecideStep, type Step } from '../support/approval-steps.js';
import { DECIDER, errorOf, fateOf, TestGate, type Called } from '../support/gate.js';

const RUNS = 400;
const MAX_STEPS = 60;
/** The same runs every time, unless others are asked for. */
const SEED = Number(process.env['MCP_GUARD_TEST_SEED'] ?? 5);

/** A gate in which anything may happen, and what must be true of it all the same. */
class Run {
  readonly #gate: TestGate = new TestGate();
  readonly #model = new ApprovalModel();
  #sent: { readonly called: Called; readonly payment: Payment | undefined }[] = [];
  #keptOpen: { readonly called: Called; readonly id: string }[] = [];
  /** What is learned of this turn once it is written, or could not be. */
  #turn: (() => void)[] = [];

  constructor(wait: number) {
    Object.assign(this.#gate, { wait, expiresAfter: EXPIRES_AFTER, denyFor: DENY_FOR });
  }

  async take(next: Step): Promise<void> {
    const gate = this.#gate;
    const joins = 'joins' in next && next.joins;
    if (!('joins' in next) && !(next.kind === 'die' && !next.isClean)) await this.settle();
    switch (next.kind) {
      case 'call':
        this.#call(next.call);
        break;
      case 'again': {
        const asked = this.#model.asked(next.which);
        if (asked) this.#call(asked.call);
        break;
      }
      case 'decide':
        this.#decide(next);
        break;
      case 'abandon':
        this.#abandon(next.which);
        break;
      case 'answer':
        await this.#answer(next.which, next.reply, next.isRefused);
        break;
      case 'wait':
        gate.now += next.time;
        if (next.isTold) vi.advanceTimersByTime(SECOND);
        break;
      case 'break':
        gate.broken = next.broken;
        break;
      case 'halt':
        gate.halt.isOn = next.isOn;
        if (next.isOn) gate.openCalls.finishAll();
        break;
      case 'policy':
        gate.policy = next.policy;
        break;
      case 'definition':
        gate.definition = next.definition;
        break;
      case 'die':
        this.#die(next.back);
    }
    await goOn();
    if (!joins) await this.settle();
  }

  /** Ends the turn: everything is written, or nothing. */
  async settle(): Promise<void> {
    do {
      const turn = this.#turn.splice(0);
      await this.#gate.commit();
      await goOn();
      for (const learn of turn) learn();
    } while (this.#turn.length > 0);
    await this.#gate.commit();
    if (!this.#gate.broken) this.#model.written();
    this.#check();
  }

  #call(call: Call): void {
    const gate = this.#gate;
    if (gate.halt.isOn) return; // a rule refuses it before the gate
    const moment = this.#moment();
    const called = gate.admit(toOptions(call));
    const { decision, decided, request } = called;
    if (!decided) return this.#conclude(call, called, decision, moment);
    const id = gate.idOf(called);
    let isWritten = true;
    gate.delivery.record(emptyEntry('message', 'request'), {
      refuse: () => {
        isWritten = false;
        decision.undo?.();
        request.abandon();
      },
    });
    this.#keptOpen.push({ called, id });
    this.#turn.push(() => (isWritten ? this.#model.held(id, call, moment) : this.#model.doubt(id)));
    void decided.then((later): void => {
      this.#keptOpen = this.#keptOpen.filter((open) => open.called !== called);
      if (gate.halt.isOn)
        return void this.#turn.push(() => expect(later ? fateOf({ decision: later }) : 'HALTED').toBe('HALTED'));
      const isLate = later?.kind === 'hold' && later.error.data['approval_id'] === id;
      if (later && !isLate) this.#conclude(call, called, later, this.#moment());
      return undefined;
    });
  }

  /** What a session does with a decision, and what the client and the server learn by that. */
  #conclude(call: Call, called: Called, decision: GateDecision, moment: Moment): void {
    const model = this.#model;
    let isWritten = false;
    this.#gate.delivery.record(
      { ...emptyEntry('message', 'request'), outcome: decision.kind === 'hold' ? 'hold' : 'allow' },
      { deliver: () => (isWritten = true), refuse: () => decision.undo?.() },
    );
    this.#turn.push(() => {
      const id = errorOf(decision)?.data['approval_id'];
      const fate = fateOf({ decision });
      if (!isWritten) return typeof id === 'string' && model.doubt(id);
      if (decision.kind === 'send') {
        const by = /^approval ([0-9a-f]+) was used$/u.exec(decision.note ?? '')?.[1];
        return this.#sent.push({ called, payment: model.reached(call, by, moment) });
      }
      if (fate === 'SPEND_LIMIT') return model.overCap(call, moment);
      if (fate === 'APPROVAL_REQUIRED') return model.held(String(id), call, moment);
      if (typeof id === 'string') return model.denied(id, call, moment);
      return expect(['POLICY_DENIED', 'RATE_LIMITED']).toContain(fate);
    });
  }

  #decide(next: DecideStep): void {
    const { now, broken, approvals } = this.#gate;
    const moment = this.#moment();
    const { wish, uses, same } = next;
    const approval = this.#model.asked(next.which)?.id;
    const [shown] = approval === undefined ? [] : this.#gate.store.find(approval);
    if (approval === undefined || !shown) return; // nobody could be shown it yet
    if (wish === 'stand' && same && findMissing(shown.leaves ?? {}, same) !== undefined) return; // nor name that
    const standing = wish === 'stand' ? { for: STANDS_FOR, maxUses: uses, same } : null;
    const decision: Decision =
      wish === 'stand' || wish === 'approve' ? { kind: 'approve', standing } : { kind: wish, why: null };
    const results: (GuardError | undefined)[] = [];
    const print = this.#gate.printOf(approval);
    void approvals.decide({ approval, print, decision, by: 'anna', at: now, signature: null }, DECIDER, now).then(
      () => results.push(undefined),
      (error: unknown) => results.push(GuardError.from(error)),
    );
    this.#turn.push(() => {
      expect(results, 'every decision is answered').toHaveLength(1);
      this.#model.decided(approval, next, results[0], moment, broken);
    });
  }

  async #answer(which: number, reply: object, isRefused: boolean): Promise<void> {
    const [sent] = this.#sent.splice(which % Math.max(1, this.#sent.length), 1);
    await sent?.called.answer(reply, isRefused);
    if (!sent?.payment) return;
    sent.payment.isReleased = !isRefused && JSON.stringify(reply).includes('-32602');
    sent.payment.state = 'closing';
  }

  /** One that waits for a person, or one that is with the server. */
  #abandon(which: number): void {
    const [kept] = this.#keptOpen.splice(which % Math.max(1, this.#keptOpen.length), 1);
    if (kept) return kept.called.request.abandon();
    const [sent] = this.#sent.splice(which % Math.max(1, this.#sent.length), 1);
    sent?.called.request.abandon();
    if (sent?.payment) sent.payment.state = 'closing';
  }

  #die(back: number): void {
    vi.clearAllTimers();
    this.#turn = [];
    this.#sent = [];
    this.#keptOpen = [];
    this.#gate.now -= back;
    this.#model.died(this.#gate.now, back > 0, this.#gate.broken);
    this.#gate.restart();
  }

  #moment(): Moment {
    const { now, policy, definition } = this.#gate;
    return { now, policy, definition };
  }

  #check(): void {
    const { approvals, list, unwritten, store, rows, ledger, now } = this.#gate;
    const records = store.list({ decided: true, limit: 1000 });
    const count = (state: string): number => records.filter((one) => one.state === state).length;
    // Of a turn that could not be written nothing is left, neither to be used nor to be written later.
    const written = { pending: count('pending'), standing: count('standing'), isDirty: false };
    expect({ ...approvals.status, isDirty: unwritten.has(list) }).toEqual(written);
    const details = rows.filter(({ kind, shape }) => kind === 'approval' && shape === 'use').map((row) => row.detail);
    for (const { id, used, most } of this.#model.uses) {
      expect(details.filter((detail) => detail?.startsWith(id))).toHaveLength(used);
      expect(used).toBeLessThanOrEqual(most);
    }
    expect(ledger.status.lost).toHaveLength(this.#model.lostSince(now - DAY));
  }
}

/** What waited for a person goes on. */
async function goOn(): Promise<void> {
  for (let left = 8; left > 0; left--) await Promise.resolve();
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] }));
afterEach(() => vi.useRealTimers());

it('in any order of events, only approved calls are sent, once each, and no cap is exceeded', async () => {
  let taken = 0;
  const steps = array(step, { maxLength: MAX_STEPS, size: 'max' });
  await assertInRounds(
    asyncProperty(constantFrom(0, 0, 120), steps, async (wait, all) => {
      const run = new Run(wait);
      for (const each of all) await run.take(each);
      await run.settle();
      taken += all.length;
      vi.clearAllTimers();
    }),
    RUNS,
    SEED,
  );
  expect(taken).toBeGreaterThan(12 * rounds(RUNS));
});
