import type { StoreReader } from '../store.js';
import { openApprovalReader } from './approval-store.js';
import { openAuditReader } from './audit-reader.js';
import { openCuts } from './cuts.js';
import { openDatabase, type SqliteDatabase, type SqliteSource } from './database.js';
import { openShownTools } from './shown-tools.js';

/** Opens a database that exists, for reading. */
export function openSqliteReader(source: SqliteSource): StoreReader {
  const db = openDatabase({ ...source, readonly: true });
  // Each when it is needed: a statement on a table that an older version did not have cannot be prepared.
  return {
    get audit() {
      return openAuditReader(db);
    },
    get cuts() {
      return openCuts(db);
    },
    get shownTools() {
      return openShownTools(db);
    },
    get approvals() {
      return hasApprovals(db) ? openApprovalReader(db) : undefined;
    },
    close: () => void db.close(),
  };
}

const hasApprovals = (db: SqliteDatabase): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'approvals'").get() !== undefined;
