import type { CounterStore } from '../state/counter-store.js';
import type { GivenMarkers } from '../state/given-markers.js';
import type { HaltStore } from '../state/halt-store.js';
import type { TurnLog } from '../journal/turn-log.js';
import type { RecordUseStore } from '../state/record-use-store.js';
import type { ShownTools } from '../state/shown-tools.js';
import type { SpendingStore } from '../state/spending-store.js';
import type { WithheldItems } from '../state/withheld-items.js';
import { openCounterStore } from './counter-store.js';
import type { SqliteDatabase } from './database.js';
import { openGivenMarkers } from './given-markers.js';
import { openHaltStore } from './halt-store.js';
import { openRecordUse } from './record-use-store.js';
import { openShownTools } from './shown-tools.js';
import { openSpendingStore } from './spending-store.js';
import { openWithheldItems } from './withheld-items.js';

/** State that a daemon reads once, when it starts, and then writes to its journal. */
export interface JournaledParts {
  readonly counters: CounterStore;
  readonly spending: SpendingStore;
  readonly recordUse: RecordUseStore;
  readonly shownTools: ShownTools;
  readonly withheldItems: WithheldItems;
  readonly givenMarkers: GivenMarkers;
  readonly halt: HaltStore;
}

/** @param db read as it stood when the journal began */
export function openJournaledParts(db: SqliteDatabase, log: TurnLog): JournaledParts {
  const recordUse = openRecordUse(db);
  const shownTools = openShownTools(db);
  const withheldItems = openWithheldItems(db);
  const givenMarkers = openGivenMarkers(db);
  const halt = openHaltStore(db);
  return {
    counters: openCounters(db, log),
    spending: openSpending(db, log),
    recordUse: {
      load: () => recordUse.load(),
      put(uses) {
        if (uses.length > 0) log.change(['recordUse.put', uses]);
      },
      forget: (day) => log.defer(['recordUse.forget', day]),
    },
    shownTools: {
      all: () => shownTools.all(),
      kinds: () => shownTools.kinds(),
      describe: (server, kinds) => log.change(['shownTools.describe', [server, [...kinds]]]),
      add: (server, tools, known) => log.change(['shownTools.add', [server, [...tools], [...known.keys()]]]),
    },
    withheldItems: {
      all: () => withheldItems.all(),
      add: (server, items) => log.change(['withheldItems.add', [server, items]]),
    },
    givenMarkers: {
      all: () => givenMarkers.all(),
      add: (types) => log.change(['givenMarkers.add', types]),
    },
    halt: {
      load: () => halt.load(),
      put: (changed) => log.change(['halt.put', changed ?? null]),
    },
  };
}

function openCounters(db: SqliteDatabase, log: TurnLog): CounterStore {
  const select = openCounterStore(db);
  return {
    load(since) {
      log.defer(['counters.forget', since]);
      return select.all().filter(({ at }) => at >= since);
    },
    put: (counters) => log.change(['counters.put', counters]),
  };
}

function openSpending(db: SqliteDatabase, log: TurnLog): SpendingStore {
  const table = openSpendingStore(db);
  let oldest = -Infinity;
  return {
    load: () => table.load().filter(({ minute }) => minute >= oldest),
    forget(minute) {
      oldest = minute;
      log.defer(['spending.forget', minute]);
    },
    loadLost(before) {
      log.defer(['spending.lose', before]);
      return table.reservations().flatMap((each) => (each.at >= before ? [{ ...each, isLost: true }] : []));
    },
    put(spent) {
      if (spent.length > 0) log.change(['spending.put', spent.map(toDigits)]);
    },
    open: (reservation) => log.change(['spending.open', toDigits(reservation)]),
    close: (id) => log.change(['spending.close', id]),
  };
}

const toDigits = <T extends { readonly amount: bigint }>(each: T): Omit<T, 'amount'> & { readonly amount: string } => ({
  ...each,
  amount: String(each.amount),
});
