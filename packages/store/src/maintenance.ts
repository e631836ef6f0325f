import { Worker } from 'node:worker_threads';

export interface MaintenanceSetup {
  readonly path: string;
  readonly key: string | undefined;
}

export type MaintenanceOrder =
  | { readonly kind: 'checkpoint' }
  /** Removes the rows up to this one; a retention row must already tell of it. */
  | { readonly kind: 'retire'; readonly through: number };

export interface MaintenanceReport {
  readonly failure: string | null;
}

/** Writes the WAL back and removes old rows, beside the thread that carries messages. */
export interface Maintenance {
  order(order: MaintenanceOrder): void;
  close(): Promise<void>;
}

/**
 * @param worker the compiled `maintenance-worker.js`
 * @param onFailure hears why an order could not be carried out; the next one is tried all the same
 */
export function startMaintenance(worker: URL, setup: MaintenanceSetup, onFailure: (why: string) => void): Maintenance {
  const thread = new Worker(worker, { workerData: setup, env: {}, execArgv: [] });
  thread.on('message', ({ failure }: MaintenanceReport) => {
    if (failure !== null) onFailure(failure);
  });
  thread.on('error', (error) => onFailure(error instanceof Error ? error.message : String(error)));
  thread.unref();
  return {
    order: (order) => thread.postMessage(order),
    close: async () => void (await thread.terminate()),
  };
}
