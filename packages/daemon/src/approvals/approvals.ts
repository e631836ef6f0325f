import { randomBytes } from 'node:crypto';
import { GuardError, type ApprovalsStatus } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import { formatMoney, type Reason, type DescribedCall } from '@mcp-guard/rules';
import { isSimilar, UNDECIDED, type Approval, type AuditEntry, type Decided, type Decider } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { Recorded } from '../record/delivery.js';
import { toEntry } from './approval-entries.js';
import type { PendingWrites } from './pending-writes.js';
import type { ApprovalIndex, Caller } from './approval-index.js';
import { applyDecision, type Times } from './apply-decision.js';
import { Listeners } from './listeners.js';
import { priceOf, spentWith, type Price } from './standing.js';

/** Calls of one user to one server that may wait for people at a time. */
const MAX_PENDING = 20;
/** Approvals and denials that mean something at a time. */
const MAX_LIVE = 20_000;
/** A record from so far in the future was made before the clock was set back, in milliseconds. */
const FUTURE = 60_000;
const SWEEP_EVERY = 1000;
/** Ended in one turn of the event loop. */
const MAX_SWEPT = 1000;

/** A call that a person is to be asked about. */
export interface Asking extends Caller {
  readonly call: DescribedCall;
  readonly definition: string | null;
  readonly cost: Price;
  readonly reasons: readonly Reason[];
}

export interface ApprovalsOptions {
  readonly book: PendingWrites;
  readonly now: Clock;
  readonly times: () => Times;
  /** Whether a person has surely given this approval: where decisions are signed, the record alone is none. */
  readonly isGiven: (approval: Approval) => boolean;
  /** Puts a row into the record, in the transaction that also writes what has changed here. */
  readonly record: (entry: AuditEntry, recorded?: Recorded) => void;
}

/** What people are asked and have said: who may ask, what an answer lets pass, and when it ends. */
export class Approvals {
  readonly #options: ApprovalsOptions;
  readonly #book: PendingWrites;
  /** Those whose states still mean something. */
  readonly #live: ApprovalIndex;
  readonly #listeners = new Listeners();
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: ApprovalsOptions) {
    this.#options = options;
    this.#book = options.book;
    this.#live = options.book.live;
    const now = options.now();
    for (const approval of this.#live.values()) {
      if (Math.max(approval.createdAt, approval.decidedAt ?? 0) > now + FUTURE)
        this.end(approval, 'expired', 'the clock was set back');
    }
    this.#sweeper = setInterval(() => this.sweep(), SWEEP_EVERY).unref();
  }

  close(): void {
    clearInterval(this.#sweeper);
  }

  /** What was said of exactly this call, or that it is being asked. What was asked under other rules is withdrawn. */
  find(caller: Caller, call: DescribedCall, definition: string | null): Approval | undefined {
    const approval = this.#live.ofCall(caller, call.binding);
    if (!approval || this.#endIfOver(approval)) return undefined;
    if (approval.state === 'denied') return approval;
    return this.#endIfChanged(approval, call, definition) || this.#endIfForged(approval) ? undefined : approval;
  }

  /** A standing approval that admits a call, and what it costs. */
  findStanding({ actor, server, call, definition, cost }: Asking): Approval | undefined {
    return this.#live.standingFor({ actor, server }, mask(call.tool)).find((approval) => {
      if (this.#endIfOver(approval) || this.#endIfChanged(approval, call, definition)) return false;
      if (this.#endIfForged(approval)) return false;
      const { standing, currency } = approval;
      return standing && isSimilar(approval, call, standing.same) && spentWith(standing, currency, cost) !== undefined;
    });
  }

  /** Puts a call before people. Throws where too many wait already. Returns what takes it back, too. */
  ask({ actor, server, call, definition, cost, reasons }: Asking): readonly [Approval, () => void] {
    const { now, times } = this.#options;
    const createdAt = now();
    this.#insistOnRoom({ actor, server }, createdAt);
    const approval: Approval = {
      id: randomBytes(8).toString('hex'),
      state: 'pending',
      actor,
      server,
      tool: mask(call.tool), // what binds is the hash
      shown: call.shown,
      binding: call.binding,
      rest: call.rest,
      leaves: call.leaves,
      policy: call.policy,
      definition,
      amount: cost ? formatMoney(cost.amount, cost.currency) : null,
      currency: cost?.currency ?? null,
      reasons,
      createdAt,
      expiresAt: createdAt + times().expires_after * 1000,
      ...UNDECIDED,
      version: 1,
    };
    return [approval, this.#book.put(approval).undo];
  }

  /** Uses an approval for a call that is about to be sent. Returns what takes that back. */
  use(approval: Approval, { cost }: Pick<Asking, 'cost'>): () => void {
    const at = this.#options.now();
    const { standing } = approval;
    if (!standing) return this.#change(approval, { state: 'used', endedAt: at }, 'use', 'used');
    const uses = standing.uses + 1;
    const spent = spentWith(standing, approval.currency, cost) ?? standing.spent;
    const isUsedUp = uses >= standing.maxUses;
    const next = { standing: { ...standing, uses, spent }, ...(isUsedUp && { state: 'used' as const, endedAt: at }) };
    return this.#change(approval, next, 'use', `used, ${uses} of ${standing.maxUses}`);
  }

  /** Nobody wants it any more, or its time is over. */
  end({ id }: Approval, state: 'expired' | 'withdrawn', why: string): void {
    const approval = this.#live.get(id);
    if (!approval) return;
    const shape = state === 'expired' ? 'expire' : 'withdraw';
    this.#change(approval, { state, why, endedAt: this.#options.now() }, shape, why);
    this.#listeners.notify(id);
  }

  /**
   * What a person has decided. Resolves once it counts, with the record as it is then; throws what he did wrong.
   * @param at Unix milliseconds at which he did
   */
  async decide(decided: Decided, decider: Decider, at: number): Promise<Approval> {
    const found = this.#live.get(decided.approval);
    const isOver = found !== undefined && found.expiresAt <= at && this.#endIfOver(found);
    const approval = isOver ? undefined : found;
    const { next, shape, detail } = applyDecision(approval, decided, decider, at, this.#options.times());
    const given = await this.#commit(next, shape, detail);
    if (given.state === 'standing') this.#applyToSimilar(given);
    return given;
  }

  /** Ends what has run out: some of it at a time, so that nothing else waits. */
  sweep(): void {
    const now = this.#options.now();
    let left = MAX_SWEPT;
    for (const approval of this.#live.values()) {
      if (approval.expiresAt <= now && left-- > 0) this.#endIfOver(approval);
    }
    this.#live.sweep(now);
  }

  /** Calls back whenever something becomes of an approval; what is returned ends that. */
  listen({ id }: Approval, listener: () => void): () => void {
    return this.#listeners.add(id, listener);
  }

  get status(): Pick<ApprovalsStatus, 'pending' | 'standing'> {
    const count = (wanted: Approval['state']): number =>
      [...this.#live.values()].filter(({ state }) => state === wanted).length;
    return { pending: count('pending'), standing: count('standing') };
  }

  /** Changes a record and tells of it. Returns what takes it back. */
  #change(before: Approval, next: Partial<Approval>, shape: string, detail: string): () => void {
    const { undo } = this.#book.put({ ...before, ...next });
    this.#options.record(toEntry({ ...before, decider: null }, shape, detail), { undo });
    return undo;
  }

  /** The same for whoever waits until it is recorded, and also survives a power cut where that is asked for. */
  #commit(changed: Approval, shape: string, detail: string): Promise<Approval> {
    return new Promise((resolve, reject) => {
      const put = this.#book.put(changed);
      this.#options.record(toEntry(changed, shape, detail), {
        deliver: () => {
          resolve(changed);
          this.#listeners.notify(changed.id);
        },
        undo: put.undo,
        refuse: (error) => {
          reject(put.isWritten ? toUnsafe(error) : error);
          if (put.isWritten) this.#listeners.notify(changed.id);
        },
      });
    });
  }

  /** Calls that are kept open, and that a standing approval admits, go on. */
  #applyToSimilar({ actor, server, tool, standing, currency, ...given }: Approval): void {
    for (const asked of this.#live.values()) {
      const isOpen = asked.state === 'pending' && this.#listeners.has(asked.id);
      if (!isOpen || !standing || asked.actor !== actor || asked.server !== server || asked.tool !== tool) continue;
      const cost = priceOf(asked);
      if (isSimilar(given, asked, standing.same) && spentWith(standing, currency, cost) !== undefined)
        this.#listeners.notify(asked.id);
    }
  }

  #endIfForged(approval: Approval): boolean {
    if (approval.state === 'pending' || this.#options.isGiven(approval)) return false;
    this.end(approval, 'withdrawn', 'it was not given with the passphrase');
    return true;
  }

  #endIfOver(approval: Approval): boolean {
    if (approval.expiresAt > this.#options.now()) return false;
    this.end(approval, 'expired', approval.state === 'pending' ? 'nobody decided in time' : 'its time is over');
    return true;
  }

  #endIfChanged(approval: Approval, { policy }: DescribedCall, definition: string | null): boolean {
    const isOther = approval.policy !== policy;
    if (!isOther && approval.definition === definition) return false;
    this.end(approval, 'withdrawn', isOther ? 'the rules have changed' : 'the tool says something else of itself now');
    return true;
  }

  #insistOnRoom(caller: Caller, now: number): void {
    const waiting = this.#live.queueOf(caller, now);
    if (waiting.length >= MAX_PENDING) {
      throw new GuardError('RATE_LIMITED', `${waiting.length} calls wait for a person already; ask for fewer`, {
        data: { retry_after: Math.ceil((Math.min(...waiting) - now) / 1000) },
      });
    }
    if (this.#live.size >= MAX_LIVE) throw new GuardError('RATE_LIMITED', 'too many calls wait for people');
  }
}

/** It is in the database, so it counts; but the disk did not confirm it. */
const toUnsafe = (cause: GuardError): GuardError =>
  new GuardError('INTERNAL', 'the decision counts, but it may not survive a power cut: the disk did not confirm it', {
    cause,
  });
