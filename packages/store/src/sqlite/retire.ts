import { setTimeout as delay } from 'node:timers/promises';
import { isBusy, type SqliteDatabase } from './database.js';

/** Rows that are removed in one transaction. Nothing can be recorded meanwhile, so it is kept short. */
const ROWS_PER_STEP = { first: 250, least: 25, most: 4000, more: 25 };
/** How long such a transaction may take, in milliseconds. */
const MAX_STEP = 3;
/** Removals between two checkpoints: they fill the WAL, too. */
const STEPS_PER_CHECKPOINT = 50;
/** Pause between two removals, in milliseconds, which leaves the file to the daemon. */
const PAUSE = 5;

/** Removes the rows up to `through` beside a daemon that writes. A retention row must already report it. */
export async function retireRows(db: SqliteDatabase, through: number): Promise<void> {
  const remove = db.prepare<[number, number]>(
    'DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE seq <= ? ORDER BY seq LIMIT ?)',
  );
  let rows = ROWS_PER_STEP.first;
  for (let step = 1; ; step++) {
    const started = performance.now();
    try {
      if (remove.run(through, rows).changes === 0) return;
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    const isLong = performance.now() - started > MAX_STEP;
    const { least, most, more } = ROWS_PER_STEP;
    rows = isLong ? Math.max(least, rows >> 1) : Math.min(most, rows + more);
    if (step % STEPS_PER_CHECKPOINT === 0) db.pragma('wal_checkpoint(PASSIVE)');
    await delay(PAUSE);
  }
}
