import { messageOf, type AuditStatus, type GuardError } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import {
  emptyEntry,
  formatHead,
  type ApprovalReader,
  type ApprovalStore,
  type AuditEntry,
  type AuditRow,
  type Store,
  type Takeover,
} from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { Timings } from '../timings.js';
import { Delivery } from './delivery.js';
import { Feed } from './feed.js';
import { RecordShares } from './record-shares.js';
import { RecordSpace } from './record-space.js';
import { Retirement } from './retirement.js';
import { RowCopies } from './row-copies.js';
import { StoreWatch } from './store-watch.js';
import type { Unwritten } from './transaction-writer.js';

export interface RecorderOptions {
  readonly store: Store;
  readonly audit: Config['audit'];
  /** The compiled program of the thread that takes the journal over. */
  readonly worker: URL;
  readonly clock: Clock;
  readonly timings: Pick<Timings, 'retirement'>;
  readonly warn: (what: string, error?: unknown) => void;
  /** Ends a session that has used up its share of the record, or that of its server. */
  readonly onExhausted: (session: string, error: GuardError) => void;
}

/** Keeps the record: commits its rows, watches its files, size and age, and reports on it. */
export class Recorder {
  readonly delivery: Delivery;
  /** The approvals of the store; a held call's rows count as its server's. */
  readonly approvals: ApprovalStore & ApprovalReader;
  readonly space: RecordSpace;
  readonly unwritten: Unwritten = new Set();
  readonly retirement: Retirement;
  /** Every row once it is committed. */
  readonly feed: Feed;
  readonly #options: RecorderOptions;
  readonly #shares: RecordShares;
  readonly #watch: StoreWatch;
  /** None where the configuration wants no copy. */
  readonly #copies: RowCopies | undefined;
  readonly #outage = new Outage();
  readonly #takeover: Takeover;
  readonly #timer: NodeJS.Timeout;
  #lastWriteAt: number | null = null;
  #retirementFailure: string | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { store, audit, worker, warn } = options;
    const { max_bytes: maxBytes } = audit;
    const now = options.clock;
    this.#shares = new RecordShares(store.recordUse, this.unwritten, maxBytes, now);
    this.space = new RecordSpace({ ...options, maxBytes, shares: this.#shares, now });
    this.approvals = countApprovals(store.approvals, this.space);
    this.#copies = audit.jsonl !== null || audit.stdout ? new RowCopies(audit, warn) : undefined;
    this.feed = new Feed((error) => warn('a subscriber of the record failed', error));
    this.#watch = new StoreWatch(store, (bytes) => this.space.measured(bytes));
    this.delivery = new Delivery({
      store: store.audit,
      unwritten: this.unwritten,
      check: this.#watch.insist,
      meter: this.space.meter,
      ...(store.flush && { flush: store.flush }),
      pressure: store.pressure,
      onRows: (rows) => this.#onRows(rows),
      onFailure: (error, refused) => this.#onFailure(error, refused),
    });
    this.#takeover = store.startTakeover({
      worker,
      onFailure: (why) => warn(`the database does not follow the journal: ${why}`),
    });
    this.retirement = new Retirement({
      store,
      delivery: this.delivery,
      takeover: this.#takeover,
      shares: this.#shares.byServer,
      days: audit.retention_days,
      onProblem: (why) => this.#onRetirementFailure(why),
    });
    this.#timer = setInterval(() => this.retirement.retire(), options.timings.retirement).unref();
  }

  /** The daemon is reachable: from now on old rows are removed. */
  begin(): void {
    this.retirement.retire();
  }

  get head(): string {
    return formatHead(this.#options.store.audit.head);
  }

  /** Bytes that were recorded and are not in the database yet. */
  get lag(): number {
    return this.#takeover.behind;
  }

  get status(): AuditStatus {
    const { store, audit } = this.#options;
    const { obstacle } = this.#takeover;
    return {
      lastWriteAt: this.#lastWriteAt === null ? null : Math.floor(this.#lastWriteAt / 1000),
      rows: store.audit.head.seq,
      bytes: this.space.bytes,
      maxBytes: audit.max_bytes,
      failure: this.#watch.obstacle ?? this.#outage.failure ?? this.space.failure,
      warnings: [
        ...(obstacle === null ? [] : [`the database does not follow the journal: ${obstacle}`]),
        ...(this.#retirementFailure === null ? [] : [`old rows stay: ${this.#retirementFailure}`]),
        ...store.warnings(),
        ...(this.#copies?.warnings ?? []),
        ...this.space.warnings,
      ],
    };
  }

  /** Writes what is left. The store stays open. */
  async close(): Promise<void> {
    this.#shares.byServer.save();
    await this.delivery.drain();
    clearInterval(this.#timer);
    this.#watch.close();
    await this.#takeover.close();
    this.#copies?.close();
  }

  #onRows(rows: readonly AuditRow[]): void {
    this.#lastWriteAt = Date.now();
    const gap = this.#outage.ended();
    if (gap) this.delivery.record(gap);
    this.#copies?.write(rows);
    this.feed.add(rows);
  }

  #onFailure(error: unknown, refused: number): void {
    const begins = this.#outage.failed(error, refused);
    if (begins) this.#options.warn('the record cannot be written; traffic is refused', error);
  }

  #onRetirementFailure(why: string): void {
    this.#retirementFailure = why;
    this.#options.warn(`old rows of the record stay: ${why}`);
  }
}

const countApprovals = (
  approvals: ApprovalStore & ApprovalReader,
  space: RecordSpace,
): ApprovalStore & ApprovalReader => ({
  ...approvals,
  insert(approval) {
    approvals.insert(approval);
    space.addApproval(approval);
  },
});

/** Why nothing can be recorded, since when, and how many messages were refused for it. */
export class Outage {
  #failure: string | null = null;
  #gap: { readonly since: number; messages: number } | undefined;

  /** Why the last commit failed; `null` if it did not. */
  get failure(): string | null {
    return this.#failure;
  }

  /** A commit has failed. Returns whether the outage begins with it. */
  failed(error: unknown, refused: number): boolean {
    const begins = !this.#gap;
    this.#failure = messageOf(error);
    this.#gap ??= { since: Date.now(), messages: 0 };
    this.#gap.messages += refused;
    return begins;
  }

  /** A commit has succeeded. Returns the row that reports the outage, if there was one. */
  ended(): AuditEntry | undefined {
    const gap = this.#gap;
    this.#failure = null;
    this.#gap = undefined;
    return gap && { ...emptyEntry('gap', 'gap'), detail: JSON.stringify(gap) };
  }
}
