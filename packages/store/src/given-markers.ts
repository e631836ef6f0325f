import type { SqliteDatabase } from './sqlite/database.js';

/** The types whose markers (`[REDACTED:type]`) this guard has put into messages, over restarts. */
export interface GivenMarkers {
  add(types: readonly string[]): void;
  all(): readonly string[];
}

export function openGivenMarkers(db: SqliteDatabase): GivenMarkers {
  const insert = db.prepare<[string]>('INSERT OR IGNORE INTO given_markers (type) VALUES (?)');
  const select = db.prepare<[], string>('SELECT type FROM given_markers ORDER BY type').pluck();
  return { add: (types) => types.forEach((type) => insert.run(type)), all: () => select.all() };
}
