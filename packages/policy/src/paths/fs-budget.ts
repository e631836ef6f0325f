/** At about 2 µs each: a message may delay the others for some tens of milliseconds. */
const MAX_LOOKS = 16_384;
/** Characters whose inspection takes about as long as a look. */
const CHARACTERS = 500;

/** The looks at the file system that one message may cost. */
export class FsBudget {
  readonly #onWork: ((characters: number) => void) | undefined;
  #left = MAX_LOOKS;
  /** True once the budget is used up: the message must then be refused. */
  isExhausted = false;

  /** @param onWork called before each look with the characters that it counts as; throws if that is too much */
  constructor(onWork?: (characters: number) => void) {
    this.#onWork = onWork;
  }

  /** Before a look at a path; the system goes it step by step. Throws if the budget is used up. */
  spend(path: string): void {
    const count = 1 + (path.length >> 8);
    this.#left -= this.isExhausted ? 0 : count;
    this.isExhausted ||= this.#left < 0;
    if (this.isExhausted) throw new Error('too many looks at the file system');
    this.#onWork?.(count * CHARACTERS);
  }

  /** Uses the budget up: the system can go where we cannot look. Throws. */
  giveUp(): never {
    this.isExhausted = true;
    throw new Error('this cannot be looked at');
  }
}
