import type { Operation, Operations } from '../journal/operations.js';
import { openApprovalStore } from './approval-store.js';
import { openCounterStore } from './counter-store.js';
import type { SqliteDatabase } from './database.js';
import { openGivenMarkers } from './given-markers.js';
import { openHaltStore } from './halt-store.js';
import { openRecordUse } from './record-use-store.js';
import { openShownTools } from './shown-tools.js';
import { openSpendingStore } from './spending-store.js';
import { openWithheldItems } from './withheld-items.js';

const withAmount = <T extends { readonly amount: string }>(
  each: T,
): Omit<T, 'amount'> & { readonly amount: bigint } => ({
  ...each,
  amount: BigInt(each.amount),
});

type Performers = { readonly [Name in keyof Operations]: (argument: Operations[Name]) => void };

/** Carries out in the tables of a database what turns have changed. To be called in the transaction of their rows. */
export function openOperations(db: SqliteDatabase): (operation: Operation) => void {
  const approvals = openApprovalStore(db);
  const counters = openCounterStore(db);
  const spending = openSpendingStore(db);
  const recordUse = openRecordUse(db);
  const shownTools = openShownTools(db);
  const withheldItems = openWithheldItems(db);
  const givenMarkers = openGivenMarkers(db);
  const halts = openHaltStore(db);
  const performers: Performers = {
    'approvals.put': (approval) => approvals.put({ asked: 1, ...approval }),
    'approvals.forget': (before) => approvals.forget(before),
    'approvals.trust': (publicKey) => approvals.trustKey(publicKey ?? undefined),
    'approvals.taken': (through) => approvals.forgetProposals(through),
    'counters.put': (changed) => counters.put(changed),
    'counters.forget': (since) => counters.forget(since),
    'spending.put': (changed) => spending.put(changed.map(withAmount)),
    'spending.forget': (minute) => spending.forget(minute),
    'spending.lose': (before) => spending.lose(before),
    'spending.open': (reservation) => spending.open(withAmount(reservation)),
    'spending.close': (id) => spending.close(id),
    'recordUse.put': (uses) => recordUse.put(uses),
    'recordUse.forget': (day) => recordUse.forget(day),
    'shownTools.add': ([server, tools, known]) =>
      shownTools.add(server, new Map(tools), new Map(known.map((name) => [name, null]))),
    'shownTools.describe': ([server, kinds]) => shownTools.describe(server, new Map(kinds)),
    'withheldItems.add': ([server, items]) => withheldItems.add(server, items),
    'givenMarkers.add': (types) => givenMarkers.add(types),
    'halt.put': (halt) => halts.put(halt ?? undefined),
  };
  const perform = <Name extends keyof Operations>([name, argument]: readonly [Name, Operations[Name]]): void =>
    performers[name](argument);
  return (operation) => perform(operation);
}
