import { GuardError } from '@mcp-guard/core';
import type { AuditEntry, AuditRow, AuditStore } from '@mcp-guard/store';

/** What waits for its row: exactly one of `deliver` and `refuse` is called, once. */
export interface Recorded {
  /** Takes back what was made for it; called before anything is written where it may not move, else before `refuse`. */
  readonly undo?: (() => void) | undefined;
  /** The row is committed: now it may move. */
  readonly deliver?: () => void;
  /** Nothing may move, and whoever asked is told why; without an audit id the row could not be written. */
  readonly refuse?: (error: GuardError, auditId: string | undefined) => void;
}

export interface DeliveryOptions {
  readonly store: AuditStore;
  /**
   * Why this message may not move although its row could still be written (the record is
   * nearly full). Throws where nothing can be recorded any more.
   */
  readonly admit: (entry: AuditEntry) => GuardError | undefined;
  /** Resolves once what was committed also survives a power cut; not given where that is not asked for. */
  readonly flush?: () => Promise<void>;
  readonly onRows?: (rows: readonly AuditRow[]) => void;
  readonly onFailure: (error: unknown, refused: number) => void;
}

/** State that is written in the same transaction as the rows that changed it. */
export interface Companion {
  readonly isDirty: boolean;
  write(): void;
  /** What was written is committed. */
  written(): void;
}

interface Waiting extends Recorded {
  readonly entry: AuditEntry;
}

/** Rows that may wait for a flush; more wait until some of them were flushed. */
const MAX_UNFLUSHED = 1024;

/**
 * Commits what a turn of the event loop brought in one transaction, then lets it go. Every
 * row of the record passes here, so the audit id of a row is known before it is written.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #companions: Companion[] = [];
  #turn: Waiting[] = [];
  #scheduled = false;
  #unflushed = 0;
  /** Batches leave in the order in which they were committed, also when flushes take time. */
  #flushed: Promise<void> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** From now on each commit also holds what `companion` has changed. */
  join(companion: Companion): void {
    this.#companions.push(companion);
  }

  /** Returns the audit id. */
  record(entry: AuditEntry, recorded: Recorded = {}): string {
    this.#turn.push({ entry, ...recorded });
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => void this.commit());
    }
    return String(this.#options.store.head.seq + this.#turn.length);
  }

  /** Commits what is waiting and resolves when it has been delivered. */
  async drain(): Promise<void> {
    void this.commit();
    await this.#flushed;
  }

  /** What is recorded from now on is committed by the next call of `commit`, which comes within this turn. */
  expectCommit(): void {
    this.#scheduled = true;
  }

  /** Commits what is waiting. Resolves once there may be more, where it must be waited for. */
  commit(): Promise<void> | undefined {
    this.#commitTurn();
    return this.#unflushed > MAX_UNFLUSHED ? this.#flushed : undefined;
  }

  #commitTurn(): void {
    const turn = this.#turn;
    this.#turn = [];
    this.#scheduled = false;
    if (turn.length === 0) return;
    const { store, flush, onRows, onFailure } = this.#options;
    const fail = (error: unknown): void => {
      onFailure(error, turn.length);
      refuseAll(turn, error);
    };
    let deliverAll: () => void;
    try {
      const errors = turn.map(({ entry }) => this.#options.admit(entry));
      const entries = turn.map(({ entry }, index) => toRefused(entry, errors[index]));
      for (const [index, { undo }] of turn.entries()) if (errors[index]) undo?.();
      const dirty = this.#companions.filter(({ isDirty }) => isDirty);
      const also = (): void => dirty.forEach((companion) => companion.write());
      const rows = dirty.length > 0 ? store.append(entries, also) : store.append(entries);
      for (const companion of dirty) companion.written();
      onRows?.(rows);
      deliverAll = () => {
        for (const [index, { deliver, refuse }] of turn.entries()) {
          const error = errors[index];
          if (error) refuse?.(error, rows[index] && String(rows[index].seq));
          else deliver?.();
        }
      };
    } catch (error) {
      return fail(error);
    }
    if (!flush) return deliverAll();
    this.#unflushed += turn.length;
    this.#flushed = Promise.all([this.#flushed, flush()])
      .then(deliverAll, fail)
      .finally(() => (this.#unflushed -= turn.length));
  }
}

const toRefused = (entry: AuditEntry, error: GuardError | undefined): AuditEntry =>
  error ? { ...entry, outcome: 'block', code: error.code, detail: error.message, bytesOut: 0 } : entry;

function refuseAll(turn: readonly Waiting[], cause: unknown): void {
  const error = new GuardError('INTERNAL', 'nothing moves because it cannot be recorded', { cause });
  // The last one first: it may have been made of another.
  for (const { undo } of turn.toReversed()) undo?.();
  for (const { refuse } of turn) refuse?.(error, undefined);
}
