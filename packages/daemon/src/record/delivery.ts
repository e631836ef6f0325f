import { GuardError } from '@mcp-guard/core';
import { isBusy, type AuditEntry, type AuditRow, type AuditStore } from '@mcp-guard/store';

/** So long a turn is tried again while somebody else holds the database, in milliseconds. */
const MAX_BUSY = 2000;
/** Between two tries, in milliseconds: others' transactions are short, or somebody means it. */
const RETRY_AFTER = { first: 1, most: 50 };

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
  /** Looks at a row before it gets its id; most are written as they are. */
  readonly meter?: (entry: AuditEntry) => Metered | undefined;
  /** Resolves once what was committed also survives a power cut; not given where that is not asked for. */
  readonly flush?: () => Promise<void>;
  readonly onRows?: (rows: readonly AuditRow[]) => void;
  readonly onFailure: (error: unknown, refused: number) => void;
}

/** What is not written as it was asked for. */
export interface Metered {
  /** Why the message may not move; `undefined` where it may. */
  readonly error: GuardError | undefined;
  /** What is written instead; `undefined`: nothing, where others have told it already. */
  readonly entry: AuditEntry | undefined;
}

/** State that is written in the same transaction as the rows that changed it. */
export interface TransactionWriter {
  readonly isDirty: boolean;
  write(): void;
  /** What was written is committed. */
  written(): void;
}

interface Waiting {
  /** Nothing where no row is written. */
  readonly entry: AuditEntry | undefined;
  /** Why it may not move, once that was looked at. */
  error: GuardError | undefined;
  isAdmitted: boolean;
  undo: Recorded['undo'];
  readonly deliver: Recorded['deliver'];
  readonly refuse: Recorded['refuse'];
}

/** Rows that may wait for a flush; more wait until some of them were flushed. */
const MAX_UNFLUSHED = 1024;

/**
 * Commits what a turn of the event loop brought in one transaction, then lets it go. Every
 * row of the record passes here, so the audit id of a row is known before it is written.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #companions: TransactionWriter[] = [];
  #turn: Waiting[] = [];
  /** Rows of the turn. */
  #rows = 0;
  #scheduled = false;
  /** Nothing is committed until `release`. */
  #isHeld = false;
  /** Since when others have kept us out of the database, and when they last did; by `performance.now`. */
  #busy: { readonly since: number; readonly at: number } | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryAfter = RETRY_AFTER.first;
  /** Those who wait for a turn that was put off. */
  #onSettled: (() => void)[] = [];
  #unflushed = 0;
  /** Batches leave in the order in which they were committed, also when flushes take time. */
  #flushed: Promise<void> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** From now on each commit also holds what `companion` has changed. */
  join(companion: TransactionWriter): void {
    this.#companions.push(companion);
  }

  /** Returns the audit id; nothing where no row is written. */
  record(entry: AuditEntry, { undo, deliver, refuse }: Recorded = {}): string | undefined {
    const metered = this.#options.meter?.(entry) ?? { entry, error: undefined };
    this.#turn.push({ ...metered, isAdmitted: false, undo, deliver, refuse });
    if (metered.entry) this.#rows++;
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => void this.commit());
    }
    return metered.entry && String(this.#options.store.head.seq + this.#rows);
  }

  /** Puts off commits until `release`; what comes meanwhile waits. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#commitTurn();
  }

  /** Commits what is waiting and resolves when it has been delivered, or refused. */
  async drain(): Promise<void> {
    this.#isHeld = false;
    this.#commitTurn();
    if (this.#retry) await this.#settled();
    await this.#flushed;
  }

  /** What is recorded from now on is committed by the next call of `commit`, which comes within this turn. */
  expectCommit(): void {
    this.#scheduled = true;
  }

  /** Commits what is waiting. Resolves once there may be more, where it must be waited for. */
  commit(): Promise<void> | undefined {
    this.#commitTurn();
    if (this.#turn.length > 0) return this.#settled(); // put off: what came meanwhile would grow without a bound
    return this.#unflushed > MAX_UNFLUSHED ? this.#flushed : undefined;
  }

  #settled(): Promise<void> {
    return new Promise((resolve) => this.#onSettled.push(resolve));
  }

  #commitTurn(): void {
    if (this.#isHeld) return;
    this.#scheduled = false;
    if (this.#turn.length === 0) return;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    const turn = this.#turn;
    this.#turn = [];
    this.#rows = 0;
    let rows: readonly AuditRow[];
    try {
      rows = this.#write(turn);
    } catch (error) {
      return this.#isWorthRetry(error) ? this.#tryLater(turn) : this.#fail(turn, error);
    }
    this.#busy = undefined;
    this.#retryAfter = RETRY_AFTER.first;
    const letGo = (): void => deliverAll(turn, rows);
    if (this.#options.flush) this.#flush(turn, letGo);
    else letGo();
    this.#settle();
  }

  #flush(turn: readonly Waiting[], letGo: () => void): void {
    this.#unflushed += turn.length;
    this.#flushed = Promise.all([this.#flushed, this.#options.flush?.()])
      .then(letGo, (why) => this.#fail(turn, why))
      .finally(() => (this.#unflushed -= turn.length));
  }

  #write(turn: readonly Waiting[]): readonly AuditRow[] {
    const { store, admit, onRows } = this.#options;
    const fresh = turn.filter(({ isAdmitted }) => !isAdmitted);
    for (const waiting of fresh) waiting.error ??= waiting.entry && admit(waiting.entry);
    for (const waiting of fresh) {
      waiting.isAdmitted = true;
      if (waiting.error) takeBack(waiting);
    }
    const entries = turn.flatMap(({ entry, error }) => (entry ? [toRefused(entry, error)] : []));
    const dirty = this.#companions.filter(({ isDirty }) => isDirty);
    if (entries.length === 0 && dirty.length === 0) return [];
    const also = (): void => dirty.forEach((companion) => companion.write());
    const rows = dirty.length > 0 ? store.append(entries, also) : store.append(entries);
    for (const companion of dirty) companion.written();
    onRows?.(rows);
    return rows;
  }

  /** Not once others have held the database for too long: then all are refused until they let go of it. */
  #isWorthRetry(error: unknown): boolean {
    if (!isBusy(error)) return false;
    const at = performance.now();
    const since = this.#busy && at - this.#busy.at < MAX_BUSY ? this.#busy.since : at;
    this.#busy = { since, at };
    return at - since < MAX_BUSY;
  }

  /** Whatever comes meanwhile is written with it: the ids that were said stay true. */
  #tryLater(turn: readonly Waiting[]): void {
    this.#turn = [...turn, ...this.#turn];
    this.#rows = this.#turn.filter(({ entry }) => entry).length;
    this.#scheduled = true;
    this.#retry = setTimeout(() => this.#commitTurn(), this.#retryAfter);
    this.#retryAfter = Math.min(RETRY_AFTER.most, this.#retryAfter * 2);
  }

  #fail(turn: readonly Waiting[], error: unknown): void {
    this.#options.onFailure(error, turn.length);
    refuseAll(turn, error);
    this.#settle();
  }

  #settle(): void {
    for (const settled of this.#onSettled.splice(0)) settled();
  }
}

function deliverAll(turn: readonly Waiting[], rows: readonly AuditRow[]): void {
  let next = 0;
  for (const { entry, error, deliver, refuse } of turn) {
    const row = entry && rows[next++];
    if (error) refuse?.(error, row && String(row.seq));
    else deliver?.();
  }
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

function refuseAll(turn: readonly Waiting[], cause: unknown): void {
  const error = new GuardError('INTERNAL', 'nothing moves because it cannot be recorded', { cause });
  // The last one first: it may have been made of another.
  turn.toReversed().forEach(takeBack);
  for (const { refuse } of turn) refuse?.(error, undefined);
}
