/*
 * Digests and UUIDs: most groups of digits in logs and JSON are parts of them, and of no number.
 */

/** The lengths of digests in hexadecimal digits: MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512. */
const DIGESTS: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);
const MAX_DIGEST = 128;
/** As many digits in a row may be a number all the same: chance puts them into one of 30 digests. */
const NUMBER = 11;

/** https://www.rfc-editor.org/rfc/rfc9562 */
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-(?=\d{0,11}[a-f])[\da-f]{12}(?![\da-z])/iy;
const FIRST_OF_UUID = 8;

/** Remembers what it has read, so that it goes over each character of a text a few times at most, in the order of the text. */
export class Hashes {
  #text = '';
  /** All that begins before was looked at; where something is, it ends there. */
  #end = 0;
  #isHash = false;

  enter(text: string): void {
    this.#text = text;
    this.#end = 0;
  }

  /** The digit at `at` is a part of one. Ask from left to right. */
  has(at: number): boolean {
    if (at >= this.#end) this.#read(at);
    return this.#isHash;
  }

  #read(at: number): void {
    const text = this.#text;
    let start = at;
    const first = Math.max(this.#end, at - MAX_DIGEST);
    while (start > first && isHex(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    let digits = 1;
    let isNumber = false;
    const limit = Math.min(text.length, at + MAX_DIGEST + 1);
    for (let code = 0; end < limit && isHex((code = text.charCodeAt(end))); end++) {
      digits = code <= NINE ? digits + 1 : 0;
      isNumber ||= digits === NUMBER;
    }
    const length = end - start;
    this.#end = end;
    this.#isHash = false;
    if (isAlphanumeric(text.charCodeAt(start - 1))) return;
    if (length === FIRST_OF_UUID && text.charCodeAt(end) === HYPHEN) {
      UUID.lastIndex = start;
      this.#isHash = UUID.test(text);
      if (this.#isHash) this.#end = UUID.lastIndex;
    } else this.#isHash = DIGESTS.has(length) && !isNumber && !isAlphanumeric(text.charCodeAt(end));
  }
}

const ZERO = 0x30;
const NINE = 0x39;
const HYPHEN = 0x2d;
/** A digit or a letter from a to f. */
const isHex = (code: number): boolean =>
  (code >= ZERO && code <= NINE) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
const isAlphanumeric = (code: number): boolean =>
  (code >= ZERO && code <= NINE) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
