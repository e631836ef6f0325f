import type { Operation } from '../journal/operations.js';
import type { SqliteDatabase } from './database.js';
import { countAttempts, type JournalTail } from './journal-tail.js';
import { openOperations } from './operations.js';

/** Turns change these tables beside the chain. */
const TABLES: readonly string[] = [
  'approvals',
  'approval_keys',
  'approval_proposals',
  'counters',
  'spent',
  'reservations',
  'record_use',
  'shown_tools',
  'withheld_items',
  'given_markers',
  'halt',
];

/**
 * Lets a connection that only reads see the state behind its journal: where turns have changed something, copies of the
 * tables, in memory and of this connection alone, stand before those of the file and are changed in the same way.
 */
export function overlayTail(db: SqliteDatabase, tail: Pick<JournalTail, 'takenTo' | 'turns' | 'hasMoved'>): void {
  db.pragma('temp_store = MEMORY'); // nothing of an encrypted record goes into a plain file
  const apply = db.transaction(() => {
    const from = tail.takenTo();
    if (!from) return undefined;
    let carryOut: ((operation: Operation) => void) | undefined;
    for (const { operations } of tail.turns(from)) {
      if (operations.length > 0) operations.forEach((carryOut ??= copyTables(db)));
    }
    return from;
  });
  const begin = countAttempts();
  for (;;) {
    begin();
    for (const table of TABLES) db.exec(`DROP TABLE IF EXISTS temp.${table}`);
    const from = apply();
    if (!from || !tail.hasMoved(from)) return;
  }
}

/** Their names mean the copies from now on. */
function copyTables(db: SqliteDatabase): (operation: Operation) => void {
  const definition = db.prepare<[string], string>('SELECT sql FROM main.sqlite_schema WHERE name = ?').pluck();
  for (const table of TABLES) {
    const columns = (definition.get(table) ?? '').replace(/^CREATE TABLE/, '');
    db.exec(`CREATE TEMP TABLE${columns}; INSERT INTO temp.${table} SELECT * FROM main.${table}`);
  }
  return openOperations(db);
}
