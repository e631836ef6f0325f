import type { PruneReport, PruneRequest } from '@mcp-guard/core';
import type { ApprovalReader, ApprovalStore, Proposal } from './approval-store.js';
import type { AuditReader } from './audit-reader.js';
import type { AuditStore } from './audit-store.js';
import type { CounterStore } from './counter-store.js';
import type { Cuts } from './cuts.js';
import type { GivenMarkers } from './given-markers.js';
import type { PrunedBy } from './prune.js';
import type { RecordUseStore } from './record-use-store.js';
import type { ShownTools } from './shown-tools.js';
import type { SpendingStore } from './spending-store.js';
import type { Upkeep, UpkeepOptions } from './upkeep.js';
import type { WithheldItems } from './withheld-items.js';

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
  /** Resolves once all that was committed also survives a power cut; absent if the store was not opened for that. */
  readonly flush: (() => Promise<void>) | undefined;
  /** From now on a statement throws what `isBusy` recognizes instead of waiting for other processes. */
  waitBriefly(): void;
  /** The file that was deleted or replaced since the store was opened: what is committed now is lost. */
  findReplaced(): string | undefined;
  startUpkeep(options: UpkeepOptions): Upkeep;
  close(): void;
}

/** What others may read beside the writer, also in a store of an older version: each part throws only when it is read. */
export interface StoreReader {
  readonly audit: AuditReader;
  readonly cuts: Cuts;
  readonly shownTools: Pick<ShownTools, 'all'>;
  /** Absent if the store is older than approvals. */
  readonly approvals: ApprovalReader | undefined;
  close(): void;
}

/** What may be changed while no daemon runs. */
export interface OfflineStore {
  /** Leaves a decision to the daemon, which checks it when it starts. */
  propose(proposal: Proposal): void;
  /**
   * Removes the rows that were shown. Throws POLICY_DENIED if they have changed or are needed.
   * @param isAlone called once no other process can write: whether there is still no daemon
   */
  prune(
    request: PruneRequest,
    options: { readonly by: PrunedBy; readonly isAlone: () => Promise<boolean> },
  ): Promise<PruneReport>;
  close(): void;
}
