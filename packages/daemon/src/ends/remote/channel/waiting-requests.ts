/** The requests of a session whose responses come over one connection, and how long nothing has come over it. */
export class WaitingRequests {
  readonly #limit: number;
  readonly #isExcused: () => boolean;
  readonly #onSilent: (id: string) => void;
  /** When each was sent (milliseconds of `performance.now`), the oldest first. Bounded by the session's open requests. */
  readonly #sent = new Map<string, number>();
  #lastSign = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param limit in milliseconds
   * @param isExcused whether the silence is ours now
   * @param onSilent gets the id of a request since which, and since so long, the server has sent nothing
   */
  constructor(limit: number, isExcused: () => boolean, onSilent: (id: string) => void) {
    this.#limit = limit;
    this.#isExcused = isExcused;
    this.#onSilent = onSilent;
  }

  get isEmpty(): boolean {
    return this.#sent.size === 0;
  }

  add(id: string): void {
    this.#sent.delete(id);
    this.#sent.set(id, performance.now());
    this.#timer ??= this.#wake(this.#limit);
  }

  /** It was answered, or never will be. */
  settle(id: string): void {
    this.#sent.delete(id);
  }

  /** The server has sent something. */
  readonly sign = (): void => void (this.#lastSign = performance.now());

  end(): void {
    clearTimeout(this.#timer);
    this.#sent.clear();
  }

  #wake(delay: number): NodeJS.Timeout {
    // After a pause of the whole process, a sign may be there that was not read yet.
    return setTimeout(() => setImmediate(() => this.#check()), delay).unref();
  }

  #check(): void {
    this.#timer = undefined;
    const now = performance.now();
    if (this.#isExcused()) this.#lastSign = now;
    for (const [id, sent] of this.#sent) {
      const left = Math.max(sent, this.#lastSign) + this.#limit - now;
      if (left > 0) return void (this.#timer = this.#wake(left));
      this.#sent.delete(id);
      this.#onSilent(id);
    }
  }
}
