import { GuardError } from '@mcp-guard/core';
import type { Approval, AuditEntry } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { Recorded } from '../record/delivery.js';
import { toEntry } from './approval-entries.js';
import { Listeners } from './listeners.js';
import type { PendingWrites } from './pending-writes.js';

export interface ApprovalChangesOptions {
  readonly pending: PendingWrites;
  readonly now: Clock;
  /** Puts a row into the record, in the transaction that also writes what has changed here. */
  readonly record: (entry: AuditEntry, recorded?: Recorded) => void;
}

/** Changes approvals, each together with the row that reports it, and wakes the calls that wait for them. */
export class ApprovalChanges {
  readonly #options: ApprovalChangesOptions;
  readonly #listeners = new Listeners();

  constructor(options: ApprovalChangesOptions) {
    this.#options = options;
  }

  /** A call is newly held; its own row reports it. Returns what takes that back. @param client what it calls itself */
  add(approval: Approval, client: string | undefined): () => void {
    return this.#options.pending.put(approval, client).undo;
  }

  /** Returns what takes the change back. */
  change(before: Approval, next: Partial<Approval>, shape: string, detail: string): () => void {
    const { undo } = this.#options.pending.put({ ...before, ...next });
    this.#options.record(toEntry({ ...before, decider: null }, shape, detail), { undo });
    return undo;
  }

  /** Ends an approval that is no longer wanted or has run out, as it is now. */
  end({ id }: Approval, state: 'expired' | 'withdrawn', why: string): void {
    const approval = this.#options.pending.live.get(id);
    if (!approval) return;
    const shape = state === 'expired' ? 'expire' : 'withdraw';
    this.change(approval, { state, why, endedAt: this.#options.now() }, shape, why);
    this.#listeners.notify(id);
  }

  /** Resolves once the change is recorded, and also survives a power cut if that is configured. */
  commit(changed: Approval, shape: string, detail: string): Promise<Approval> {
    return new Promise((resolve, reject) => {
      const put = this.#options.pending.put(changed);
      this.#options.record(toEntry(changed, shape, detail), {
        deliver: () => {
          resolve(changed);
          this.#listeners.notify(changed.id);
        },
        undo: put.undo,
        refuse: (error) => {
          reject(put.isWritten ? toUnconfirmed(error) : error);
          if (put.isWritten) this.#listeners.notify(changed.id);
        },
      });
    });
  }

  /** Calls back after each change of an approval that ends a wait; what is returned stops that. */
  listen({ id }: Approval, listener: () => void): () => void {
    return this.#listeners.add(id, listener);
  }

  /** Whether a call is kept open for this approval. */
  isAwaited({ id }: Approval): boolean {
    return this.#listeners.has(id);
  }

  /** Calls that are kept open for this approval look again at what admits them. */
  wake({ id }: Approval): void {
    this.#listeners.notify(id);
  }
}

/** The decision is in the database, so it counts; but the disk did not confirm it. */
const toUnconfirmed = (cause: GuardError): GuardError =>
  new GuardError('INTERNAL', 'the decision counts, but it may not survive a power cut: the disk did not confirm it', {
    cause,
  });
