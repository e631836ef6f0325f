import type { AuditRow } from '../record/audit-store.js';
import { isAnswer, isEndOf, isOpen, isRequest, pairKey, type Exchange } from './exchange.js';

/** Requests that wait for their answers; the oldest are given up. */
const MAX_OPEN = 20_000;

/** Gives each request with its answer once both are there, and at once what gets none. A call that was kept open is one call. */
export class Pairs {
  readonly #open = new Map<string, AuditRow>();

  /** The row of the same call that kept it open until this one; asked before the row is added. */
  startOf(row: AuditRow): AuditRow | undefined {
    const before = isRequest(row) ? this.#open.get(pairKey(row, false)) : undefined;
    return before && isEndOf(row, before) ? before : undefined;
  }

  /** Takes the next row. Returns what it completes, if anything. */
  add(row: AuditRow): Exchange | undefined {
    if (isAnswer(row)) {
      const key = pairKey(row, true);
      const asked = this.#open.get(key);
      if (!asked) return undefined;
      this.#open.delete(key);
      return { asked, answer: row };
    }
    if (row.kind !== 'message' || row.direction === null) return undefined;
    if (!isRequest(row)) return { asked: row, answer: undefined };
    const key = pairKey(row, false);
    if (!isOpen(row)) {
      if (this.startOf(row)) this.#open.delete(key);
      return { asked: row, answer: undefined };
    }
    this.#open.set(key, row);
    if (this.#open.size > MAX_OPEN) this.#open.delete(this.#open.keys().next().value ?? '');
    return undefined;
  }
}
