import { GuardError } from '@mcp-guard/core';
import type { AuditEntry, AuditRow, AuditStore } from '@mcp-guard/store';

/** What waits for its row: exactly one of the two is called, once. */
export interface Recorded {
  /** The row is committed: now it may move. */
  readonly deliver?: () => void;
  /** The row could not be written: nothing may move, and whoever asked is told why. */
  readonly refuse?: (error: GuardError) => void;
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

interface Waiting extends Recorded {
  readonly entry: AuditEntry;
}

/**
 * Commits what a turn of the event loop brought in one transaction, then lets it go. Every
 * row of the record passes here, so the audit id of a row is known before it is written.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  #turn: Waiting[] = [];
  #scheduled = false;
  /** Batches leave in the order in which they were committed, also when flushes take time. */
  #flushed: Promise<void> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Returns the audit id. */
  record(entry: AuditEntry, recorded: Recorded = {}): string {
    this.#turn.push({ entry, ...recorded });
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => this.#commit());
    }
    return String(this.#options.store.head.seq + this.#turn.length);
  }

  /** Commits what is waiting and resolves when it has been delivered. */
  async drain(): Promise<void> {
    this.#commit();
    await this.#flushed;
  }

  #commit(): void {
    const turn = this.#turn;
    this.#turn = [];
    this.#scheduled = false;
    if (turn.length === 0) return;
    const { store, flush, onRows, onFailure } = this.#options;
    let admitted: Waiting[];
    try {
      admitted = turn.map((waiting) => this.#admit(waiting));
      const rows = store.append(admitted.map(({ entry }) => entry));
      onRows?.(rows);
    } catch (error) {
      onFailure(error, turn.length);
      refuseAll(turn, error);
      return;
    }
    if (!flush) return deliverAll(admitted);
    this.#flushed = Promise.all([this.#flushed, flush()]).then(
      () => deliverAll(admitted),
      (error: unknown) => {
        onFailure(error, turn.length);
        refuseAll(turn, error);
      },
    );
  }

  #admit(waiting: Waiting): Waiting {
    const error = this.#options.admit(waiting.entry);
    if (!error) return waiting;
    const { entry, refuse } = waiting;
    const refusedEntry = { ...entry, outcome: 'block', code: error.code, detail: error.message, bytesOut: 0 } as const;
    return { entry: refusedEntry, ...(refuse && { deliver: () => refuse(error) }) };
  }
}

function deliverAll(turn: readonly Waiting[]): void {
  for (const { deliver } of turn) deliver?.();
}

function refuseAll(turn: readonly Waiting[], cause: unknown): void {
  const error = new GuardError('INTERNAL', 'nothing moves because it cannot be recorded', { cause });
  for (const { refuse } of turn) refuse?.(error);
}
