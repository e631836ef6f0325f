import { messageOf } from '@mcp-guard/core';
import { isBefore, type Position } from '../journal/sink.js';
import type { Takeover, TakeoverOptions } from '../takeover.js';
import { DatabaseWriter, type WriterData, type WriterReport } from './database-writer.js';
import { LastingWorker } from './lasting-worker.js';

/** Turns of so many milliseconds are taken over together: the thread is woken no more often. */
const WAKE_AFTER = 100;
/** How long the first thread is put off: its start takes more time than a few turns, and would compete with that of the daemon. */
const START_AFTER = 1000;
/** Deaths of the thread in a row, after which nothing more is written. */
const MAX_DEATHS = 5;
/** How long nothing may be taken over while something waits, in milliseconds. */
const MAX_STILL = 5000;

export interface ThreadOptions extends TakeoverOptions, WriterData {
  /** How far the journal was taken over before. */
  readonly position: Position;
  /** The end of the journal now. */
  readonly end: () => Position;
  /** Bytes of the journal behind a position. */
  readonly behind: (position: Position) => number;
  /** Writes the last turn: the journal is about to be taken over to its end. */
  readonly endJournal: () => void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (why: Error) => void;
}

/** The thread that takes a journal over, seen from the thread that writes it. */
export class TakeoverThread implements Takeover {
  readonly #options: ThreadOptions;
  readonly #worker: LastingWorker;
  readonly #retirements = new Map<number, Waiter>();
  #position: Position;
  #obstacle: string | null = null;
  /** How others have changed what is still to be taken over. */
  #damage: string | undefined;
  /** The thread was asked to take over, and has not said that it is done. */
  #isAwake = false;
  #lastId = 0;
  readonly #openedAt = performance.now();
  /** The time of the last batch, or since when something waits: `performance.now`. */
  #movedAt = 0;
  /** Called after each report, and when the thread has died. */
  #onReport: (() => void)[] = [];
  #isEnding = false;
  #onFinished: ((failure: string | null) => void) | undefined;

  constructor(options: ThreadOptions) {
    const { source, opened } = options;
    this.#options = options;
    this.#position = options.position;
    this.#worker = new LastingWorker({
      program: options.worker,
      data: { source, opened },
      onReport: (report) => this.#take(report),
      onDeath: (why) => this.#died(why),
      onRestart: () => this.#ask(),
    });
  }

  get position(): Position {
    return this.#position;
  }
  get behind(): number {
    return this.#options.behind(this.#position);
  }

  get obstacle(): string | null {
    if (this.#damage !== undefined) return `${this.#damage}; mcp-guard restart sets it aside`;
    return this.#obstacle ?? (this.#isStill ? `nothing was taken over for ${MAX_STILL / 1000} s` : null);
  }

  /** No more may be written: what comes now might never reach the database. */
  get isBroken(): boolean {
    return this.#damage !== undefined || this.#worker.deaths >= MAX_DEATHS;
  }

  /** It makes no sense to wait. */
  get isStuck(): boolean {
    return this.isBroken || this.#isStill;
  }

  /** There is a new turn. */
  wake(): void {
    if (this.#isAwake || this.#isEnding || this.#damage !== undefined) return;
    this.#isAwake = true;
    this.#movedAt = performance.now();
    this.#askSoon();
  }

  #askSoon(): void {
    const later = this.#worker.isRunning ? 0 : this.#openedAt + START_AFTER - performance.now();
    setTimeout(() => this.#ask(), Math.max(WAKE_AFTER, later)).unref();
  }

  /** Also with nothing to take over: traffic that is refused since the thread has died goes on once it lives. */
  #ask(): void {
    if (!this.#isEnding && (this.#isAwake || this.isBroken)) this.#worker.post({ kind: 'wake' });
  }

  /** Somebody waits: a thread is not put off. One that runs has its own pauses. */
  #askNow(): void {
    if (!this.#worker.isRunning) this.#ask();
  }

  async settled(): Promise<void> {
    const end = this.#options.end();
    while (isBefore(this.#position, end)) {
      this.wake();
      this.#askNow();
      if (!this.isStuck) await this.#nextReport();
      if (this.isStuck) throw new Error(`the database does not follow the journal: ${this.obstacle}`);
    }
  }

  /** Resolves once no more than `bytes` wait, or that does not go on. */
  async below(bytes: number): Promise<void> {
    while (this.behind > bytes && !this.isStuck) {
      this.#askNow();
      await this.#nextReport();
    }
  }

  retire(through: number): Promise<void> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#retirements.set(id, { resolve, reject });
      if (!this.#worker.post({ kind: 'retire', id, through })) this.#retired(id, this.obstacle);
    });
  }

  async close(): Promise<void> {
    try {
      this.#options.endJournal();
    } catch (error) {
      this.#fail(messageOf(error));
    }
    this.#isEnding = true;
    const failure = await this.#finish();
    if (failure !== null) this.#fail(failure);
    await this.#worker.end();
  }

  /** Takes over what is left. Returns why it could not. A thread takes longer to start than a last turn to be taken over. */
  async #finish(): Promise<string | null> {
    if (!this.#isBehind && !this.#worker.isRunning) return null;
    if (!this.#worker.isRunning && this.#worker.deaths === 0) return finishHere(this.#options);
    return new Promise((resolve) => {
      this.#onFinished = resolve;
      if (!this.#worker.postLast({ kind: 'finish' })) resolve(this.obstacle);
    });
  }

  /** Something waits, and nothing was taken over for long. */
  get #isStill(): boolean {
    return this.#isAwake && performance.now() - this.#movedAt > MAX_STILL;
  }

  get #isBehind(): boolean {
    return isBefore(this.#position, this.#options.end());
  }

  /** Resolves with the next report, or after `MAX_STILL` milliseconds. */
  #nextReport(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, MAX_STILL + 1);
      this.#onReport.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #take(report: WriterReport): void {
    if (report.kind === 'failed') this.#fail(report.why);
    else if (report.kind === 'damaged') this.#fail((this.#damage = `the journal was changed by others: ${report.why}`));
    else if (report.kind === 'finished') this.#onFinished?.(report.failure);
    else if (report.kind === 'retired') this.#retired(report.id, report.failure);
    else this.#taken(report);
    if (!this.#isAwake && this.#retirements.size === 0) this.#worker.rest();
    this.#goOn();
  }

  #taken({ position, isAll }: Extract<WriterReport, { kind: 'taken' }>): void {
    if (isBefore(this.#position, position)) this.#movedAt = performance.now();
    this.#position = position;
    this.#obstacle = null;
    this.#worker.succeeded();
    if (!isAll) return;
    this.#isAwake = this.#isBehind && this.#damage === undefined;
    if (this.#isAwake) this.#askSoon();
  }

  #retired(id: number, failure: string | null): void {
    const waiter = this.#retirements.get(id);
    this.#retirements.delete(id);
    if (failure === null) waiter?.resolve();
    else waiter?.reject(new Error(failure));
  }

  #fail(why: string): void {
    if (this.#obstacle !== why) this.#options.onFailure(why);
    this.#obstacle = why;
  }

  /** Removals that a dead thread has left undone are not tried again; what waits in the journal is. */
  #died(why: string): void {
    this.#fail(why);
    for (const id of this.#retirements.keys()) this.#retired(id, why);
    this.#onFinished?.(why);
    this.#goOn();
  }

  #goOn(): void {
    for (const each of this.#onReport.splice(0)) each();
  }
}

function finishHere({ source, opened }: WriterData): string | null {
  let failure: string | null = null;
  try {
    const writer = new DatabaseWriter({ source, opened }, (report) => {
      if (report.kind === 'finished') ({ failure } = report);
    });
    writer.carryOut({ kind: 'finish' });
  } catch (error) {
    failure = messageOf(error);
  }
  return failure;
}
