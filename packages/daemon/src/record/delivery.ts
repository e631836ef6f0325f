import { GuardError } from '@mcp-guard/core';
import type { AuditEntry, AuditRow, AuditStore } from '@mcp-guard/store';
import type { Unwritten } from './transaction-writer.js';

/** A message waits for its row: exactly one of `deliver` and `refuse` is called, once. */
export interface Recorded {
  /** Takes back what was done for it: before its row is written if it may not move, else before `refuse`. */
  readonly undo?: (() => void) | undefined;
  /** The row is committed: the message may move. */
  readonly deliver?: () => void;
  /** The message does not move, and its sender gets the error; without an audit id no row was written. */
  readonly refuse?: (error: GuardError, auditId: string | undefined) => void;
}

/** The fate of a row that is not written as it came. */
export interface Metered {
  /** Why the message may not move; `undefined` if it may. */
  readonly error: GuardError | undefined;
  /** The row that is written instead; `undefined`: none, because other rows report it. */
  readonly entry: AuditEntry | undefined;
}

export interface DeliveryOptions {
  readonly store: Pick<AuditStore, 'head' | 'append'>;
  readonly unwritten: Unwritten;
  /**
   * Why this message may not move although its row can still be written. Throws if nothing can be recorded.
   */
  readonly check: (entry: AuditEntry) => GuardError | undefined;
  /** Looks at a row before it gets its id; most are written as they are. */
  readonly meter?: (entry: AuditEntry) => Metered | undefined;
  /** Resolves once what was committed also survives a power cut; absent if that is not configured. */
  readonly flush?: () => Promise<void>;
  /** Resolves once more may be committed; `undefined` if it may be now. */
  readonly pressure?: () => Promise<void> | undefined;
  readonly onRows?: (rows: readonly AuditRow[]) => void;
  readonly onFailure: (error: unknown, refused: number) => void;
}

/** Rows that may wait for a flush; more rows wait until some of them were flushed. */
const MAX_UNFLUSHED = 1024;

/**
 * Commits what a turn of the event loop brought in one transaction, then delivers it. Every row of the record passes
 * here, so the audit id of a row is known before it is written.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  #turn: Waiting[] = [];
  /** Rows of the turn. */
  #rows = 0;
  #scheduled = false;
  #unflushed = 0;
  /** Batches leave in the order in which they were committed, also when flushes take time. */
  #flushed: Promise<void> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Returns the audit id; nothing if no row is written. */
  record(entry: AuditEntry, recorded: Recorded = {}): string | undefined {
    const metered = this.#options.meter?.(entry) ?? { entry, error: undefined };
    this.#turn.push(toWaiting(metered, recorded));
    if (metered.entry) this.#rows++;
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => void this.commit());
    }
    return metered.entry && String(this.#options.store.head.seq + this.#rows);
  }

  /** Commits what is waiting. Resolves when it has been delivered or refused. */
  async drain(): Promise<void> {
    this.#commitTurn();
    await this.#flushed;
  }

  /** Leaves what is recorded from now on to the next call of `commit`, which comes within this turn. */
  expectCommit(): void {
    this.#scheduled = true;
  }

  /** Commits what is waiting. If more must not be read yet, resolves once it may. */
  commit(): Promise<void> | undefined {
    this.#commitTurn();
    return this.#unflushed > MAX_UNFLUSHED ? this.#flushed : this.#options.pressure?.();
  }

  #commitTurn(): void {
    this.#scheduled = false;
    if (this.#turn.length === 0) return;
    const turn = this.#turn;
    this.#turn = [];
    this.#rows = 0;
    let rows: readonly AuditRow[];
    try {
      rows = this.#write(turn);
    } catch (error) {
      return this.#fail(turn, error);
    }
    const deliver = (): void => deliverAll(turn, rows);
    if (this.#options.flush) this.#flush(turn, deliver);
    else deliver();
  }

  #flush(turn: Turn, deliver: () => void): void {
    this.#unflushed += turn.length;
    this.#flushed = Promise.all([this.#flushed, this.#options.flush?.()])
      .then(deliver, (why) => this.#fail(turn, why))
      .finally(() => (this.#unflushed -= turn.length));
  }

  #write(turn: Turn): readonly AuditRow[] {
    const { store, check, onRows, unwritten } = this.#options;
    checkAll(turn, check);
    const entries = toEntries(turn);
    const writers = [...unwritten];
    if (entries.length === 0 && writers.length === 0) return [];
    const also = (): void => writers.forEach((writer) => writer.write());
    const rows = writers.length > 0 ? store.append(entries, also) : store.append(entries);
    for (const writer of writers) {
      unwritten.delete(writer);
      writer.written();
    }
    onRows?.(rows);
    return rows;
  }

  #fail(turn: Turn, error: unknown): void {
    this.#options.onFailure(error, turn.length);
    refuseAll(turn, error);
  }
}

/** A message of a turn, with its row. */
interface Waiting {
  /** Absent if no row is written. */
  readonly entry: AuditEntry | undefined;
  /** Why it may not move. */
  error: GuardError | undefined;
  undo: Recorded['undo'];
  readonly deliver: Recorded['deliver'];
  readonly refuse: Recorded['refuse'];
}

/** The rows that one turn of the event loop brought, in order. */
type Turn = readonly Waiting[];

const toWaiting = ({ entry, error }: Metered, { undo, deliver, refuse }: Recorded): Waiting => ({
  entry,
  error,
  undo,
  deliver,
  refuse,
});

/** Decides what may move, and takes back what may not. Throws what `check` throws, and has changed nothing then. */
function checkAll(turn: Turn, check: (entry: AuditEntry) => GuardError | undefined): void {
  for (const waiting of turn) waiting.error ??= waiting.entry && check(waiting.entry);
  for (const waiting of turn) if (waiting.error) takeBack(waiting);
}

/** The rows of a turn that was checked. */
function toEntries(turn: Turn): readonly AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const { entry, error } of turn) if (entry) entries.push(toRefused(entry, error));
  return entries;
}

/** @param rows those of `toEntries`, as they were committed */
function deliverAll(turn: Turn, rows: readonly AuditRow[]): void {
  let next = 0;
  for (const { entry, error, deliver, refuse } of turn) {
    const row = entry && rows[next++];
    if (error) refuse?.(error, row && String(row.seq));
    else deliver?.();
  }
}

function refuseAll(turn: Turn, cause: unknown): void {
  const error = new GuardError('INTERNAL', 'nothing moves because it cannot be recorded', { cause });
  // The last one first: it may build on an earlier one.
  turn.toReversed().forEach(takeBack);
  for (const { refuse } of turn) refuse?.(error, undefined);
}

function takeBack(waiting: Waiting): void {
  const { undo } = waiting;
  waiting.undo = undefined;
  undo?.();
}

const toRefused = (entry: AuditEntry, error: GuardError | undefined): AuditEntry =>
  error
    ? { ...entry, outcome: 'block', code: error.code, rule: error.rule ?? null, detail: error.message, bytesOut: 0 }
    : entry;
