import { GuardError, messageOf, type PruneReport, type PruneRequest } from '@mcp-guard/core';
import {
  checkCut,
  emptyEntry,
  formatHead,
  toPrunedDetail,
  toRetiredDetail,
  type AuditEntry,
  type Cut,
  type PrunedBy,
  type Store,
  type Takeover,
} from '@mcp-guard/store';
import type { BytesByServer } from './bytes-written.js';
import type { Delivery } from './delivery.js';

const DAY = 86_400_000;

export interface RetirementParts {
  readonly store: Pick<Store, 'audit' | 'cuts'>;
  readonly delivery: Delivery;
  readonly takeover: Pick<Takeover, 'settled' | 'retire'>;
  readonly shares: Pick<BytesByServer, 'forgetBefore'>;
  /** How long rows are kept. */
  readonly days: number;
  readonly onProblem: (why: string) => void;
}

/** Removes rows by age and when a person asks for it. The chain holds, because a row in it reports what is gone. */
export class Retirement {
  readonly #parts: RetirementParts;
  #isPruning = false;

  constructor(parts: RetirementParts) {
    this.#parts = parts;
  }

  /** Removes what is too old. */
  retire(): void {
    const { store, days, onProblem } = this.#parts;
    const cut = store.cuts.before(Date.now() - days * DAY); // the database may lack the newest rows, which stay
    if (!cut || this.#isPruning) return;
    this.#remove(cut, { shape: 'retire', detail: toRetiredDetail({ through: cut.seq, hash: cut.hash }) }).catch(
      (error: unknown) => onProblem(messageOf(error)),
    );
  }

  /**
   * Removes what a person has agreed to, and resolves when it is gone. Throws POLICY_DENIED if the record is not as that
   * person has seen it, or something open needs the rows.
   */
  async prune(request: PruneRequest, by: PrunedBy): Promise<PruneReport> {
    if (this.#isPruning) throw new GuardError('POLICY_DENIED', 'the record is being pruned already');
    const { takeover, store } = this.#parts;
    const { audit, cuts } = store;
    this.#isPruning = true;
    let rows: number;
    try {
      await takeover.settled();
      const checked = checkCut(cuts, request);
      const { cut } = checked;
      rows = checked.rows;
      const detail = toPrunedDetail(cut, { rows, head: formatHead(audit.head), by });
      await this.#remove(cut, { shape: 'prune', detail, warn: by.insideClient });
    } finally {
      this.#isPruning = false;
    }
    return { rows, bytes: cuts.size(), head: formatHead(audit.head) };
  }

  /** The row that reports a removal is committed before anything is removed. */
  async #remove(cut: Cut, row: Pick<AuditEntry, 'shape' | 'detail'> & { readonly warn?: boolean }): Promise<void> {
    const { delivery, takeover, shares } = this.#parts;
    await new Promise<void>((resolve, reject) => {
      delivery.record({ ...emptyEntry('retention', row.shape), ...row }, { deliver: resolve, refuse: reject });
    });
    shares.forgetBefore(cut.at);
    await takeover.settled();
    await takeover.retire(cut.seq);
  }
}
