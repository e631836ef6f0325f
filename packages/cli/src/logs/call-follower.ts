import { isAnswer, isEndOf, isOpen, isRequest, pairKey, type AuditRow, type Exchange } from '@mcp-guard/store';

/** Requests that wait for their answers; the oldest are shown without them. */
const MAX_OPEN = 20_000;
/** Milliseconds after which a request that waits is shown without its answer. */
const SLOW = 5000;

interface Open {
  readonly row: AuditRow;
  isShown: boolean;
}

/** Makes calls of rows as they come: each once it is answered, and before that once it is slow. */
export class CallFollower {
  readonly #open = new Map<string, Open>();

  /** Requests that were shown already, and are still without an answer. */
  constructor(shown: readonly Exchange[]) {
    for (const { asked, answer } of shown) {
      if (isOpen(asked) && !answer) this.#open.set(pairKey(asked, false), { row: asked, isShown: true });
    }
  }

  /** @param now Unix milliseconds */
  add(rows: readonly AuditRow[], now: number): readonly Exchange[] {
    return [...this.pair(rows), ...this.#takeSlow(now)];
  }

  /** As `add`; a call that is slow is not shown before its answer. */
  pair(rows: readonly AuditRow[]): readonly Exchange[] {
    return rows.flatMap((row) => this.#take(row));
  }

  /** Requests without an answer at the end. */
  rest(): readonly Exchange[] {
    return [...this.#open.values()].map(({ row }) => ({ asked: row, answer: undefined }));
  }

  #take(row: AuditRow): readonly Exchange[] {
    if (isAnswer(row)) {
      const key = pairKey(row, true);
      const open = this.#open.get(key);
      this.#open.delete(key);
      if (open) return [{ asked: open.row, answer: row }];
      return row.outcome === 'block' ? [{ asked: row, answer: undefined }] : [];
    }
    const key = pairKey(row, false);
    if (isRequest(row)) this.#end(key, row);
    if (!isOpen(row)) return [{ asked: row, answer: undefined }];
    const [oldest = ''] = this.#open.keys();
    const unanswered = [...this.#giveUp(key), ...(this.#open.size >= MAX_OPEN ? this.#giveUp(oldest) : [])];
    this.#open.set(key, { row, isShown: false });
    return unanswered;
  }

  /** A call that was kept open is no call of its own once it has its end. */
  #end(key: string, row: AuditRow): void {
    const open = this.#open.get(key);
    if (open && isEndOf(row, open.row)) this.#open.delete(key);
  }

  #giveUp(key: string): readonly Exchange[] {
    const open = this.#open.get(key);
    this.#open.delete(key);
    return open && !open.isShown ? [{ asked: open.row, answer: undefined }] : [];
  }

  #takeSlow(now: number): readonly Exchange[] {
    return [...this.#open.values()].flatMap((open) => {
      if (open.isShown || now - open.row.at < SLOW) return [];
      open.isShown = true;
      return [{ asked: open.row, answer: undefined }];
    });
  }
}
