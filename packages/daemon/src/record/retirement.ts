import { GuardError, type PruneReport } from '@mcp-guard/core';
import {
  checkCut,
  emptyEntry,
  formatHead,
  toPrunedDetail,
  toRetiredDetail,
  type AuditEntry,
  type AuditStore,
  type Cut,
  type Cuts,
  type Maintenance,
  type PrunedBy,
} from '@mcp-guard/store';
import type { Delivery } from './delivery.js';
import type { RecordShares } from './record-shares.js';

const DAY = 86_400_000;

export interface RetirementParts {
  readonly store: AuditStore;
  readonly cuts: Cuts;
  readonly delivery: Delivery;
  readonly maintenance: Pick<Maintenance, 'order'>;
  readonly shares: Pick<RecordShares, 'forgetBefore'>;
  /** How long rows are kept. */
  readonly days: number;
  readonly onProblem: (why: string) => void;
}

/** Removes old rows: by age, and where a person says so. The chain holds, since a row in it tells what is gone. */
export class Retirement {
  readonly #parts: RetirementParts;
  #isPruning = false;

  constructor(parts: RetirementParts) {
    this.#parts = parts;
  }

  /** Removes what is too old. */
  retire(): void {
    const { store, days, onProblem } = this.#parts;
    const cut = store.lastBefore(Date.now() - days * DAY);
    if (!cut || this.#isPruning) return;
    this.#remove(cut, { shape: 'retire', detail: toRetiredDetail({ through: cut.seq, hash: cut.hash }) }).catch(
      (error: unknown) => onProblem(error instanceof Error ? error.message : String(error)),
    );
  }

  /**
   * Removes what a person has agreed to, and resolves when it is gone. Throws POLICY_DENIED where the record is not as
   * that person has seen it, or something open needs the rows.
   */
  async prune(
    { through, hash }: { readonly through: number; readonly hash: string },
    by: PrunedBy,
  ): Promise<PruneReport> {
    if (this.#isPruning) throw new GuardError('POLICY_DENIED', 'the record is being pruned already');
    const { store, cuts } = this.#parts;
    const { cut, rows } = checkCut(cuts, { through, hash });
    this.#isPruning = true;
    try {
      const detail = toPrunedDetail(cut, { rows, head: formatHead(store.head), by });
      await this.#remove(cut, { shape: 'prune', detail, warn: by.insideClient });
    } finally {
      this.#isPruning = false;
    }
    return { rows, bytes: cuts.size(), head: formatHead(store.head) };
  }

  /** The row that tells of a removal is committed before anything is removed. */
  async #remove(cut: Cut, row: Pick<AuditEntry, 'shape' | 'detail'> & { readonly warn?: boolean }): Promise<void> {
    const { delivery, maintenance, shares } = this.#parts;
    await new Promise<void>((resolve, reject) => {
      delivery.record({ ...emptyEntry('retention', row.shape), ...row }, { deliver: resolve, refuse: reject });
    });
    shares.forgetBefore(cut.at);
    await maintenance.order({ kind: 'retire', through: cut.seq });
  }
}
