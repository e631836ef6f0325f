const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Bytes: longer than any key that matters and any id that can be paired. */
const MAX_TOKEN = 1024;
const NOTHING = new Uint8Array(0);

/** Bytes that end, escape and break nothing inside a string. */
const PLAIN = new Uint8Array(256).map((_, byte) => Number(byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH));

/**
 * One pass over the bytes of a JSON text, chunk by chunk. It finds what must be known before
 * parsing (depth), what the parser does not report (duplicate keys, line ends of other
 * readers, the exact text of the id), and the end that waits for it if it cannot be parsed
 * at all. It does not check whether the text is valid JSON.
 */
export class JsonScanner {
  /** The deepest nesting of arrays and objects. */
  maxDepth = 0;
  /** Colons outside strings: one for every key that was written, duplicates included. */
  colons = 0;
  /** LF, CR, U+0085, U+2028 or U+2029 stand raw in the text. See `lineSafe`. */
  breaksLines = false;
  /** A key is written with escapes. See `parseEscapedKeys`. */
  escapesKeys = false;
  /** JSON text of the member `id` of the outermost object, cut if it is longer than any that counts. */
  id: string | undefined;
  /** It has a member `result` or `error`, so it is a response, even with other members. */
  hasAnswer = false;
  /** JSON text of its member `method`: its sender made a request. */
  method: string | undefined;

  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The last string has escapes. */
  #hasEscape = false;
  /** The last two bytes of the chunk before. */
  #last = [0, 0];
  /** The part of the outermost object's current token in earlier chunks, and the key before it. */
  #carry: Uint8Array = NOTHING;
  #key = '';

  feed(bytes: Uint8Array): void {
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    let hasEscape = this.#hasEscape;
    let colons = this.colons;
    let tokenStart = 0;

    const { length } = bytes;
    for (let at = 0; at < length; at++) {
      // Most bytes are plain text inside a string.
      if (inString && !escaped) while (at < length && PLAIN[bytes[at]!] === 1) at++;
      if (at === length) break;
      const byte = bytes[at]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = hasEscape = true;
        else if (byte === QUOTE) inString = false;
        else if (byte >= 0x80 && !this.breaksLines) this.breaksLines = this.#endsLine(bytes, at);
      } else if (byte === QUOTE) {
        inString = true;
        hasEscape = false;
      } else if (byte === COLON) {
        colons++;
        if (hasEscape) this.escapesKeys = true;
        if (depth === 1) {
          this.#key = decodeKey(this.#token(bytes, tokenStart, at));
          tokenStart = at + 1;
        }
      } else if (byte === COMMA) {
        if (depth === 1) {
          this.#setValue(this.#token(bytes, tokenStart, at));
          tokenStart = at + 1;
        }
      } else if (byte === 0x7b || byte === 0x5b) {
        if (++depth > this.maxDepth) this.maxDepth = depth;
        if (depth === 1) {
          this.#carry = NOTHING;
          tokenStart = at + 1;
        }
      } else if (byte === 0x7d || byte === 0x5d) {
        if (depth-- === 1) this.#setValue(this.#token(bytes, tokenStart, at));
      } else if (byte <= 0x20) {
        if (byte === 0x0d || byte === 0x0a) this.breaksLines = true;
        if (at === tokenStart && this.#carry.length === 0) tokenStart++; // no token begins with white space
      }
    }

    if (this.#carry.length < MAX_TOKEN) this.#carry = Buffer.from(this.#token(bytes, tokenStart, bytes.length));
    if (bytes.length > 0) this.#last = [bytes.at(-2) ?? this.#last[1] ?? 0, bytes.at(-1) ?? 0];
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    this.#hasEscape = hasEscape;
    this.colons = colons;
  }

  #endsLine(bytes: Uint8Array, at: number): boolean {
    const before = bytes[at - 1] ?? this.#last[1];
    if (bytes[at] === 0x85) return before === 0xc2;
    const first = bytes[at - 2] ?? this.#last[at === 1 ? 1 : 0];
    return (bytes[at] === 0xa8 || bytes[at] === 0xa9) && before === 0x80 && first === 0xe2;
  }

  /** The current token as far as it counts; ends it. */
  #token(bytes: Uint8Array, start: number, end: number): Uint8Array {
    const carry = this.#carry;
    this.#carry = NOTHING;
    const more = bytes.subarray(start, Math.min(end, start + MAX_TOKEN - carry.length));
    return carry.length === 0 ? more : Buffer.concat([carry, more]);
  }

  #setValue(token: Uint8Array): void {
    if (this.#key === 'id') this.id = toText(token).trim();
    if (this.#key === 'result' || this.#key === 'error') this.hasAnswer = true;
    if (this.#key === 'method') this.method = toText(token).trim();
    this.#key = '';
  }
}

const toText = (token: Uint8Array): string => Buffer.from(token.buffer, token.byteOffset, token.length).toString();

/** Of the keys only those of the envelope matter here; `"\u0069d"` is the key `id`. */
function decodeKey(token: Uint8Array): string {
  const text = toText(token).trim();
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return '';
  }
}
