import type { AuditRow } from '../record/audit-store.js';
import { isAnswer, isEndOf, isOpen, isRequest, pairKey, type Exchange } from './exchange.js';

/** Requests that wait for their answers; the oldest are given up. */
const MAX_OPEN = 20_000;

/** Gives each request with its answer once both are there, and at once what gets none. A call that was kept open is one call. */
export class Pairs {
  readonly #open = new Map<string, AuditRow>();
  /** How many of them are held, and so kept open for a person: most often none. */
  #keptOpen = 0;

  /** The row of the same call that kept it open until this one; asked before the row is added. */
  startOf(row: AuditRow): AuditRow | undefined {
    if (this.#keptOpen === 0 || !isRequest(row)) return undefined;
    const before = this.#open.get(pairKey(row, false));
    return before && isEndOf(row, before) ? before : undefined;
  }

  /** Takes the next row. Returns what it completes, if anything. */
  add(row: AuditRow): Exchange | undefined {
    if (isAnswer(row)) {
      const asked = this.#take(pairKey(row, true));
      return asked && { asked, answer: row };
    }
    if (row.kind !== 'message' || row.direction === null) return undefined;
    if (!isRequest(row)) return { asked: row, answer: undefined };
    const key = pairKey(row, false);
    if (!isOpen(row)) {
      if (this.startOf(row)) this.#take(key);
      return { asked: row, answer: undefined };
    }
    if (this.#keptOpen > 0) this.#take(key);
    this.#open.set(key, row);
    if (row.outcome === 'hold') this.#keptOpen++;
    if (this.#open.size > MAX_OPEN) this.#take(this.#open.keys().next().value ?? '');
    return undefined;
  }

  #take(key: string): AuditRow | undefined {
    const row = this.#open.get(key);
    if (!row) return undefined;
    this.#open.delete(key);
    if (row.outcome === 'hold') this.#keptOpen--;
    return row;
  }
}
