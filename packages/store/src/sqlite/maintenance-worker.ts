import { parentPort, workerData } from 'node:worker_threads';
import { retireRows } from './retire.js';
import { openDatabase, type SqliteDatabase, type SqliteSource } from './database.js';
import type { MaintenanceOrder, MaintenanceReport, WalState } from './maintenance.js';

const source: SqliteSource = workerData; // oxlint-disable-line typescript/no-unsafe-assignment -- from `Maintenance`
let opened: SqliteDatabase | undefined;

async function carryOut(order: MaintenanceOrder): Promise<WalState | null> {
  if (!opened) {
    opened = openDatabase(source);
    // A connection that waits for a lock may hold another one, and the daemon waits for that.
    opened.pragma('busy_timeout = 0');
  }
  if (order.kind === 'checkpoint') return checkpoint(opened, order.mode);
  await retireRows(opened, order.through);
  return null;
}

function checkpoint(db: SqliteDatabase, mode: 'PASSIVE' | 'TRUNCATE'): WalState {
  const [state] = db.prepare<[], { log: number; checkpointed: number }>(`PRAGMA wal_checkpoint(${mode})`).all();
  return { frames: state?.log ?? 0, done: state?.checkpointed ?? 0 };
}

parentPort?.on('message', ({ id, order }: { id: number; order: MaintenanceOrder }) => {
  const report = (result: Omit<MaintenanceReport, 'id'>): void => parentPort?.postMessage({ id, ...result });
  carryOut(order).then(
    (wal) => report({ failure: null, wal }),
    (error: unknown) => report({ failure: error instanceof Error ? error.message : String(error), wal: null }),
  );
});
