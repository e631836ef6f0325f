import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './database.js';
import type { MaintenanceReport, MaintenanceTask } from './maintenance.js';

/** Rows per transaction: each holds the file for about a millisecond, while the daemon waits. */
const ROWS_PER_STEP = 500;
/** Above this the WAL is written back whole, so that it is begun anew. */
const LARGE_WAL_BYTES = 64 * 2 ** 20;

const task: MaintenanceTask = workerData; // oxlint-disable-line typescript/no-unsafe-assignment -- from `Maintenance`

function carryOut({ setup, order }: MaintenanceTask): void {
  const db = openDatabase(setup);
  if (order.kind === 'checkpoint') {
    const wal = statSync(`${setup.path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    db.pragma(`wal_checkpoint(${wal > LARGE_WAL_BYTES ? 'TRUNCATE' : 'PASSIVE'})`);
  } else {
    const remove = db.prepare(
      'DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE seq <= ? ORDER BY seq LIMIT ?)',
    );
    const pause = new Int32Array(new SharedArrayBuffer(4));
    while (remove.run(order.through, ROWS_PER_STEP).changes > 0) Atomics.wait(pause, 0, 0, 5); // lets the daemon in
  }
  db.close();
}

let report: MaintenanceReport = { failure: null };
try {
  carryOut(task);
} catch (error) {
  report = { failure: error instanceof Error ? error.message : String(error) };
}
parentPort?.postMessage(report);
