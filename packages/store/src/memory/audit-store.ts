import { GENESIS, type AuditEntry, type AuditRow, type AuditStore, type ChainHead } from '../record/audit-store.js';
import { chainRow } from '../record/chain.js';

/** The record of a test, in memory only. */
export function openMemoryAuditStore(): AuditStore & { readonly rows: readonly AuditRow[] } {
  const rows: AuditRow[] = [];
  const head = (): ChainHead => rows.at(-1) ?? { seq: 0, hash: GENESIS };
  return {
    rows,
    get head() {
      const { seq, hash } = head();
      return { seq, hash };
    },
    append(entries: readonly AuditEntry[], also?: () => void) {
      also?.();
      const added = entries.map((entry) => {
        const row = chainRow(head(), entry);
        rows.push(row);
        return row;
      });
      return added;
    },
  };
}
