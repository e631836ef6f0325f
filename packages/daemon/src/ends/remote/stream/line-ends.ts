export const LINE_FEED = 0x0a;
export const RETURN = 0x0d;

/** Finds the next CR or LF of a chunk. Each byte is searched once for each of the two. */
export class LineEnds {
  readonly #chunk: Buffer;
  #feed = -1;
  #return = -1;

  constructor(chunk: Buffer) {
    this.#chunk = chunk;
  }

  /** The place of the first one at or behind `at`, or the end of the chunk. `at` never goes back. */
  from(at: number): number {
    if (this.#feed < at) this.#feed = this.#next(LINE_FEED, at);
    if (this.#return < at) this.#return = this.#next(RETURN, at);
    return Math.min(this.#feed, this.#return);
  }

  #next(byte: number, at: number): number {
    const next = this.#chunk.indexOf(byte, at);
    return next < 0 ? this.#chunk.length : next;
  }
}

/** An empty line follows the one that ends at `end`. */
export function endsEvent(chunk: Buffer, end: number): boolean {
  const next = chunk[end] === RETURN && chunk[end + 1] === LINE_FEED ? end + 2 : end + 1;
  return end < chunk.length && (chunk[next] === LINE_FEED || chunk[next] === RETURN);
}
