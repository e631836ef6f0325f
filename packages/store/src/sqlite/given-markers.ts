import type { GivenMarkers } from '../state/given-markers.js';
import type { SqliteDatabase } from './database.js';

export function openGivenMarkers(db: SqliteDatabase): GivenMarkers {
  const insert = db.prepare<[string]>('INSERT OR IGNORE INTO given_markers (type) VALUES (?)');
  const select = db.prepare<[], string>('SELECT type FROM given_markers ORDER BY type').pluck();
  return { add: (types) => types.forEach((type) => insert.run(type)), all: () => select.all() };
}
