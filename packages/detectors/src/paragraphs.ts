/** Letters that run from right to left, and what ends a paragraph: no direction reaches over it (UAX #9, P1). */
const RIGHT_TO_LEFT = /[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const PARAGRAPH_END = /[\n\r\u0085\u2029]/g;

/** Which paragraphs of a text have letters that run from right to left. Each is looked at once, and only when asked for. */
export class Paragraphs {
  readonly #text: string;
  #end = -1;
  #isRightToLeft = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** @param at in the order of the text */
  hasRightToLeft(at: number): boolean {
    if (at < this.#end) return this.#isRightToLeft;
    const text = this.#text;
    let start = this.#end + 1;
    // Paragraphs between the last question and this one were not asked about.
    for (;;) {
      PARAGRAPH_END.lastIndex = start;
      const end = PARAGRAPH_END.exec(text)?.index ?? text.length;
      if (at <= end) {
        this.#end = end;
        this.#isRightToLeft = RIGHT_TO_LEFT.test(text.slice(start, end));
        return this.#isRightToLeft;
      }
      start = end + 1;
    }
  }
}
