import type { AuditRow } from '../record/audit-store.js';
import { isAnswer, isRequest, pairKey, type Exchange } from './exchange.js';

/** Requests that wait for their answers; the oldest are given up. */
const MAX_OPEN = 20_000;

/** Gives each request with its answer once both are there, and at once what gets none. */
export class Pairs {
  readonly #open = new Map<string, AuditRow>();

  add(rows: readonly AuditRow[]): readonly Exchange[] {
    return rows.flatMap((row) => this.#take(row));
  }

  #take(row: AuditRow): readonly Exchange[] {
    if (isAnswer(row)) {
      const key = pairKey(row, true);
      const asked = this.#open.get(key);
      this.#open.delete(key);
      return asked ? [{ asked, answer: row }] : [];
    }
    if (row.kind !== 'message' || row.direction === null) return [];
    if (!isRequest(row) || row.outcome === 'block' || row.outcome === 'hold')
      return [{ asked: row, answer: undefined }];
    this.#open.set(pairKey(row, false), row);
    const [oldest = ''] = this.#open.keys();
    if (this.#open.size > MAX_OPEN) this.#open.delete(oldest);
    return [];
  }
}
