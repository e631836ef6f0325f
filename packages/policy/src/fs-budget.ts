/** At about 2 µs each: a message may delay the others for some tens of milliseconds. */
const MAX_LOOKS = 16_384;

/** The looks at the file system that one message may cost. */
export class FsBudget {
  #left = MAX_LOOKS;

  /** True once the budget is used up: the message must then be refused. */
  get isExhausted(): boolean {
    return this.#left < 0;
  }

  /** Before a look at a path; the system goes it step by step. Throws if the budget is used up. */
  spend(path: string): void {
    this.#spend(1 + (path.length >> 8));
  }

  /** Before a look at every folder on the way from the root, which takes quadratic time. */
  takeEach(path: string): void {
    const steps = path.split('/').length;
    this.#spend(1 + ((steps * steps) >> 6));
  }

  #spend(count: number): void {
    this.#left -= this.isExhausted ? 0 : count;
    if (this.isExhausted) throw new Error('too many looks at the file system');
  }
}
