import type { Halt, PruneReport, PruneRequest } from '@mcp-guard/core';
import type { ApprovalReader, ApprovalStore, Proposal } from './approvals/approval-store.js';
import type { AuditReader } from './record/audit-reader.js';
import type { AuditStore } from './record/audit-store.js';
import type { CounterStore } from './state/counter-store.js';
import type { Cuts } from './record/cuts.js';
import type { GivenMarkers } from './state/given-markers.js';
import type { HaltStore } from './state/halt-store.js';
import type { PrunedBy } from './record/prune.js';
import type { RecordUseStore } from './state/record-use-store.js';
import type { ShownTools } from './state/shown-tools.js';
import type { SpendingStore } from './state/spending-store.js';
import type { Takeover, TakeoverOptions } from './takeover.js';
import type { WithheldItems } from './state/withheld-items.js';

/**
 * All that the daemon keeps over restarts. There is one writer: what a part writes during `audit.append` is committed
 * with its rows or not at all.
 */
export interface Store {
  readonly audit: AuditStore;
  readonly cuts: Cuts;
  readonly approvals: ApprovalStore & ApprovalReader;
  readonly counters: CounterStore;
  readonly spending: SpendingStore;
  readonly recordUse: RecordUseStore;
  readonly shownTools: ShownTools;
  readonly withheldItems: WithheldItems;
  readonly givenMarkers: GivenMarkers;
  readonly halt: HaltStore;
  /** Resolves once all that was committed also survives a power cut; absent if the store was not opened for that. */
  readonly flush: (() => Promise<void>) | undefined;
  /** The lines of `status` about the files. */
  warnings(): readonly string[];
  /** Resolves once more may be committed; `undefined` if it may be now. */
  readonly pressure: () => Promise<void> | undefined;
  /** The file that was deleted or replaced since the store was opened: what is committed now is lost. */
  findReplaced(): string | undefined;
  /** To be called once. Without it nothing is taken over until the store is opened again. */
  startTakeover(options: TakeoverOptions): Takeover;
  close(): void;
}

/**
 * A reader sees what others may read beside the writer, also in a store of an older version: each part throws only when
 * it is read.
 */
export interface StoreReader {
  readonly audit: AuditReader;
  readonly cuts: Cuts;
  readonly shownTools: Pick<ShownTools, 'all' | 'kinds'>;
  /** Absent if the store is older than approvals. */
  readonly approvals: ApprovalReader | undefined;
  close(): void;
}

/** Called once no other process can write: whether there is still no daemon. */
export type IsAlone = () => Promise<boolean>;

/** These changes may be made while no daemon runs. */
export interface OfflineStore {
  /** Leaves a decision to the daemon, which checks it when it starts. */
  propose(proposal: Proposal): void;
  /** Brings in what a daemon that died has left in its journal. Throws POLICY_DENIED if a daemon has started. */
  catchUp(isAlone: IsAlone): Promise<void>;
  /** Halts all calls, with a row that says so. Throws POLICY_DENIED if a daemon has started. */
  halt(halt: Halt, isAlone: IsAlone): Promise<void>;
  /** Removes the rows that were shown. Throws POLICY_DENIED if they have changed or are needed. */
  prune(request: PruneRequest, options: { readonly by: PrunedBy; readonly isAlone: IsAlone }): Promise<PruneReport>;
  close(): void;
}
