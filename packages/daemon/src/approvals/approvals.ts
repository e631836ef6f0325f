import { GuardError, type ApprovalsStatus, type Decided, type Decider } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import { MAX_PENDING, priceOf, spentWith, type DescribedCall } from '@mcp-guard/rules';
import { isSimilar, type Approval } from '@mcp-guard/store';
import type { ApprovalIndex, UserAtServer } from './approval-index.js';
import type { ApprovalList } from './approval-list.js';
import type { Clock } from '../host/clock.js';
import { applyDecision, type Times } from './apply-decision.js';
import { toPending, type Asking } from './asking.js';

/** Approvals and denials that apply at a time. */
const MAX_LIVE = 20_000;
/** A record from so far in the future was made before the clock was set back, in milliseconds. */
const FUTURE = 60_000;
const SWEEP_EVERY = 1000;
/** Ended in one turn of the event loop. */
const MAX_SWEPT = 1000;

export interface ApprovalsOptions {
  readonly list: ApprovalList;
  readonly now: Clock;
  readonly times: () => Times;
  /** A person has given this approval for certain: where decisions are signed, the record alone proves nothing. */
  readonly isGiven: (approval: Approval) => boolean;
}

/** Holds what people are asked and have decided: which calls may ask, what a decision admits, and when it ends. */
export class Approvals {
  readonly #options: ApprovalsOptions;
  readonly #list: ApprovalList;
  /** Approvals whose states still apply. */
  readonly #live: ApprovalIndex;
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: ApprovalsOptions) {
    this.#options = options;
    this.#list = options.list;
    this.#live = options.list.live;
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

  /** The pending or decided approval of exactly this call. One from before the rules changed is withdrawn. */
  find(caller: UserAtServer, call: DescribedCall, definition: string | null): Approval | undefined {
    const approval = this.#live.ofCall(caller, call.binding);
    if (!approval || this.#endIfOver(approval)) return undefined;
    if (approval.state === 'denied') return approval;
    return this.#endIfChanged(approval, call, definition) || this.#endIfForged(approval) ? undefined : approval;
  }

  /** A standing approval that admits a call with its cost. */
  findStanding({ actor, server, call, definition, cost }: Asking): Approval | undefined {
    return this.#live.standingFor({ actor, server }, mask(call.tool)).find((approval) => {
      if (this.#endIfOver(approval) || this.#endIfChanged(approval, call, definition)) return false;
      if (this.#endIfForged(approval)) return false;
      const { standing, currency } = approval;
      return standing && isSimilar(approval, call, standing.same) && spentWith(standing, currency, cost) !== undefined;
    });
  }

  /** Puts a call before people; also returns what takes that back. Throws if too many calls wait already. */
  ask(asking: Asking): readonly [Approval, () => void] {
    const { now, times } = this.#options;
    const createdAt = now();
    this.#insistOnRoom(asking, createdAt);
    const approval = toPending(asking, createdAt, createdAt + times().expires_after * 1000);
    return [approval, this.#list.add(approval, asking.client)];
  }

  /** The call came again before a person decided. Returns what takes that back. */
  askAgain(pending: Approval): () => void {
    return this.#list.repeat(pending);
  }

  /** Uses an approval for a call that is about to be sent. Returns what takes that back. */
  use(approval: Approval, { cost }: Pick<Asking, 'cost'>): () => void {
    const at = this.#options.now();
    const { standing } = approval;
    if (!standing) return this.#list.change(approval, { state: 'used', endedAt: at }, 'use', 'used');
    const uses = standing.uses + 1;
    const spent = spentWith(standing, approval.currency, cost) ?? standing.spent;
    const isUsedUp = uses >= standing.maxUses;
    const next = { standing: { ...standing, uses, spent }, ...(isUsedUp && { state: 'used' as const, endedAt: at }) };
    return this.#list.change(approval, next, 'use', `used, ${uses} of ${standing.maxUses}`);
  }

  /** Ends an approval that is no longer wanted or has run out. */
  end(approval: Approval, state: 'expired' | 'withdrawn', why: string): void {
    this.#list.end(approval, state, why);
  }

  /**
   * Takes a person's decision. Resolves once it counts, with the approval as it is then; throws what is wrong with it.
   * @param at Unix milliseconds of the decision
   */
  async decide(decided: Decided, decider: Decider, at: number): Promise<Approval> {
    const found = this.#live.get(decided.approval);
    const isOver = found !== undefined && found.expiresAt <= at && this.#endIfOver(found);
    const approval = isOver ? undefined : found;
    const { next, shape, detail } = applyDecision(approval, decided, decider, at, this.#options.times());
    const given = await this.#list.commit(next, shape, detail);
    if (given.state === 'standing') this.#wakeSimilar(given);
    return given;
  }

  /** Ends what has run out: a part of it at a time, so that nothing else waits. */
  sweep(): void {
    const now = this.#options.now();
    let left = MAX_SWEPT;
    for (const approval of this.#live.values()) {
      if (approval.expiresAt <= now && left-- > 0) this.#endIfOver(approval);
    }
    this.#live.sweep(now);
  }

  /** Calls back after each change of an approval that ends a wait; what is returned stops that. */
  listen(approval: Approval, listener: () => void): () => void {
    return this.#list.listen(approval, listener);
  }

  /** A call is kept open for this approval. */
  isAwaited(id: string): boolean {
    return this.#list.isAwaited({ id });
  }

  get status(): Pick<ApprovalsStatus, 'pending' | 'standing'> {
    const count = (wanted: Approval['state']): number =>
      [...this.#live.values()].filter(({ state }) => state === wanted).length;
    return { pending: count('pending'), standing: count('standing') };
  }

  /** Calls that are kept open and that a standing approval admits are resumed. */
  #wakeSimilar({ actor, server, tool, standing, currency, ...given }: Approval): void {
    for (const asked of this.#live.values()) {
      const isOpen = asked.state === 'pending' && this.#list.isAwaited(asked);
      if (!isOpen || !standing || asked.actor !== actor || asked.server !== server || asked.tool !== tool) continue;
      const cost = priceOf(asked);
      if (isSimilar(given, asked, standing.same) && spentWith(standing, currency, cost) !== undefined)
        this.#list.wake(asked);
    }
  }

  #endIfForged(approval: Approval): boolean {
    if (approval.state === 'pending' || this.#options.isGiven(approval)) return false;
    this.end(approval, 'withdrawn', 'it was not given with the passphrase');
    return true;
  }

  #endIfOver(approval: Approval): boolean {
    if (approval.expiresAt > this.#options.now()) return false;
    this.end(approval, 'expired', approval.state === 'pending' ? 'no decision came in time' : 'it has expired');
    return true;
  }

  #endIfChanged(approval: Approval, { policy }: DescribedCall, definition: string | null): boolean {
    const hasOtherRules = approval.policy !== policy;
    if (!hasOtherRules && approval.definition === definition) return false;
    const why = hasOtherRules ? 'the rules have changed' : 'the definition of the tool has changed';
    this.end(approval, 'withdrawn', why);
    return true;
  }

  #insistOnRoom(caller: UserAtServer, now: number): void {
    const waiting = this.#live.queueOf(caller, now);
    if (waiting.length >= MAX_PENDING) {
      throw new GuardError('RATE_LIMITED', `${waiting.length} calls wait for a person already; ask for fewer`, {
        data: { retry_after: Math.ceil((Math.min(...waiting) - now) / 1000) },
      });
    }
    if (this.#live.size >= MAX_LIVE) throw new GuardError('RATE_LIMITED', 'too many calls wait for people');
  }
}
