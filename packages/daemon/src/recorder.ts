import { closeSync, fsync, openSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { GuardError, type AuditStatus, type GuardPaths } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import {
  FileIdentity,
  formatHead,
  openApprovalReader,
  openApprovalStore,
  openAuditStore,
  openCounterStore,
  openDatabase,
  openGivenMarkers,
  openShownTools,
  openWithheldItems,
  openSpendingStore,
  toRetiredDetail,
  type ApprovalReader,
  type ApprovalStore,
  type AuditEntry,
  type AuditRow,
  type AuditStore,
  type CounterStore,
  type GivenMarkers,
  Maintenance,
  type ShownTools,
  type WithheldItems,
  type SpendingStore,
} from '@mcp-guard/store';
import { emptyEntry } from './audit-tap.js';
import { BoundedLog } from './bounded-log.js';
import { Delivery } from './delivery.js';

/** How long a look at the files and their size is good for, in milliseconds. */
const LOOK_EVERY = 500;
const MAINTAIN_EVERY = 2000;
/** The WAL keeps its size after a checkpoint and is written from its beginning again. */
const CHECKPOINT_ABOVE = 4 * 2 ** 20;
const RETIRE_EVERY = 3_600_000;
const DAY = 86_400_000;
const WARN_SHARE = 0.8;
/** Of `max_bytes`, kept for refusals once traffic is refused. */
const RESERVE_SHARE = 0.02;
const MAX_JSONL_BYTES = 2 ** 30;

export interface RecorderOptions {
  readonly paths: GuardPaths;
  readonly audit: Config['audit'];
  /** Hex; the database is encrypted. */
  readonly databaseKey: string | undefined;
  readonly worker: URL;
  readonly warn: (what: string, error?: unknown) => void;
  /** Hears of every row, once it is committed. */
  readonly onRow: (row: AuditRow) => void;
}

/** Owns the record: opens it, watches over its files, size and age, and reports on it. */
export class Recorder {
  readonly delivery: Delivery;
  readonly counters: CounterStore;
  readonly shownTools: ShownTools;
  readonly withheldItems: WithheldItems;
  readonly givenMarkers: GivenMarkers;
  readonly approvals: ApprovalStore & ApprovalReader;
  readonly spending: SpendingStore;
  readonly #options: RecorderOptions;
  readonly #store: AuditStore;
  readonly #files: FileIdentity;
  readonly #maintenance: Maintenance;
  readonly #walFile: number | undefined;
  readonly #jsonl: BoundedLog | undefined;
  readonly #timers: NodeJS.Timeout[];
  #lookedAt = -Infinity;
  /** Why nothing could be recorded at the last look. */
  #obstacle: string | null = null;
  #bytes = 0;
  #lastWriteAt: number | null = null;
  #failure: string | null = null;
  #maintenanceFailure: string | null = null;
  /** Messages that were refused because they could not be recorded, and since when. */
  #gap: { readonly since: number; messages: number } | undefined;
  #hasJsonlGap = false;
  #dirty = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { paths, audit, databaseKey, worker } = options;
    const source = { path: paths.database, key: databaseKey };
    const database = openDatabase(source);
    this.#store = openAuditStore(database);
    this.counters = openCounterStore(database);
    this.shownTools = openShownTools(database);
    this.withheldItems = openWithheldItems(database);
    this.givenMarkers = openGivenMarkers(database);
    this.approvals = { ...openApprovalStore(database), ...openApprovalReader(database) };
    this.spending = openSpendingStore(database);
    const files = [paths.database, `${paths.database}-wal`];
    this.#files = new FileIdentity(files);
    const onFailure = (why: string): void => this.#onMaintenanceFailure(why);
    this.#maintenance = new Maintenance({ worker, setup: source, onFailure });
    this.#walFile = audit.durability === 'full' ? openSync(`${paths.database}-wal`, 'r') : undefined;
    this.#jsonl = audit.jsonl === null ? undefined : new BoundedLog(audit.jsonl, MAX_JSONL_BYTES);
    const flush = this.#walFile === undefined ? undefined : promisify(fsync).bind(null, this.#walFile);
    this.delivery = new Delivery({
      store: this.#store,
      admit: (entry) => this.#admit(entry),
      ...(flush && { flush }),
      onRows: (rows) => this.#onRows(rows),
      onFailure: (error, refused) => this.#onFailure(error, refused),
    });
    this.#timers = [
      setInterval(() => this.#look(), LOOK_EVERY).unref(),
      setInterval(() => this.#maintain(), MAINTAIN_EVERY).unref(),
      setInterval(() => this.#retire(), RETIRE_EVERY).unref(),
    ];
    this.#retire();
  }

  get head(): string {
    return formatHead(this.#store.head);
  }

  get status(): AuditStatus {
    const { max_bytes: maxBytes } = this.#options.audit;
    const warnings =
      this.#maintenanceFailure === null ? [] : [`maintenance of the record: ${this.#maintenanceFailure}`];
    if (this.#hasJsonlGap) warnings.push('audit.jsonl lacks rows: it could not be written');
    if (this.#bytes > maxBytes * WARN_SHARE)
      warnings.push(`the record fills ${Math.floor((this.#bytes / maxBytes) * 100)} % of audit.max_bytes`);
    const lastWriteAt = this.#lastWriteAt === null ? null : Math.floor(this.#lastWriteAt / 1000);
    return {
      lastWriteAt,
      rows: this.#store.head.seq,
      bytes: this.#bytes,
      maxBytes,
      failure:
        this.#obstacle ??
        this.#failure ??
        (this.#refusesTraffic() ? 'audit.max_bytes is used up but for refusals' : null),
      warnings,
    };
  }

  /** Writes what is left, and the WAL back into the database. */
  async close(): Promise<void> {
    await this.delivery.drain();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#maintenance.close();
    if (this.#walFile !== undefined) closeSync(this.#walFile);
    this.#jsonl?.close();
    this.#store.close(); // the last connection checkpoints
  }

  /** Whether the files are still those that were opened, and how much of their size is used. */
  #look(): void {
    this.#lookedAt = performance.now();
    try {
      const replaced = this.#files.findReplaced();
      this.#bytes = this.#store.size();
      if (replaced !== undefined) this.#obstacle = `${replaced} was deleted or replaced`;
      else this.#obstacle = this.#bytes > this.#options.audit.max_bytes ? 'audit.max_bytes is used up' : null;
    } catch (error) {
      this.#obstacle = `the database cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  #admit(entry: AuditEntry): GuardError | undefined {
    if (performance.now() - this.#lookedAt > LOOK_EVERY) this.#look();
    if (this.#obstacle !== null) throw new Error(this.#obstacle);
    const isTraffic = entry.kind === 'message' && (entry.outcome === 'allow' || entry.outcome === 'redact');
    return isTraffic ? this.#refusesTraffic() : undefined;
  }

  /** What is left is kept for the rows of refusals. */
  #refusesTraffic(): GuardError | undefined {
    if (this.#bytes <= this.#options.audit.max_bytes * (1 - RESERVE_SHARE)) return undefined;
    return new GuardError('INTERNAL', 'nothing moves because the record is full', { rule: 'audit.max_bytes' });
  }

  #onRows(rows: readonly AuditRow[]): void {
    this.#dirty = true;
    this.#lastWriteAt = Date.now();
    if (this.#failure !== null) this.#recover();
    if (this.#jsonl?.write(toLines(rows)) === false) this.#onJsonlFailure();
    if (this.#options.audit.stdout) process.stdout.write(toLines(rows));
    for (const row of rows) this.#options.onRow(row);
  }

  #onFailure(error: unknown, refused: number): void {
    this.#failure = error instanceof Error ? error.message : String(error);
    if (!this.#gap) this.#options.warn('the record cannot be written; traffic is refused', error);
    this.#gap ??= { since: Date.now(), messages: 0 };
    this.#gap.messages += refused;
  }

  #recover(): void {
    const gap = this.#gap;
    this.#failure = null;
    this.#gap = undefined;
    if (gap) this.delivery.record({ ...emptyEntry('gap', 'gap'), detail: JSON.stringify(gap) });
  }

  /** The database is the record; that its copy has a hole is told in `status`. */
  #onJsonlFailure(): void {
    if (!this.#hasJsonlGap) this.#options.warn('audit.jsonl cannot be written');
    this.#hasJsonlGap = true;
  }

  #onMaintenanceFailure(why: string): void {
    this.#maintenanceFailure = why;
    this.#options.warn(`maintenance of the record: ${why}`);
  }

  #maintain(): void {
    const wal = statSync(`${this.#options.paths.database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (wal > CHECKPOINT_ABOVE && this.#dirty) this.#maintenance.order({ kind: 'checkpoint' });
    this.#dirty = false;
  }

  /** The row that tells of a removal is committed before anything is removed. */
  #retire(): void {
    const cut = this.#store.lastBefore(Date.now() - this.#options.audit.retention_days * DAY);
    if (!cut) return;
    const detail = toRetiredDetail({ through: cut.seq, hash: cut.hash });
    this.delivery.record(
      { ...emptyEntry('retention', 'retire'), detail },
      { deliver: () => this.#maintenance.order({ kind: 'retire', through: cut.seq }) },
    );
  }
}

const toLines = (rows: readonly AuditRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
