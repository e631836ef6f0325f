import { GuardError, type PruneReport, type PruneRequest } from '@mcp-guard/core';
import { emptyEntry, GENESIS } from '../audit-store.js';
import { formatHead } from '../chain.js';
import { checkCut, toPrunedDetail } from '../prune.js';
import type { OfflineStore } from '../store.js';
import { openAuditStore } from './audit-store.js';
import { openCuts } from './cuts.js';
import type { SqliteDatabase } from './database.js';
import { openRecordUse } from './record-use-store.js';
import { retireRows } from './retire.js';

const DAY = 86_400_000;

/** Prunes the record while no daemon runs: `OfflineStore.prune`. */
export async function pruneAlone(
  db: SqliteDatabase,
  request: PruneRequest,
  { by, isAlone }: Parameters<OfflineStore['prune']>[1],
): Promise<PruneReport> {
  const cuts = openCuts(db);
  db.exec('BEGIN IMMEDIATE');
  let removed: ReturnType<typeof checkCut>;
  try {
    if (!(await isAlone())) {
      throw new GuardError('POLICY_DENIED', 'a daemon has started meanwhile: try again; nothing was removed');
    }
    removed = checkCut(cuts, request);
    const store = openAuditStore(db);
    const facts = { rows: removed.rows, head: formatHead(store.head), by };
    store.append([{ ...emptyEntry('retention', 'prune'), detail: toPrunedDetail(removed.cut, facts) }]);
    openRecordUse(db).forget(Math.floor(removed.cut.at / DAY));
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
  await retireRows(db, request.through);
  return { rows: removed.rows, bytes: cuts.size(), head: formatHead(cuts.ends()?.last ?? { seq: 0, hash: GENESIS }) };
}
