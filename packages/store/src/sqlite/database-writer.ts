import { statSync } from 'node:fs';
import { messageOf } from '@mcp-guard/core';
import { identifyDatabase, type FileIdentity } from '../journal/file-identity.js';
import type { JournalEnd } from '../journal/journal-reader.js';
import type { Damage, JournalSource } from '../journal/segment.js';
import { isBefore, type JournalSink, type Position } from '../journal/sink.js';
import { finishJournal, removeTaken, TakeOver } from '../journal/take-over.js';
import { openDatabase, type SqliteDatabase, type SqliteSource } from './database.js';
import { openSqliteSink, toJournalSource } from './journal-sink.js';
import { retireRows } from './retire.js';

/** The thread of the writer gets this. */
export interface WriterData {
  readonly source: SqliteSource;
  /** The result of `identifyDatabase`: the files that the daemon has opened. */
  readonly opened: readonly string[];
}

export type WriterOrder =
  /** There is something in the journal. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'retire'; readonly id: number; readonly through: number }
  /** Take over all that is left: nothing more is written to the journal. */
  | { readonly kind: 'finish' };

export type WriterReport =
  /** How far the journal was taken over. `isAll`: there was nothing more. */
  | { readonly kind: 'taken'; readonly position: Position; readonly isAll: boolean }
  /** An attempt failed, and is made again. */
  | { readonly kind: 'failed'; readonly why: string }
  /** Others have changed what is left: only the next start gets past it. */
  | { readonly kind: 'damaged'; readonly why: string }
  | { readonly kind: 'retired'; readonly id: number; readonly failure: string | null }
  /** The thread may end. `failure`: why something is left for the next start. */
  | { readonly kind: 'finished'; readonly failure: string | null };

/** Between two tries after failures: it doubles with each. In milliseconds. */
const PAUSE = { first: 50, most: 1000 };
/** With nothing to do for this long, the WAL is written back. In milliseconds. */
const REST_AFTER = 1000;
/** Batches after which the WAL is written back while turns go on. */
const BATCHES_PER_CHECKPOINT = 16;
/** The WAL keeps its size when it begins again; one that a reader has made longer than this is cut once nothing moves. */
const LONG_WAL = 64 * 2 ** 20;

/** The one writer of a database: takes over its journal, writes its WAL back and removes old rows. */
export class DatabaseWriter {
  readonly #report: (report: WriterReport) => void;
  readonly #path: string;
  readonly #db: SqliteDatabase;
  readonly #journal: JournalSource;
  readonly #sink: JournalSink;
  readonly #takeOver: TakeOver;
  readonly #files: FileIdentity;
  #timer: NodeJS.Timeout | undefined;
  #pause = PAUSE.first;
  /** That were committed since the WAL was written back. */
  #batches = 0;
  /** The segment that is being taken over: those before it are gone. */
  #segment = 0;

  constructor({ source, opened }: WriterData, report: (report: WriterReport) => void) {
    this.#report = report;
    this.#path = source.path;
    this.#files = identifyDatabase(source.path, opened);
    this.#db = openDatabase({ ...source, insist: () => this.#insist() });
    const sink = openSqliteSink(this.#db);
    this.#sink = sink;
    this.#journal = toJournalSource(source, sink);
    this.#takeOver = new TakeOver(this.#journal, sink);
  }

  carryOut(order: WriterOrder): void {
    if (order.kind === 'wake') this.#step();
    else if (order.kind === 'finish') this.#finish();
    else void this.#retire(order);
  }

  #step(): void {
    clearTimeout(this.#timer);
    try {
      const stop = this.#takeBatch();
      this.#pause = PAUSE.first;
      if (stop?.kind === 'damage') this.#report({ kind: 'damaged', why: stop.why });
      this.#report({ kind: 'taken', position: this.#sink.position, isAll: stop !== undefined });
      this.#timer = stop ? setTimeout(() => this.#rest(), REST_AFTER).unref() : setTimeout(() => this.#step());
    } catch (error) {
      this.#report({ kind: 'failed', why: messageOf(error) });
      this.#timer = setTimeout(() => this.#step(), this.#pause);
      this.#pause = Math.min(2 * this.#pause, PAUSE.most);
    }
  }

  /** Takes over what one transaction holds. Returns why there is nothing more, if so. */
  #takeBatch(): JournalEnd | Damage | undefined {
    this.#insist();
    const before = this.#sink.position;
    const stop = this.#takeOver.step();
    const now = this.#sink.position;
    if (isBefore(before, now)) this.#batches++;
    if (this.#batches >= BATCHES_PER_CHECKPOINT) this.#writeBack();
    if (now.segment !== this.#segment) {
      removeTaken(this.#journal, this.#sink);
      this.#segment = now.segment;
    }
    return stop;
  }

  /** Throws if the database or its WAL is not where it was: what they are given then is lost, and the journal is what is left. */
  #insist(): void {
    const replaced = this.#files.findReplaced();
    if (replaced !== undefined) throw new Error(`${replaced} was deleted or replaced`);
  }

  /** The next commit begins the WAL again, if no reader needs it. */
  #writeBack(): void {
    this.#db.pragma('wal_checkpoint(PASSIVE)');
    this.#batches = 0;
  }

  /** The journal does not move, so this delays nothing. */
  #rest(): void {
    try {
      if (this.#batches > 0) this.#writeBack();
      const bytes = statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
      if (bytes > LONG_WAL) this.#db.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      this.#report({ kind: 'failed', why: messageOf(error) });
    }
  }

  async #retire({ id, through }: Extract<WriterOrder, { kind: 'retire' }>): Promise<void> {
    try {
      await retireRows(this.#db, through);
      this.#report({ kind: 'retired', id, failure: null });
    } catch (error) {
      this.#report({ kind: 'retired', id, failure: messageOf(error) });
    }
  }

  #finish(): void {
    clearTimeout(this.#timer);
    let failure: string | null = null;
    try {
      this.#insist();
      this.#takeOver.close();
      finishJournal(this.#journal, this.#sink);
    } catch (error) {
      failure = messageOf(error);
    }
    this.#db.close();
    this.#report({ kind: 'finished', failure });
  }
}
