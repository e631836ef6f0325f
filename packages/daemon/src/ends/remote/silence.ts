/** Watches that a request is not without a sign of the server for too long. */
export class Silence {
  readonly #timer: NodeJS.Timeout | undefined;
  #signs = 0;

  /**
   * @param limit in milliseconds; nothing for what may be silent for any time
   * @param isExcused whether the silence is ours now
   */
  constructor(limit: number | undefined, isExcused: () => boolean, onTooLong: () => void) {
    if (limit === undefined) return;
    const timer = setTimeout(() => {
      if (isExcused()) return void timer.refresh();
      const signs = this.#signs;
      // After a pause of the whole process, a sign may be there that was not read yet.
      setImmediate(() => this.#signs === signs && onTooLong());
    }, limit);
    this.#timer = timer.unref();
  }

  /** The server has sent something. */
  readonly broken = (): void => {
    this.#signs++;
    this.#timer?.refresh();
  };

  end(): void {
    clearTimeout(this.#timer);
  }
}
