import { Worker } from 'node:worker_threads';
import { messageOf } from '@mcp-guard/core';
import type { WriterData, WriterOrder, WriterReport } from './database-writer.js';

/** Before a thread that died is started again: doubles with each death. In milliseconds. */
const RESTART_AFTER = { first: 40, most: 30_000 };
/** A thread that was idle for this long is ended, because it takes 20 MB. In milliseconds. */
const IDLE_AFTER = 30_000;

export interface LastingWorkerOptions {
  /** The compiled program of the thread. */
  readonly program: URL;
  readonly data: WriterData;
  readonly onReport: (report: WriterReport) => void;
  /** No open question is answered any more. */
  readonly onDeath: (why: string) => void;
  /** It may be asked again. */
  readonly onRestart: () => void;
}

/** A thread that is started when it is needed, ended when it is not, and started again when it dies, as long as that takes. */
export class LastingWorker {
  readonly #options: LastingWorkerOptions;
  #worker: Worker | undefined;
  #deaths = 0;
  /** Why the thread is dying. */
  #error: string | undefined;
  #restart: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: LastingWorkerOptions) {
    this.#options = options;
  }

  /** In a row. */
  get deaths(): number {
    return this.#deaths;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** It has done what it is there for. */
  succeeded(): void {
    this.#deaths = 0;
  }

  /** False if it has died and is not to be started yet. */
  post(order: WriterOrder): boolean {
    clearTimeout(this.#idle);
    if (!this.#worker && !this.#restart) this.#start();
    this.#worker?.postMessage(order);
    return this.isRunning;
  }

  /** There is nothing to do. */
  rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.end(), IDLE_AFTER).unref();
  }

  /** Asks for the last time: until it is answered the process must not end. */
  postLast(order: WriterOrder): boolean {
    clearTimeout(this.#restart);
    this.#restart = undefined;
    const isPosted = this.post(order);
    this.#worker?.ref();
    return isPosted;
  }

  async end(): Promise<void> {
    clearTimeout(this.#idle);
    clearTimeout(this.#restart);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): void {
    const { program, data, onReport } = this.#options;
    try {
      const worker = new Worker(program, { workerData: data, env: {}, execArgv: [] })
        .on('message', onReport)
        .on('error', (error) => (this.#error = messageOf(error)))
        .once('exit', () => this.#ended(worker));
      worker.unref();
      this.#worker = worker;
    } catch (error) {
      this.#died(messageOf(error)); // the system has no more threads
    }
  }

  #ended(worker: Worker): void {
    const why = this.#error ?? 'the thread of the database has ended';
    this.#error = undefined;
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#died(why);
  }

  #died(why: string): void {
    const pause = Math.min(RESTART_AFTER.first * 2 ** this.#deaths, RESTART_AFTER.most);
    this.#deaths++;
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#options.onRestart();
    }, pause).unref();
    this.#options.onDeath(why);
  }
}
