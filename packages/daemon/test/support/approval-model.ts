import { GuardError } from '@mcp-guard/core';
import { expect } from 'vitest';
import {
  CAP,
  costOf,
  HOUR,
  isSame,
  MINUTE,
  needsPerson,
  SECOND,
  type Call,
  type DecideStep,
} from './approval-steps.js';

export const EXPIRES_AFTER = 300;
export const DENY_FOR = 3600;
export const STANDS_FOR = 600;

/** What stands around a call at the moment when it is let through, or not. */
export interface Moment {
  readonly now: number;
  readonly policy: string;
  readonly definition: string | null;
}

/** What the model knows of a call that was held. */
interface Asked {
  readonly id: string;
  readonly call: Call;
  readonly policy: string;
  readonly definition: string | null;
  state: 'pending' | 'approved' | 'standing' | 'denied' | 'over';
  /** When it was asked, or decided. */
  at: number;
  expiresAt: number;
  standing: { readonly same: readonly string[] | null; readonly uses: number } | undefined;
  used: number;
  spent: number;
  /** It may have ended meanwhile: nothing is demanded of it any more. */
  isDoubtful: boolean;
}

export interface Payment {
  readonly actor: string;
  readonly amount: number;
  readonly at: number;
  /** The same, until a clock was set back to before that. */
  countsAt: number;
  /** `closing`: not written yet. `lost`: it was open when the daemon died. */
  state: 'open' | 'closing' | 'closed' | 'lost';
  isReleased: boolean;
}

/** Knows only what people have said, what reached the server and what that cost, and fails where that does not agree. */
export class ApprovalModel {
  readonly #asked: Asked[] = [];
  readonly #payments: Payment[] = [];
  #wasSetBack = false;

  /** A call that was held: 0 is the newest. */
  asked(which: number): Readonly<Asked> | undefined {
    return this.#asked.at(-1 - (which % Math.max(1, this.#asked.length)));
  }

  /** A call is with the server. @param by the approval that its row names */
  reached(call: Call, by: string | undefined, moment: Moment): Payment | undefined {
    if (needsPerson(call)) this.#used(call, by, moment);
    else expect(by).toBeUndefined();
    const amount = costOf(call);
    if (amount === 0) return undefined;
    const { now } = moment;
    const payment: Payment = { actor: call.actor, amount, at: now, countsAt: now, state: 'open', isReleased: false };
    this.#payments.push(payment);
    expect(this.#spentSince(now - HOUR, call.actor)).toBeLessThanOrEqual(CAP);
    return payment;
  }

  #used(call: Call, by: string | undefined, { now, policy, definition }: Moment): void {
    const asked = this.#find(by);
    if (!asked) throw new Error(`nobody let ${JSON.stringify(call)} pass`);
    const { expiresAt } = asked;
    expect({ ...asked, admits: admits(asked, call), isOver: expiresAt <= now }).toMatchObject({
      policy,
      definition,
      admits: true,
      isOver: false,
    });
    for (const other of this.#asked) if (other.state === 'pending' && isSame(other.call, call)) other.state = 'over';
    asked.used += 1;
    asked.spent += costOf(call);
    if (asked.state === 'approved' || asked.used === asked.standing?.uses) asked.state = 'over';
  }

  /** Its client was told that a call waits. */
  held(id: string, call: Call, moment: Moment): void {
    for (const asked of this.#asked) noticeChange(asked, call, moment);
    const live = this.#asked.filter((one) => one.id !== id && !one.isDoubtful && one.expiresAt > moment.now);
    const first = live.find((one) => admits(one, call) || (one.state === 'pending' && isSame(one.call, call)));
    expect(first, 'what was approved passes, and what waits is asked once').toBeUndefined();
    const known = this.#find(id);
    if (known) return expect([known.state, isSame(known.call, call)]).toEqual(['pending', true]);
    const { now, policy, definition } = moment;
    const expiresAt = now + EXPIRES_AFTER * SECOND;
    const fresh = { state: 'pending', standing: undefined, used: 0, spent: 0, isDoubtful: false } as const;
    this.#asked.push({ id, call, policy, definition, at: now, expiresAt, ...fresh });
  }

  /** Its client was told that a person has denied it. */
  denied(id: string, call: Call, { now }: Moment): void {
    const asked = this.#find(id);
    expect(asked).toMatchObject({ state: 'denied', call: { tool: call.tool, to: call.to } });
    expect(asked?.expiresAt).toBeGreaterThan(now);
  }

  /** Its client was told that a cap would be passed. An amount counts up to a minute longer. */
  overCap(call: Call, { now }: Moment): void {
    if (this.#wasSetBack) return;
    expect(this.#spentSince(now - HOUR - MINUTE, call.actor) + costOf(call)).toBeGreaterThan(CAP);
  }

  /** A person has decided. @param error why that does not count */
  decided(
    id: string,
    { wish, same, uses }: DecideStep,
    error: GuardError | undefined,
    moment: Moment,
    broken: boolean,
  ): void {
    const { now, policy, definition } = moment;
    const asked = this.#find(id);
    if (!asked) throw new Error('nobody was asked');
    const { state } = asked;
    const isOpen = wish === 'revoke' ? state !== 'pending' && state !== 'over' : state === 'pending';
    const mayBe = isOpen && asked.expiresAt > now;
    if (!error) expect(mayBe, `${wish} does not count for what is ${state}`).toBe(true);
    else if (!broken && !asked.isDoubtful) expect(mayBe, `${wish} counts for what is ${state}`).toBe(false);
    if (error) return;
    asked.state = ({ approve: 'approved', stand: 'standing', deny: 'denied', revoke: 'over' } as const)[wish];
    if (wish === 'stand') asked.standing = { same, uses };
    // Calls that are kept open look at once, and end what was asked under other rules.
    for (const each of this.#asked)
      if (each.policy !== policy || each.definition !== definition) each.isDoubtful = true;
    asked.at = now;
    asked.expiresAt = now + { approve: EXPIRES_AFTER, stand: STANDS_FOR, deny: DENY_FOR, revoke: 0 }[wish] * SECOND;
  }

  /** Nobody waits for a call any more. */
  withdrawn(id: string, broken: boolean): void {
    const asked = this.#find(id);
    if (asked && broken) asked.isDoubtful = true;
    else if (asked) asked.state = 'over';
  }

  /** Something about it could not be written. */
  doubt(id: string): void {
    const asked = this.#find(id);
    if (asked) asked.isDoubtful = true;
  }

  /** The daemon was killed; the next one starts at `now`, with a clock that was set back. */
  died(now: number, wasSetBack: boolean, broken: boolean): void {
    this.#wasSetBack ||= wasSetBack;
    for (const asked of this.#asked) {
      if (asked.at > now + MINUTE && !broken) asked.state = 'over'; // or it would be young again
      asked.isDoubtful ||= wasSetBack;
    }
    for (const payment of this.#payments) {
      payment.countsAt = Math.min(payment.countsAt, now);
      if (payment.state !== 'open' && payment.state !== 'closing') continue;
      payment.state = 'lost';
      payment.isReleased = false; // that was not written
    }
  }

  /** Something was written, and with it everything that waited for that. */
  written(): void {
    for (const payment of this.#payments) if (payment.state === 'closing') payment.state = 'closed';
  }

  /** How many paid calls were open when a daemon died, within a day. */
  lostSince(time: number): number {
    return this.#payments.filter(({ state, at }) => state === 'lost' && at >= time).length;
  }

  /** How often each approval may have been used, and was. */
  get uses(): readonly { readonly id: string; readonly used: number; readonly most: number }[] {
    return this.#asked.map(({ id, used, standing }) => ({ id, used, most: standing?.uses ?? 1 }));
  }

  #find(id: string | undefined): Asked | undefined {
    return this.#asked.find((asked) => asked.id === id);
  }

  #spentSince(time: number, who: string): number {
    return this.#payments
      .filter(({ actor, countsAt, isReleased }) => actor === who && !isReleased && countsAt > time)
      .reduce((sum, { amount }) => sum + amount, 0);
  }
}

function admits({ state, call: approved, standing, used, spent }: Asked, call: Call): boolean {
  if (state === 'approved') return isSame(approved, call);
  if (state !== 'standing' || !standing || approved.actor !== call.actor || approved.tool !== call.tool) return false;
  const fixed = standing.same ?? ['/to'];
  if (fixed.includes('/to') && approved.to !== call.to) return false;
  if (fixed.includes('/amount') && costOf(approved) !== costOf(call)) return false;
  return used < standing.uses && spent + costOf(call) <= costOf(approved) * standing.uses;
}

/** What was asked under other rules, or of a tool that says something else of itself, is withdrawn. */
function noticeChange(asked: Asked, call: Call, { policy, definition }: Moment): void {
  if (asked.policy === policy && asked.definition === definition) return;
  if (isSame(asked.call, call) && (asked.state === 'pending' || asked.state === 'approved')) asked.state = 'over';
  else if (asked.call.tool === call.tool && asked.state === 'standing') asked.isDoubtful = true;
}
