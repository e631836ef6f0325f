import { closeSync, fsync, openSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import type { AuditStatus, GuardError, GuardPaths } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import {
  emptyEntry,
  FileIdentity,
  formatHead,
  Maintenance,
  openApprovalReader,
  openApprovalStore,
  openAuditStore,
  openCounterStore,
  openCuts,
  openDatabase,
  openGivenMarkers,
  openRecordUse,
  openShownTools,
  openSpendingStore,
  openWithheldItems,
  waitBriefly,
  WalKeeper,
  type Approval,
  type ApprovalReader,
  type ApprovalStore,
  type AuditRow,
  type AuditStore,
  type CounterStore,
  type GivenMarkers,
  type ShownTools,
  type WithheldItems,
  type SpendingStore,
  type SqliteDatabase,
} from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { Timings } from '../timings.js';
import { BoundedLog } from './bounded-log.js';
import { Delivery } from './delivery.js';
import { RecordShares } from './record-shares.js';
import { RecordSpace } from './record-space.js';
import { Retirement } from './retirement.js';

/** How long a look at the files and their size is good for, in milliseconds. */
const LOOK_EVERY = 500;
/** The WAL keeps its size when it is begun again; one that a reader has made longer than this is cut once nothing moves. */
const LONG_WAL = 64 * 2 ** 20;
/** What a commit writes into the WAL beside its rows: the page where they begin, and those above. */
const COMMIT_BYTES = 8192;
/** Of a row, without much in it. */
const ROW_BYTES = 500;
const MAX_JSONL_BYTES = 2 ** 30;

export interface RecorderOptions {
  readonly paths: GuardPaths;
  readonly audit: Config['audit'];
  /** Hex; the database is encrypted. */
  readonly databaseKey: string | undefined;
  readonly worker: URL;
  readonly clock: Clock;
  readonly timings: Pick<Timings, 'maintenance' | 'retirement'>;
  readonly warn: (what: string, error?: unknown) => void;
  /** Hears of every row, once it is committed. */
  readonly onRow: (row: AuditRow) => void;
  /** Ends a session that has used up its share of the record, or that of its server. */
  readonly onExhausted: (session: string, error: GuardError) => void;
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
  readonly space: RecordSpace;
  readonly retirement: Retirement;
  readonly #options: RecorderOptions;
  readonly #database: SqliteDatabase;
  readonly #store: AuditStore;
  readonly #shares: RecordShares;
  readonly #files: FileIdentity;
  readonly #maintenance: Maintenance;
  readonly #wal: WalKeeper;
  readonly #walFile: number | undefined;
  readonly #jsonl: BoundedLog | undefined;
  readonly #timers: NodeJS.Timeout[];
  readonly #now: Clock;
  #lookedAt = -Infinity;
  /** Why nothing could be recorded at the last look. */
  #obstacle: string | null = null;
  #lastWriteAt: number | null = null;
  #failure: string | null = null;
  #maintenanceFailure: string | null = null;
  /** Messages that were refused because they could not be recorded, and since when. */
  #gap: { readonly since: number; messages: number } | undefined;
  #hasJsonlGap = false;
  #dirty = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#now = options.clock;
    const { paths, audit, databaseKey, worker } = options;
    const source = { path: paths.database, key: databaseKey };
    const database = openDatabase(source);
    this.#database = database;
    this.#store = openAuditStore(database);
    this.counters = openCounterStore(database);
    this.shownTools = openShownTools(database);
    this.withheldItems = openWithheldItems(database);
    this.givenMarkers = openGivenMarkers(database);
    const approvals = openApprovalStore(database);
    const insert = (approval: Approval): void => {
      approvals.insert(approval);
      this.space.addApproval(approval);
    };
    this.approvals = { ...approvals, insert, ...openApprovalReader(database) };
    this.spending = openSpendingStore(database);
    const { max_bytes: maxBytes } = audit;
    this.#shares = new RecordShares(openRecordUse(database), maxBytes, this.#now);
    this.space = new RecordSpace({ ...options, maxBytes, shares: this.#shares, now: this.#now });
    this.#files = new FileIdentity([paths.database, `${paths.database}-wal`]);
    const onFailure = (why: string): void => this.#onMaintenanceFailure(why);
    this.#maintenance = new Maintenance({ worker, setup: source, onFailure });
    this.#walFile = audit.durability === 'full' ? openSync(`${paths.database}-wal`, 'r') : undefined;
    this.#jsonl = audit.jsonl === null ? undefined : new BoundedLog(audit.jsonl, MAX_JSONL_BYTES);
    const flush = this.#walFile === undefined ? undefined : promisify(fsync).bind(null, this.#walFile);
    this.delivery = new Delivery({
      store: this.#store,
      admit: () => this.#mayRecord(),
      meter: (entry) => this.space.meter(entry),
      ...(flush && { flush }),
      onRows: (rows) => this.#onRows(rows),
      onFailure: (error, refused) => this.#onFailure(error, refused),
    });
    this.delivery.join(this.#shares);
    this.#wal = new WalKeeper({
      checkpoint: async () =>
        (await this.#maintenance.order({ kind: 'checkpoint', mode: 'PASSIVE' }))?.wal ?? undefined,
      hold: () => this.delivery.hold(),
      release: () => this.delivery.release(),
    });
    this.retirement = new Retirement({
      store: this.#store,
      cuts: openCuts(database),
      delivery: this.delivery,
      maintenance: this.#maintenance,
      shares: this.#shares,
      days: audit.retention_days,
      onProblem: onFailure,
    });
    this.#look();
    this.#timers = [
      setInterval(() => this.#look(), LOOK_EVERY).unref(),
      setInterval(() => this.#maintain(), options.timings.maintenance).unref(),
      setInterval(() => this.retirement.retire(), options.timings.retirement).unref(),
    ];
  }

  /** The daemon is known to be here: from now on nobody waits for the file, and old rows go. */
  begin(): void {
    waitBriefly(this.#database);
    this.retirement.retire();
  }

  get head(): string {
    return formatHead(this.#store.head);
  }

  get status(): AuditStatus {
    const warnings =
      this.#maintenanceFailure === null ? [] : [`maintenance of the record: ${this.#maintenanceFailure}`];
    if (this.#hasJsonlGap) warnings.push('audit.jsonl lacks rows: it could not be written');
    warnings.push(...this.space.warnings);
    return {
      lastWriteAt: this.#lastWriteAt === null ? null : Math.floor(this.#lastWriteAt / 1000),
      rows: this.#store.head.seq,
      bytes: this.space.bytes,
      maxBytes: this.#options.audit.max_bytes,
      failure: this.#obstacle ?? this.#failure ?? this.space.failure,
      warnings,
    };
  }

  /** Writes what is left, and the WAL back into the database. */
  async close(): Promise<void> {
    this.#shares.save();
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
      this.space.looked(this.#store.size());
      this.#obstacle = replaced === undefined ? null : `${replaced} was deleted or replaced`;
    } catch (error) {
      this.#obstacle = `the database cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  #mayRecord(): undefined {
    if (performance.now() - this.#lookedAt > LOOK_EVERY) this.#look();
    if (this.#obstacle !== null) throw new Error(this.#obstacle);
  }

  #onRows(rows: readonly AuditRow[]): void {
    this.#dirty = true;
    this.#wal.wrote(COMMIT_BYTES + rows.length * ROW_BYTES);
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
    if (!this.#dirty) {
      this.#wal.idle();
      const wal = statSync(`${this.#options.paths.database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
      if (wal > LONG_WAL) void this.#maintenance.order({ kind: 'checkpoint', mode: 'TRUNCATE' });
    }
    this.#dirty = false;
  }
}

const toLines = (rows: readonly AuditRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
