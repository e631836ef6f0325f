import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './database.js';
import type { MaintenanceOrder, MaintenanceReport, MaintenanceSetup } from './maintenance.js';

/** Rows per transaction: each holds the file for about a millisecond, while the daemon waits. */
const ROWS_PER_STEP = 500;
/** Above this the WAL is written back whole, so that it is begun anew. */
const LARGE_WAL_BYTES = 64 * 2 ** 20;

const setup: MaintenanceSetup = workerData; // oxlint-disable-line typescript/no-unsafe-assignment -- from `startMaintenance`
const db = openDatabase(setup);
const pause = new Int32Array(new SharedArrayBuffer(4));
const remove = db.prepare('DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE seq <= ? ORDER BY seq LIMIT ?)');

parentPort?.on('message', (order: MaintenanceOrder) => {
  const report: MaintenanceReport = { failure: carryOut(order) };
  parentPort?.postMessage(report);
});

function carryOut(order: MaintenanceOrder): string | null {
  try {
    if (order.kind === 'checkpoint') {
      const wal = statSync(`${setup.path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
      db.pragma(`wal_checkpoint(${wal > LARGE_WAL_BYTES ? 'TRUNCATE' : 'PASSIVE'})`);
    } else {
      while (remove.run(order.through, ROWS_PER_STEP).changes > 0) Atomics.wait(pause, 0, 0, 5); // lets the daemon in
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
