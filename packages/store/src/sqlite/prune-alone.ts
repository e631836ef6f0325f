import { GuardError, type Halt, type PruneReport, type PruneRequest } from '@mcp-guard/core';
import { emptyEntry, GENESIS } from '../record/audit-store.js';
import { formatHead } from '../record/chain.js';
import { TakeOver } from '../journal/take-over.js';
import { checkCut, toPrunedDetail } from '../record/prune.js';
import type { IsAlone, OfflineStore } from '../store.js';
import { openAuditStore } from './audit-store.js';
import { toHaltRow } from '../record/halt-rows.js';
import { openCuts } from './cuts.js';
import type { SqliteDatabase, SqliteSource } from './database.js';
import { openHaltStore } from './halt-store.js';
import { openSqliteSink, toJournalSource } from './journal-sink.js';
import { openRecordUse } from './record-use-store.js';
import { retireRows } from './retire.js';

const DAY = 86_400_000;

/** Prunes the record while no daemon runs: `OfflineStore.prune`. */
export async function pruneAlone(
  db: SqliteDatabase,
  source: SqliteSource,
  request: PruneRequest,
  { by, isAlone }: Parameters<OfflineStore['prune']>[1],
): Promise<PruneReport> {
  const cuts = openCuts(db);
  const rows = await whileAlone(db, isAlone, () => {
    takeOverRest(db, source);
    const removed = checkCut(cuts, request);
    const store = openAuditStore(db);
    const facts = { rows: removed.rows, head: formatHead(store.head), by };
    store.append([{ ...emptyEntry('retention', 'prune'), detail: toPrunedDetail(removed.cut, facts) }]);
    openRecordUse(db).forget(Math.floor(removed.cut.at / DAY));
    return removed.rows;
  });
  await retireRows(db, request.through);
  return { rows, bytes: cuts.size(), head: formatHead(cuts.ends()?.last ?? { seq: 0, hash: GENESIS }) };
}

/** Brings into the database what a daemon that died has left: `OfflineStore.catchUp`. */
export const catchUpAlone = (db: SqliteDatabase, source: SqliteSource, isAlone: IsAlone): Promise<void> =>
  whileAlone(db, isAlone, () => takeOverRest(db, source));

/** Halts all calls: `OfflineStore.halt`. What a daemon that died has left may be older. */
export const haltAlone = (db: SqliteDatabase, source: SqliteSource, halt: Halt, isAlone: IsAlone): Promise<void> =>
  whileAlone(db, isAlone, () => {
    takeOverRest(db, source);
    openAuditStore(db).append([toHaltRow('halt', halt)]);
    openHaltStore(db).put(halt);
  });

/** Does all of `work` or nothing, if there is no daemon once no other process can write. */
async function whileAlone<T>(db: SqliteDatabase, isAlone: IsAlone, work: () => T): Promise<T> {
  db.exec('BEGIN IMMEDIATE');
  try {
    if (!(await isAlone())) {
      throw new GuardError('POLICY_DENIED', 'a daemon has started meanwhile: try again; nothing was changed');
    }
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Takes over what a daemon that died has left. Its files stay for the next one, which begins behind them. */
function takeOverRest(db: SqliteDatabase, source: SqliteSource): void {
  const sink = openSqliteSink(db);
  const takeOver = new TakeOver(toJournalSource(source, sink), sink);
  try {
    const stop = takeOver.rest();
    if (stop.kind === 'end') return;
    const why = `the journal was changed by others (${stop.why}); nothing was removed`;
    throw new GuardError('POLICY_DENIED', why, {
      hint: { words: 'what cannot be read is set aside by:', command: 'mcp-guard start -d' },
    });
  } finally {
    takeOver.close();
  }
}
