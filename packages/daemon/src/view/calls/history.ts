import { Worker } from 'node:worker_threads';
import { GuardError } from '@mcp-guard/core';
import type { SqliteSource } from '@mcp-guard/store';
import type { HistoryAnswers, HistoryOrder } from './history-query.js';

/** A search ends by itself long before. In milliseconds. */
const TIMEOUT = 15_000;
/** A thread that was idle for this long is ended, because of its memory. In milliseconds. */
const IDLE_AFTER = 30_000;
/** Searches that wait for their turn. */
const MAX_WAITING = 64;

const STOPPING = 'the daemon is stopping';

interface Waiting {
  readonly order: HistoryOrder;
  readonly done: (report: Report) => void;
}

type Report = { readonly answer: unknown } | { readonly problem: string };

/** Reads what was recorded in a thread of its own, one search after the other. The thread runs only while somebody looks back. */
export class History {
  readonly #program: URL;
  readonly #source: SqliteSource;
  readonly #onProblem: (problem: string) => void;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | undefined;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /**
   * @param program the compiled `history-worker.js`
   * @param onProblem gets why a search failed
   */
  constructor(program: URL, source: SqliteSource, onProblem: (problem: string) => void) {
    this.#onProblem = onProblem;
    this.#program = program;
    this.#source = source;
  }

  /** Throws RATE_LIMITED if too many search already, INTERNAL if a search fails, DAEMON_UNAVAILABLE once it is closed. */
  async ask<Kind extends HistoryOrder['kind']>(
    order: Extract<HistoryOrder, { kind: Kind }>,
  ): Promise<HistoryAnswers[Kind]> {
    if (this.#isClosed) throw new GuardError('DAEMON_UNAVAILABLE', STOPPING);
    if (this.#waiting.length >= MAX_WAITING)
      throw new GuardError('RATE_LIMITED', 'too many look at the record already');
    const report = await new Promise<Report>((done) => {
      this.#waiting.push({ order, done });
      this.#next();
    });
    if ('answer' in report) return report.answer as HistoryAnswers[Kind]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- of our own thread
    this.#onProblem(report.problem);
    throw new GuardError('INTERNAL', 'the record cannot be searched; the log of the daemon says why');
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    const waiting = this.#waiting.splice(0); // first, or the end of the current search begins the next
    this.#isClosed = true;
    this.#end(STOPPING);
    for (const { done } of waiting) done({ problem: STOPPING });
    await worker?.terminate();
  }

  #next(): void {
    if (this.#current) return;
    clearTimeout(this.#timer);
    this.#current = this.#waiting.shift();
    if (!this.#current) {
      this.#timer = setTimeout(() => this.#end(''), IDLE_AFTER).unref();
      return;
    }
    this.#timer = setTimeout(() => this.#end('it takes too long; narrow it'), TIMEOUT).unref();
    this.#worker ??= this.#start();
    this.#worker.postMessage(this.#current.order);
  }

  #start(): Worker {
    const worker: Worker = new Worker(this.#program, { workerData: this.#source, env: {}, execArgv: [] })
      .on('message', (report: Report) => this.#worker === worker && this.#report(report))
      .on('error', (error: Error) => this.#worker === worker && this.#end(error.message))
      .once('exit', () => this.#worker === worker && this.#end('its thread has ended'));
    worker.unref();
    return worker;
  }

  #report(report: Report): void {
    const current = this.#current;
    this.#current = undefined;
    current?.done(report);
    this.#next();
  }

  /** Ends the thread; a search that it was at gets the reason. */
  #end(problem: string): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    if (this.#current) this.#report({ problem });
  }
}
