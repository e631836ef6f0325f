import type { OfflineStore } from '../store.js';
import { propose } from './approval-store.js';
import { openDatabase, type SqliteSource } from './database.js';
import { catchUpAlone, haltAlone, pruneAlone } from './prune-alone.js';

/** Opens the database where no daemon runs. */
export function openSqliteOffline(source: SqliteSource): OfflineStore {
  const db = openDatabase(source);
  return {
    propose: (proposal) => propose(db, proposal),
    catchUp: (isAlone) => catchUpAlone(db, source, isAlone),
    halt: (halt, isAlone) => haltAlone(db, source, halt, isAlone),
    prune: (request, options) => pruneAlone(db, source, request, options),
    close: () => void db.close(),
  };
}
