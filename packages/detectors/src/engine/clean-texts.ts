/** So many are remembered of each kind. */
const MAX_TEXTS = 4096;
/** A longer one is read each time; none that is shorter counts among characters that may be bytes. */
const MAX_LENGTH = 63;

/** Texts in which nothing at all was found, however sure: they need not be read again. */
export class CleanTexts<Value> extends Map<string, Value> {
  override set(text: string, value: Value): this {
    if (text.length > MAX_LENGTH) return this;
    if (this.size >= MAX_TEXTS) this.clear();
    return super.set(text, value);
  }
}
