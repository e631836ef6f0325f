/** At about 2 µs each: a message may hold up the others for some tens of milliseconds. */
const MAX_LOOKS = 16_384;

/** What one message may cost at the file system. */
export class FsBudget {
  #left = MAX_LOOKS;

  /** Then not all that the message names was looked at, and it is to be refused. */
  get isExhausted(): boolean {
    return this.#left < 0;
  }

  /** Before a look at a path; the system goes it step by step. Throws when they are spent. */
  spend(path: string): void {
    this.#spend(1 + (path.length >> 8));
  }

  /** Before every folder on the way is looked at from the root on, which takes quadratic time. */
  takeEach(path: string): void {
    const steps = path.split('/').length;
    this.#spend(1 + ((steps * steps) >> 6));
  }

  #spend(count: number): void {
    this.#left -= this.isExhausted ? 0 : count;
    if (this.isExhausted) throw new Error('too many looks at the file system');
  }
}
