/** A longer value of a short field is not kept, in bytes. */
const MAX_VALUE = 1024;
/** The characters of a header's value. */
const PRINTABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The value of a field of an event that is short: its type, its id, a delay. */
export class FieldValue {
  #bytes = NOTHING;
  #isTooLong = false;

  clear(): void {
    this.#bytes = NOTHING;
    this.#isTooLong = false;
  }

  add(bytes: Buffer): void {
    if (this.#bytes.length + bytes.length > MAX_VALUE) this.#isTooLong = true;
    else if (bytes.length > 0) this.#bytes = Buffer.concat([this.#bytes, bytes]);
  }

  get hasNul(): boolean {
    return this.#bytes.includes(0);
  }

  /** One character for each byte, as in a header; nothing if it is too long or cannot stand there. */
  get text(): string | undefined {
    const text = this.#bytes.toString('latin1');
    return this.#isTooLong || !PRINTABLE.test(text) ? undefined : text;
  }
}

const NOTHING: Buffer = Buffer.alloc(0);
