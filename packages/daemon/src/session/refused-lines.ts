/** Refused lines of one end that have rows of their own between two sweeps. */
export const MAX_ROWS = 256;

/** One row stands for the others; this is what they have in common. */
export interface Burst {
  readonly lines: number;
  readonly bytes: number;
}

/** Counts the lines of one end that are refused unseen: a flood of them must not fill the record. */
export class RefusedLines {
  readonly #report: (burst: Burst) => void;
  #rows = 0;
  #lines = 0;
  #bytes = 0;

  /** @param report called with a burst when it is over */
  constructor(report: (burst: Burst) => void) {
    this.#report = report;
  }

  /** The next one gets a row of its own. */
  takesRow(bytes: number): boolean {
    if (this.#rows < MAX_ROWS) {
      this.#rows++;
      return true;
    }
    this.#lines++;
    this.#bytes += bytes;
    return false;
  }

  /** Ends the burst, if there was one, and starts the next. */
  sweep(): void {
    const burst = { lines: this.#lines, bytes: this.#bytes };
    this.#rows = this.#lines = this.#bytes = 0;
    if (burst.lines > 0) this.#report(burst);
  }
}
