/** So many are remembered of each kind. */
const MAX_TEXTS = 4096;
/** A longer one is read each time; none that is shorter counts among characters that may be bytes. */
const MAX_LENGTH = 63;

/** Texts in which nothing at all was found, however sure: they need not be read again. */
export class CleanTexts {
  readonly #known = new Set<string>();

  has(text: string): boolean {
    return this.#known.has(text);
  }

  add(text: string): void {
    if (text.length > MAX_LENGTH) return;
    if (this.#known.size >= MAX_TEXTS) this.#known.clear();
    this.#known.add(text);
  }
}
