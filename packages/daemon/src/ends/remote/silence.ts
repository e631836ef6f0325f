/** Watches that a request is not without a sign of the server for too long. */
export class Silence {
  readonly #timer: NodeJS.Timeout | undefined;

  /**
   * @param limit in milliseconds; nothing for what may be silent for any time
   * @param isExcused whether the silence is ours now
   */
  constructor(limit: number | undefined, isExcused: () => boolean, onTooLong: () => void) {
    if (limit === undefined) return;
    const timer = setTimeout(() => {
      if (isExcused()) timer.refresh();
      else onTooLong();
    }, limit);
    this.#timer = timer.unref();
  }

  /** The server has sent something. */
  readonly broken = (): void => void this.#timer?.refresh();

  end(): void {
    clearTimeout(this.#timer);
  }
}
