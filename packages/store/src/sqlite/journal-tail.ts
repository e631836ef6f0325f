import { GuardError } from '@mcp-guard/core';
import type { AuditRow, ChainHead } from '../record/audit-store.js';
import { JournalReader } from '../journal/journal-reader.js';
import type { JournalRecord } from '../journal/record-codec.js';
import { listSetAside } from '../journal/segment-files.js';
import type { Position } from '../journal/sink.js';
import { openHead } from './audit-store.js';
import type { SqliteDatabase, SqliteSource } from './database.js';
import { journalFolder, toJournalSource } from './journal-sink.js';

/** How far a database has taken its journal over. */
export interface TakenTo {
  readonly position: Position;
  /** The head of the chain there. */
  readonly head: ChainHead;
}

/** How often a reader begins again because the journal was taken over while it read; each time there is less to read. */
const ATTEMPTS = 100;

/** Begins an attempt at each call; throws INTERNAL after too many, because a part must not look like all. */
export function countAttempts(): () => void {
  let attempts = 0;
  return () => {
    if (attempts++ < ATTEMPTS) return;
    throw new GuardError('INTERNAL', 'the record changes faster than it can be read', { hint: 'try it again' });
  };
}

/** The part of the journal that is not in its database yet. It is only read: the files stay as they are. */
export class JournalTail {
  readonly #source: SqliteSource;
  readonly #read: (() => TakenTo & { readonly home: string }) | undefined;
  #damage: string | undefined;

  /** @param db may be of a version from before the journal: then there is nothing */
  constructor(db: SqliteDatabase, source: SqliteSource) {
    this.#source = source;
    this.#read = hasJournal(db) ? openTakenTo(db) : undefined;
  }

  /** To be called in the transaction that reads the rest; nothing if the database has no journal. */
  takenTo(): TakenTo | undefined {
    return this.#read?.();
  }

  /**
   * The turns behind a place, in their order. A change by others ends them, and `damage` reports it. Throws
   * CONFIG_INVALID for a journal that is not the one of this database.
   */
  *turns({ position, head }: TakenTo): IterableIterator<JournalRecord> {
    this.#damage = undefined;
    const source = toJournalSource(this.#source, { home: this.#read?.().home ?? '' });
    const reader = new JournalReader(source, position, head);
    try {
      for (let found = reader.next(); found.kind !== 'end'; found = reader.next()) {
        if (found.kind === 'damage') {
          this.#damage = found.why;
          return;
        }
        yield found.record;
      }
    } finally {
      reader.close();
    }
  }

  *rows(from: TakenTo): IterableIterator<AuditRow> {
    for (const { rows } of this.turns(from)) yield* rows;
  }

  /** Segments that were to be read may be gone, since they were taken over: then it was not all. */
  hasMoved({ position }: TakenTo): boolean {
    return this.#read?.().position.segment !== position.segment;
  }

  /** Names of the segments that were set aside. */
  get setAside(): readonly string[] {
    return listSetAside(journalFolder(this.#source));
  }

  /** The damage that made the last reading end early. */
  get damage(): string | undefined {
    return this.#damage;
  }
}

const hasJournal = (db: SqliteDatabase): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'journal'").get() !== undefined;

function openTakenTo(db: SqliteDatabase): () => TakenTo & { readonly home: string } {
  const find = db.prepare<[], Position & { readonly home: string }>(
    'SELECT home, segment, bytes AS offset FROM journal',
  );
  const headOf = openHead(db);
  return db.transaction(() => {
    const { home, ...position } = find.get() ?? { home: '', segment: 1, offset: 0 };
    return { home, position, head: headOf() };
  });
}
