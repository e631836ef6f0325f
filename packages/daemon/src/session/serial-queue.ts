type Work = () => void | Promise<void>;

/** Keeps the messages of one direction in order: work that waits holds up the messages after it. */
export class SerialQueue {
  readonly #onChange: () => void;
  readonly #waiting: { readonly work: Work; readonly bytes: number }[] = [];
  #bytes = 0;
  #busy = false;

  /** @param onChange called when work is held up and when it no longer is */
  constructor(onChange: () => void = () => undefined) {
    this.#onChange = onChange;
  }

  /**
   * Runs `work` at once if nothing is under way, so a synchronous message costs no promise.
   * @param bytes of the message, which count while it is held up
   */
  run(work: Work, bytes = 0): void {
    if (!this.#busy) return this.#start(work);
    this.#waiting.push({ work, bytes });
    this.#bytes += bytes;
    this.#onChange();
  }

  /** Messages that are held up. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Bytes that are held up. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether nothing is under way or held up. */
  get isIdle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  #start(work: Work): void {
    for (let next: Work | undefined = work; next; next = this.#takeNext()) {
      const pending = next();
      if (!pending) continue;
      this.#busy = true;
      void pending.finally(() => {
        this.#busy = false;
        const following = this.#takeNext();
        if (following) this.#start(following);
        this.#onChange();
      });
      return;
    }
  }

  #takeNext(): Work | undefined {
    const next = this.#waiting.shift();
    this.#bytes -= next?.bytes ?? 0;
    return next?.work;
  }
}
