import type { Halt, WithheldItem } from '@mcp-guard/core';
import type { Approval } from '../approvals/approval-store.js';
import type { Counter } from '../state/counter-store.js';
import type { Definitions } from '../state/shown-tools.js';
import type { Spent } from '../state/spending-store.js';
import { openApprovalStore } from './approval-store.js';
import { openDatabase, type SqliteDatabase, type SqliteSource } from './database.js';
import { openGivenMarkers } from './given-markers.js';
import { openHaltStore } from './halt-store.js';
import { JournalTail } from './journal-tail.js';
import { MIGRATIONS } from './migrations.js';
import { overlayTail } from './overlay.js';
import { openShownTools } from './shown-tools.js';
import { openSpendingStore } from './spending-store.js';
import { openWithheldItems } from './withheld-items.js';

/** The state that a daemon has written down, as of one commit. */
export interface RecordedState {
  readonly counters: ReadonlyMap<string, Counter>;
  /** In the order of time. */
  readonly spent: readonly Spent[];
  /** Types whose markers were put into messages. */
  readonly markers: readonly string[];
  /** Items by server. */
  readonly withheld: ReadonlyMap<string, readonly WithheldItem[]>;
  /** Tools by server. */
  readonly shownTools: ReadonlyMap<string, Definitions>;
  /** Approvals in `LIVE_STATES`, the oldest first. */
  readonly approvals: readonly Approval[];
  /** The public key of the passphrase that decisions are signed with. */
  readonly trustedKey: string | undefined;
  /** No call passes. */
  readonly halt: Halt | undefined;
}

/** Reads it without writing; `undefined` if another version of mcp-guard wrote the file. */
export function readRecordedState(source: SqliteSource): RecordedState | undefined {
  const db = openDatabase({ ...source, readonly: true });
  try {
    return readState(db, source);
  } finally {
    db.close();
  }
}

function readState(db: SqliteDatabase, source: SqliteSource): RecordedState | undefined {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version !== MIGRATIONS.length) return undefined;
  overlayTail(db, new JournalTail(db, source));
  return db.transaction((): RecordedState => {
    const approvals = openApprovalStore(db);
    const counters = db.prepare<[], Counter>('SELECT key, used, at FROM counters').all();
    return {
      counters: new Map(counters.map((counter) => [counter.key, counter])),
      spent: openSpendingStore(db).load(),
      markers: openGivenMarkers(db).all(),
      withheld: openWithheldItems(db).all(),
      shownTools: openShownTools(db).all(),
      approvals: approvals.load(),
      trustedKey: approvals.trustedKey(),
      halt: openHaltStore(db).load(),
    };
  })();
}
