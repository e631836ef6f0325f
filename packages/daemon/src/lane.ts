type Work = () => void | Promise<void>;

/** Keeps the messages of one direction in order: work that waits holds up what comes after it. */
export class Lane {
  readonly #onChange: () => void;
  readonly #waiting: Work[] = [];
  #busy = false;

  /** @param onChange hears when work is held up and when it no longer is */
  constructor(onChange: () => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** Runs `work` at once when nothing is under way, and so costs a synchronous message no promise. */
  run(work: Work): void {
    if (!this.#busy) return this.#start(work);
    this.#waiting.push(work);
    this.#onChange();
  }

  /** Messages that are held up. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Whether nothing is under way or held up. */
  get isIdle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  #start(work: Work): void {
    for (let next: Work | undefined = work; next; next = this.#waiting.shift()) {
      const pending = next();
      if (!pending) continue;
      this.#busy = true;
      void pending.finally(() => {
        this.#busy = false;
        const following = this.#waiting.shift();
        if (following) this.#start(following);
        this.#onChange();
      });
      return;
    }
  }
}
