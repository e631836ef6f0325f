import { ForeignChange, LIVE_STATES, type Approval, type ApprovalStore } from '@mcp-guard/store';
import type { TransactionWriter, Unwritten } from '../record/transaction-writer.js';
import { ApprovalIndex } from './approval-index.js';

/** A change for the next commit to write. */
export interface Put {
  /** Takes the change back with all later changes that build on it, until it is written. */
  readonly undo: () => void;
  /** The change counts, whatever becomes of the calls that wait for it. */
  readonly isWritten: boolean;
}

interface Change {
  /** The approval as the database has it; nothing for a new one. */
  readonly before: Approval | undefined;
  readonly now: Approval;
  /** The change before it in the same turn: taking that one back takes this one back too. */
  readonly earlier: Change | undefined;
  /** Of a new one: what its client calls itself. */
  readonly client: string | undefined;
  isWritten: boolean;
}

/** @param client what the client of the call calls itself */
type OnHeld = (approval: Approval, client: string | undefined) => void;

/**
 * The approvals that apply, as the database will have them after the next commit. The database is the authority: a
 * change counts once it is written in the transaction of its row, and a change by another program is refused.
 */
export class PendingWrites implements TransactionWriter {
  readonly live: ApprovalIndex = new ApprovalIndex();
  readonly #store: ApprovalStore;
  readonly #unwritten: Unwritten;
  readonly #onHeld: OnHeld;
  /** Changes of one turn that are still to be written, by id of the approval. */
  readonly #changes = new Map<string, Change>();

  /** @param onHeld gets every newly held call once that is recorded */
  constructor(store: ApprovalStore, unwritten: Unwritten, onHeld: OnHeld) {
    this.#store = store;
    this.#unwritten = unwritten;
    this.#onHeld = onHeld;
    for (const approval of store.load()) this.live.set(approval);
  }

  put(next: Approval, client?: string): Put {
    const { id } = next;
    const earlier = this.#changes.get(id);
    const before = earlier ? earlier.before : this.live.get(id);
    const now = { ...next, version: (before?.version ?? 0) + 1 };
    const change: Change = { before, now, earlier, client: client ?? earlier?.client, isWritten: false };
    this.#changes.set(id, change);
    this.#unwritten.add(this);
    this.#show(now);
    return {
      undo: () => this.#undo(change),
      get isWritten() {
        return change.isWritten;
      },
    };
  }

  write(): void {
    for (const { before, now } of this.#changes.values()) {
      try {
        if (before) this.#store.update(now);
        else this.#store.insert(now);
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
    for (const { before, now, client } of changes) if (!before && now.state === 'pending') this.#onHeld(now, client);
  }

  #undo(change: Change): void {
    const { before, now, earlier } = change;
    const { id } = now;
    if (!isMadeOf(this.#changes.get(id), change)) return;
    if (earlier) this.#changes.set(id, earlier);
    else this.#changes.delete(id);
    if (this.#changes.size === 0) this.#unwritten.delete(this);
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
