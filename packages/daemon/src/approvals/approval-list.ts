import { GuardError } from '@mcp-guard/core';
import { ForeignChange, LIVE_STATES, type Approval, type ApprovalStore, type AuditEntry } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { Recorded } from '../record/delivery.js';
import type { TransactionWriter, Unwritten } from '../record/transaction-writer.js';
import { toEntry } from './approval-entries.js';
import { ApprovalIndex } from './approval-index.js';

/** A change for the next commit to write. */
interface Change {
  /** The approval as the database has it; nothing for a new one. */
  readonly before: Approval | undefined;
  readonly now: Approval;
  /** The change before it in the same turn: taking that one back takes this one back too. */
  readonly earlier: Change | undefined;
  /** The name that the client of a new one claims. */
  readonly client: string | undefined;
  /** The change counts, whatever becomes of the calls that wait for it. */
  isWritten: boolean;
}

export interface ApprovalListOptions {
  readonly store: ApprovalStore;
  readonly unwritten: Unwritten;
  readonly now: Clock;
  /** Puts a row into the record, in the transaction that also writes what has changed here. */
  readonly record: (entry: AuditEntry, recorded?: Recorded) => void;
  /** Gets every newly held call once that is recorded. @param client what the client of the call calls itself */
  readonly onHeld: (approval: Approval, client: string | undefined) => void;
}

/**
 * The approvals that apply, as the database will have them after the next commit. The database is the authority: a
 * change counts once it is written in the transaction of its row, and a change by another program is refused. Each is
 * made together with the row that reports it, and wakes the calls that wait for it.
 */
export class ApprovalList implements TransactionWriter {
  readonly live: ApprovalIndex = new ApprovalIndex();
  readonly #options: ApprovalListOptions;
  /** The calls that wait for a change of each approval, by its id: bounded by the calls that are kept open. */
  readonly #listeners = new Map<string, Set<() => void>>();
  /** Changes of one turn that are still to be written, by id of the approval. */
  readonly #changes = new Map<string, Change>();

  constructor(options: ApprovalListOptions) {
    this.#options = options;
    for (const approval of options.store.load()) this.live.set(approval);
  }

  /** A call is newly held; its own row reports it. Returns what takes that back. @param client what it calls itself */
  add(approval: Approval, client: string | undefined): () => void {
    const change = this.#put(approval, client);
    return () => this.#undo(change);
  }

  /** The call of a pending approval came again; its own row reports it. Returns what takes that back. */
  repeat(approval: Approval): () => void {
    const change = this.#put({ ...approval, asked: approval.asked + 1 });
    return () => this.#undo(change);
  }

  /** Returns what takes the change back. */
  change(before: Approval, next: Partial<Approval>, shape: string, detail: string): () => void {
    const change = this.#put({ ...before, ...next });
    const undo = (): void => this.#undo(change);
    this.#options.record(toEntry({ ...before, decider: null }, shape, detail), { undo });
    return undo;
  }

  /** Ends an approval that is no longer wanted or has run out, as it is now. */
  end({ id }: Approval, state: 'expired' | 'withdrawn', why: string): void {
    const approval = this.live.get(id);
    if (!approval) return;
    const shape = state === 'expired' ? 'expire' : 'withdraw';
    this.change(approval, { state, why, endedAt: this.#options.now() }, shape, why);
    this.wake(approval);
  }

  /** Resolves once the change is recorded, and also survives a power cut if that is configured. */
  commit(changed: Approval, shape: string, detail: string): Promise<Approval> {
    return new Promise((resolve, reject) => {
      const change = this.#put(changed);
      this.#options.record(toEntry(changed, shape, detail), {
        deliver: () => {
          resolve(changed);
          this.wake(changed);
        },
        undo: () => this.#undo(change),
        refuse: (error) => {
          reject(change.isWritten ? toUnconfirmed(error) : error);
          if (change.isWritten) this.wake(changed);
        },
      });
    });
  }

  /** Calls back after each change of an approval that ends a wait; what is returned stops that. */
  listen({ id }: Approval, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  /** True while a call is kept open for this approval. */
  isAwaited({ id }: Pick<Approval, 'id'>): boolean {
    return this.#listeners.has(id);
  }

  /** Calls that are kept open for this approval look again at what admits them. */
  wake({ id }: Approval): void {
    for (const listener of this.#listeners.get(id) ?? []) listener();
  }

  write(): void {
    const { store } = this.#options;
    for (const { before, now } of this.#changes.values()) {
      try {
        if (before) store.update(now);
        else store.insert(now);
      } catch (error) {
        if (error instanceof ForeignChange) this.#disown(now.id);
        throw error;
      }
    }
  }

  written(): void {
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    for (const change of changes)
      for (let each: Change | undefined = change; each; each = each.earlier) each.isWritten = true;
    for (const { before, now, client } of changes)
      if (!before && now.state === 'pending') this.#options.onHeld(now, client);
  }

  #put(next: Approval, client?: string): Change {
    const { id } = next;
    const earlier = this.#changes.get(id);
    const before = earlier ? earlier.before : this.live.get(id);
    const now = { ...next, version: (before?.version ?? 0) + 1 };
    const change: Change = { before, now, earlier, client: client ?? earlier?.client, isWritten: false };
    this.#changes.set(id, change);
    this.#options.unwritten.add(this);
    this.#show(now);
    return change;
  }

  /** Takes the change back with all later changes that build on it, until it is written. */
  #undo(change: Change): void {
    const { before, now, earlier } = change;
    const { id } = now;
    if (!isMadeOf(this.#changes.get(id), change)) return;
    if (earlier) this.#changes.set(id, earlier);
    else this.#changes.delete(id);
    if (this.#changes.size === 0) this.#options.unwritten.delete(this);
    const previous = earlier?.now ?? before;
    if (previous) this.#show(previous);
    else this.live.forget(id);
  }

  /** Another program has changed the row: the approval no longer applies, and the call asks again. Nothing is left to take back. */
  #disown(id: string): void {
    this.#changes.delete(id);
    this.live.delete(id);
  }

  #show(approval: Approval): void {
    const { id, state } = approval;
    if (LIVE_STATES.includes(state)) this.live.set(approval);
    else this.live.delete(id);
    if (state === 'revoked') this.live.release(approval);
  }
}

function isMadeOf(change: Change | undefined, origin: Change): boolean {
  for (let each = change; each; each = each.earlier) if (each === origin) return true;
  return false;
}

/** The decision is in the database, so it counts; but the disk did not confirm it. */
const toUnconfirmed = (cause: GuardError): GuardError =>
  new GuardError('INTERNAL', 'the decision counts, but it may not survive a power cut: the disk did not confirm it', {
    cause,
  });
