import { statSync } from 'node:fs';
import { Journal, type JournalOptions } from '../journal/journal.js';
import { listSetAside, prepareFolder } from '../journal/segment-files.js';
import { finishJournal } from '../journal/take-over.js';
import { TurnLog } from '../journal/turn-log.js';
import type { Position } from '../journal/sink.js';
import { identifyDatabase } from '../journal/file-identity.js';
import type { Store } from '../store.js';
import { openHead } from './audit-store.js';
import { openCuts } from './cuts.js';
import { openDatabase, type SqliteDatabase, type SqliteSource } from './database.js';
import { openJournaledApprovals } from './journaled-approvals.js';
import { openJournaledParts } from './journaled-parts.js';
import { openSqliteSink, toJournalSource, type SqliteSink } from './journal-sink.js';
import { TakeoverThread } from './takeover-thread.js';

/** Bytes of the journal that may wait for the database. Above `wait` what comes waits, above `refuse` it is refused. */
interface Backlog {
  readonly wait: number;
  readonly refuse: number;
}

/** The WAL only grows like this while a reader needs it: the thread of the database writes it back often. */
const WAL_OF_A_LONG_READER = 256 * 2 ** 20;

const BACKLOG: Backlog = { wait: 16 * 2 ** 20, refuse: 64 * 2 ** 20 };

export interface SqliteStoreOptions extends SqliteSource {
  /** The store offers `flush`. */
  readonly survivesPowerCut?: boolean;
  readonly backlog?: Backlog;
}

/**
 * Opens the guard's database and its journal as their one daemon: creates and migrates the database, and takes over what
 * an earlier daemon has left in the journal. What is committed is in the journal at once, and in the database once the
 * thread of `startTakeover` has brought it there.
 */
export function openSqliteStore({ path, key, survivesPowerCut = false, backlog = BACKLOG }: SqliteStoreOptions): Store {
  const source = { path, key };
  const db = openDatabase(source);
  try {
    const sink = openSqliteSink(db);
    const journal = toJournalSource(source, sink);
    prepareFolder(journal.folder);
    finishJournal(journal, sink);
    return createStore(db, { source, sink, journal: { ...journal, survivesPowerCut }, backlog });
  } catch (error) {
    db.close();
    throw error;
  }
}

interface Opened {
  readonly source: SqliteSource;
  readonly sink: SqliteSink;
  readonly journal: JournalOptions;
  readonly backlog: Backlog;
}

function createStore(db: SqliteDatabase, { source, sink, journal, backlog }: Opened): Store {
  let thread: TakeoverThread | undefined;
  const taken = (): Position => thread?.position ?? sink.position;
  const readHead = db.transaction(openHead(db));
  const log = new TurnLog({
    head: sink.head,
    begin() {
      // `logs --prune` may have written a row while this daemon started; it waits for us, or sees us from now on.
      const head = readHead.immediate();
      db.pragma('query_only = ON');
      return { journal: new Journal(journal, sink.position.segment, head), head };
    },
    check(written) {
      const bytes = written.behind(taken());
      if (!thread?.isBroken && (bytes <= backlog.wait || (bytes <= backlog.refuse && !thread?.isStuck))) return;
      throw new Error(`the database does not follow the journal: ${thread?.obstacle ?? 'it is too slow'}`);
    },
    onTurn: () => thread?.wake(),
  });
  const files = identifyDatabase(source.path);
  const cuts = openCuts(db);
  const end = (): Position => log.journal?.end ?? sink.position;
  const behind = (position: Position): number => log.journal?.behind(position) ?? 0;
  return {
    ...openJournaledParts(db, log),
    audit: log,
    cuts: { ...cuts, size: () => cuts.size() + behind(taken()) },
    approvals: openJournaledApprovals(db, log, taken),
    flush: journal.survivesPowerCut ? () => log.flush() : undefined,
    pressure: () => (thread && behind(taken()) > backlog.wait ? thread.below(backlog.wait) : undefined),
    warnings: () => [...listSetAside(journal.folder).map(toWarning), ...findLongWal(source.path)],
    findReplaced: () => files.findReplaced() ?? log.journal?.findReplaced(),
    startTakeover: (options) =>
      (thread = new TakeoverThread({
        ...options,
        source,
        opened: files.opened,
        position: sink.position,
        end,
        behind,
        endJournal: () => log.end(),
      })),
    close() {
      log.close();
      db.close(); // the last connection checkpoints
    },
  };
}

function findLongWal(database: string): string[] {
  const bytes = statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= WAL_OF_A_LONG_READER) return [];
  return [
    `a program has kept the record open for long: ${database}-wal has grown to ${Math.round(bytes / 2 ** 20)} MiB`,
  ];
}

const toWarning = (name: string): string =>
  `a part of the journal was changed by others and was set aside: ${name}; a gap row records it`;
