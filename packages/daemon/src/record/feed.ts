import type { AuditRow } from '@mcp-guard/store';

/** Gets the rows of one or more commits, in order. It must be quick, and bound what it keeps. */
export type OnRows = (rows: readonly AuditRow[]) => void;

/** Gives committed rows to those that follow them, once their messages were delivered: nothing waits for a follower. */
export class Feed {
  readonly #followers = new Set<OnRows>();
  readonly #onProblem: (error: unknown) => void;
  #rows: AuditRow[] = [];

  /** @param onProblem gets what a follower throws */
  constructor(onProblem: (error: unknown) => void) {
    this.#onProblem = onProblem;
  }

  /** Returns what stops it. */
  follow(onRows: OnRows): () => void {
    this.#followers.add(onRows);
    return () => void this.#followers.delete(onRows);
  }

  /** Takes the rows of a commit. */
  add(rows: readonly AuditRow[]): void {
    if (this.#followers.size === 0) return;
    if (this.#rows.length === 0) setImmediate(() => this.#give());
    this.#rows.push(...rows);
  }

  #give(): void {
    const rows = this.#rows;
    this.#rows = [];
    for (const onRows of this.#followers) {
      try {
        onRows(rows);
      } catch (error) {
        this.#onProblem(error);
      }
    }
  }
}
