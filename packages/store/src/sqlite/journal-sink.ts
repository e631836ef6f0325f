import { closeSync, constants, existsSync, fsyncSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JournalRecord } from '../journal/record-codec.js';
import type { JournalSource } from '../journal/segment.js';
import type { JournalSink, Position } from '../journal/sink.js';
import { openHead, openRowWriter } from './audit-store.js';
import type { SqliteDatabase, SqliteSource } from './database.js';
import { openOperations } from './operations.js';

/** A database that takes a journal over. */
export interface SqliteSink extends JournalSink {
  /** Names the database in the segments of its journal. */
  readonly home: string;
}

/** Takes a journal over into a database: each turn with the position behind it, so that none is taken twice. */
export function openSqliteSink(db: SqliteDatabase): SqliteSink {
  const write = openRowWriter(db);
  const headOf = openHead(db);
  const carryOut = openOperations(db);
  const find = db.prepare<[], Position>('SELECT segment, bytes AS offset FROM journal');
  const move = db.prepare<[number, number]>('UPDATE journal SET segment = ?, bytes = ?');
  const home = db.prepare<[], string>('SELECT home FROM journal').pluck();
  const read = db.transaction(() => ({ position: find.get() ?? { segment: 1, offset: 0 }, head: headOf() }));
  let at = read();

  const takeAll = db.transaction((records: readonly JournalRecord[], position: Position): boolean => {
    const { segment, offset } = find.get() ?? at.position;
    if (segment !== at.position.segment || offset !== at.position.offset) return false;
    for (const { rows, operations } of records) {
      rows.forEach(write);
      operations.forEach(carryOut);
    }
    move.run(position.segment, position.offset);
    return true;
  });

  return {
    home: home.get() ?? '',
    get position() {
      return at.position;
    },
    get head() {
      return at.head;
    },
    take(records, position) {
      const isTaken = takeAll.immediate(records, position);
      at = read();
      return isTaken;
    },
    flush() {
      // Whichever holds it: a checkpoint moves it from the second to the first, and begins with a flush of its own. The
      // folder, since SQLite makes a new WAL's name durable only when it writes it back.
      for (const path of [db.name, `${db.name}-wal`]) if (existsSync(path)) sync(path);
      sync(dirname(db.name));
    },
  };
}

/** The journal of a database is in this folder. */
export const journalFolder = ({ path }: Pick<SqliteSource, 'path'>): string => join(dirname(path), 'journal');

export const toJournalSource = (source: SqliteSource, { home }: Pick<SqliteSink, 'home'>): JournalSource => ({
  folder: journalFolder(source),
  home,
  key: source.key,
});

function sync(path: string): void {
  const file = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
