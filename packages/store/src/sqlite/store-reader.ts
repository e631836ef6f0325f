import type { StoreReader } from '../store.js';
import { openApprovalReader } from './approval-store.js';
import { openAuditReader } from './audit-reader.js';
import { openCuts } from './cuts.js';
import { openDatabase, type SqliteDatabase, type SqliteSource } from './database.js';
import { JournalTail } from './journal-tail.js';
import { overlayTail } from './overlay.js';
import { openShownTools } from './shown-tools.js';

/** Opens a database that exists, for reading. */
export function openSqliteReader(source: SqliteSource): StoreReader {
  const db = openDatabase({ ...source, readonly: true });
  const tail = new JournalTail(db, source);
  let isOverlaid = false;
  /** The state as of the first time that a part of it is read. */
  const state = (): SqliteDatabase => {
    if (!isOverlaid) overlayTail(db, tail);
    isOverlaid = true;
    return db;
  };
  // Each when it is needed: a statement on a table that an older version did not have cannot be prepared.
  return {
    get audit() {
      return openAuditReader(db, tail);
    },
    get cuts() {
      return openCuts(state());
    },
    get shownTools() {
      return openShownTools(state());
    },
    get approvals() {
      return hasApprovals(db) ? openApprovalReader(state()) : undefined;
    },
    close: () => void db.close(),
  };
}

const hasApprovals = (db: SqliteDatabase): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'approvals'").get() !== undefined;
