import { Worker } from 'node:worker_threads';
import type { SqliteSource } from './database.js';

export type MaintenanceOrder =
  /** PASSIVE disturbs no other connection; TRUNCATE keeps writers out until it is done. */
  | { readonly kind: 'checkpoint'; readonly mode: 'PASSIVE' | 'TRUNCATE' }
  /** Removes the rows up to this one. A retention row must already report it. */
  | { readonly kind: 'retire'; readonly through: number };

/** How far the WAL was written back: all of its frames, as long as no reader needs an older state. */
export interface WalState {
  readonly frames: number;
  readonly done: number;
}

export interface MaintenanceReport {
  readonly id: number;
  readonly failure: string | null;
  readonly wal: WalState | null;
}

export interface MaintenanceOptions {
  /** The compiled `maintenance-worker.js`. */
  readonly worker: URL;
  readonly source: SqliteSource;
  /** Gets why an order failed; the next one is tried all the same. */
  readonly onFailure: (why: string) => void;
}

/** A worker that was idle for this long is ended, because it takes 20 MB. In milliseconds. */
const IDLE_AFTER = 30_000;

/** Writes the WAL back and removes old rows beside the thread that carries messages. */
export class Maintenance {
  readonly #options: MaintenanceOptions;
  readonly #waiting = new Map<number, (report: MaintenanceReport | undefined) => void>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
  }

  /** Resolves once the order was carried out; with nothing if it failed. */
  async order(order: MaintenanceOrder): Promise<MaintenanceReport | undefined> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    const report = await new Promise<MaintenanceReport | undefined>((resolve) => {
      this.#waiting.set(id, resolve);
      worker.postMessage({ id, order });
    });
    if (report && report.failure !== null) this.#options.onFailure(report.failure);
    return report?.failure === null ? report : undefined;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const { worker, source, onFailure } = this.#options;
    const started = new Worker(worker, { workerData: source, env: {}, execArgv: [] })
      .on('message', (report: MaintenanceReport) => this.#settle(report))
      .on('error', (error) => onFailure(error instanceof Error ? error.message : String(error)))
      .once('exit', () => this.#ended(started));
    started.unref();
    return started;
  }

  #settle(report: MaintenanceReport): void {
    this.#waiting.get(report.id)?.(report);
    this.#waiting.delete(report.id);
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => {
      const worker = this.#worker;
      this.#worker = undefined;
      void worker?.terminate();
    }, IDLE_AFTER).unref();
  }

  /** Orders that a dead worker left undone are not retried here. */
  #ended(worker: Worker): void {
    if (this.#worker !== worker && this.#worker) return;
    this.#worker = undefined;
    for (const settle of this.#waiting.values()) settle(undefined);
    this.#waiting.clear();
  }
}
