import { Worker } from 'node:worker_threads';

export interface MaintenanceSetup {
  readonly path: string;
  readonly key: string | undefined;
}

export type MaintenanceOrder =
  | { readonly kind: 'checkpoint' }
  /** Removes the rows up to this one; a retention row must already tell of it. */
  | { readonly kind: 'retire'; readonly through: number };

/** What one worker is started for. */
export interface MaintenanceTask {
  readonly setup: MaintenanceSetup;
  readonly order: MaintenanceOrder;
}

export interface MaintenanceReport {
  readonly failure: string | null;
}

export interface MaintenanceOptions {
  /** The compiled `maintenance-worker.js`. */
  readonly worker: URL;
  readonly setup: MaintenanceSetup;
  /** Hears why an order could not be carried out; the next one is tried all the same. */
  readonly onFailure: (why: string) => void;
}

/**
 * Writes the WAL back and removes old rows beside the thread that carries messages. A
 * worker lives for one order: it is seldom needed, and idle it would cost 20 MB.
 */
export class Maintenance {
  readonly #options: MaintenanceOptions;
  /** The newest order of each kind. */
  readonly #waiting = new Map<MaintenanceOrder['kind'], MaintenanceOrder>();
  #worker: Worker | undefined;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
  }

  order(order: MaintenanceOrder): void {
    this.#waiting.set(order.kind, order);
    this.#next();
  }

  async close(): Promise<void> {
    this.#waiting.clear();
    await this.#worker?.terminate();
  }

  #next(): void {
    const [order] = this.#waiting.values();
    if (this.#worker || !order) return;
    this.#waiting.delete(order.kind);
    const { worker, setup, onFailure } = this.#options;
    const workerData: MaintenanceTask = { setup, order };
    this.#worker = new Worker(worker, { workerData, env: {}, execArgv: [] })
      .on('message', ({ failure }: MaintenanceReport) => failure !== null && onFailure(failure))
      .on('error', (error) => onFailure(error instanceof Error ? error.message : String(error)))
      .once('exit', () => {
        this.#worker = undefined;
        this.#next();
      });
    this.#worker.unref();
  }
}
