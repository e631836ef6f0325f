import { closeSync, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Store } from '../store.js';
import { openApprovalReader, openApprovalStore } from './approval-store.js';
import { openAuditStore } from './audit-store.js';
import { openCounterStore } from './counter-store.js';
import { openCuts } from './cuts.js';
import { openDatabase, waitBriefly, type SqliteSource } from './database.js';
import { FileIdentity } from './file-identity.js';
import { openGivenMarkers } from './given-markers.js';
import { openRecordUse } from './record-use-store.js';
import { openShownTools } from './shown-tools.js';
import { openSpendingStore } from './spending-store.js';
import { startSqliteUpkeep } from './upkeep.js';
import { openWithheldItems } from './withheld-items.js';

export interface SqliteStoreOptions extends SqliteSource {
  /** Whether the store offers `flush`. */
  readonly survivesPowerCut?: boolean;
}

/** Opens the guard's database as its one writer, and creates and migrates it. */
export function openSqliteStore({ path, key, survivesPowerCut = false }: SqliteStoreOptions): Store {
  const db = openDatabase({ path, key });
  const parts = {
    audit: openAuditStore(db),
    cuts: openCuts(db),
    approvals: { ...openApprovalStore(db), ...openApprovalReader(db) },
    counters: openCounterStore(db),
    spending: openSpendingStore(db),
    recordUse: openRecordUse(db),
    shownTools: openShownTools(db),
    withheldItems: openWithheldItems(db),
    givenMarkers: openGivenMarkers(db),
  };
  const wal = `${path}-wal`;
  const files = new FileIdentity([path, wal]);
  const walFile = survivesPowerCut ? openSync(wal, 'r') : undefined;
  return {
    ...parts,
    flush: walFile === undefined ? undefined : promisify(fsync).bind(null, walFile),
    waitBriefly: () => waitBriefly(db),
    findReplaced: () => files.findReplaced(),
    startUpkeep: (options) => startSqliteUpkeep({ path, key }, options),
    close() {
      if (walFile !== undefined) closeSync(walFile);
      db.close(); // the last connection checkpoints
    },
  };
}
