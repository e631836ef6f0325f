import { isAscii } from 'node:buffer';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Bytes: longer than any key that matters and any id that can be paired. */
const MAX_TOKEN = 1024;
const NOTHING = Buffer.alloc(0);

/** The bytes that a line end of other readers ends with, in UTF-8. */
const LINE_ENDS: readonly number[] = [0x85, 0xa8, 0xa9];
/** Bytes that end, escape and break nothing inside a string. */
const PLAIN = new Uint8Array(256).map((_, byte) => Number(![QUOTE, BACKSLASH, ...LINE_ENDS].includes(byte)));
/** In longer texts the end of a string that is longer than `NEAR` is searched for by the system’s own means. */
const LONG = 512;
const NEAR = 32;

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
  /** Commas and opening brackets outside strings: at most one less than there are values. */
  separators = 0;
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
  #last = 0;
  #lastButOne = 0;
  /** The part of the outermost object's current token in earlier chunks, and the key before it. */
  #carry: Buffer = NOTHING;
  #key = '';

  feed(bytes: Buffer): void {
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    let hasEscape = this.#hasEscape;
    let { colons, separators } = this;
    let tokenStart = 0;

    const { length } = bytes;
    const jump = length > LONG && isAscii(bytes) ? new Jump(bytes) : undefined;
    for (let at = 0; at < length; at++) {
      // Most bytes are plain text inside a string.
      if (inString && !escaped) {
        const near = jump ? Math.min(at + NEAR, length) : length;
        while (at < near && PLAIN[bytes[at]!] === 1) at++;
        if (at === near && jump) at = jump.from(at);
      }
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
          this.#key = this.#readKey(bytes, tokenStart, at, hasEscape);
          tokenStart = at + 1;
        }
      } else if (byte === COMMA) {
        separators++;
        if (depth === 1) tokenStart = this.#setValue(bytes, tokenStart, at);
      } else if (byte === 0x7b || byte === 0x5b) {
        separators++;
        if (++depth > this.maxDepth) this.maxDepth = depth;
        if (depth === 1) {
          this.#carry = NOTHING;
          tokenStart = at + 1;
        }
      } else if (byte === 0x7d || byte === 0x5d) {
        if (depth-- === 1) this.#setValue(bytes, tokenStart, at);
      } else if (byte <= 0x20) {
        if (byte === 0x0d || byte === 0x0a) this.breaksLines = true;
        if (at === tokenStart && this.#carry.length === 0) tokenStart++; // no token begins with white space
      }
    }

    this.#keep(bytes, depth > 0 ? tokenStart : length);
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    this.#hasEscape = hasEscape;
    this.colons = colons;
    this.separators = separators;
  }

  /** Keeps the part of this chunk that later ones need. */
  #keep(bytes: Buffer, start: number): void {
    const { length } = bytes;
    if (length === 0) return;
    if (start < length && this.#carry.length < MAX_TOKEN) {
      const more = bytes.subarray(start, start + MAX_TOKEN - this.#carry.length);
      this.#carry = Buffer.concat([this.#carry, more]);
    }
    this.#lastButOne = length > 1 ? bytes[length - 2]! : this.#last;
    this.#last = bytes[length - 1]!;
  }

  #endsLine(bytes: Buffer, at: number): boolean {
    const before = at > 0 ? bytes[at - 1] : this.#last;
    if (bytes[at] === 0x85) return before === 0xc2;
    const first = at > 1 ? bytes[at - 2] : at === 1 ? this.#last : this.#lastButOne;
    return before === 0x80 && first === 0xe2;
  }

  /** The text of the current token as far as it counts; ends it. */
  #take(bytes: Buffer, start: number, end: number): string {
    const carry = this.#carry;
    this.#carry = NOTHING;
    const stop = Math.min(end, start + MAX_TOKEN - carry.length);
    const text =
      carry.length === 0
        ? bytes.toString('utf8', start, stop)
        : Buffer.concat([carry, bytes.subarray(start, stop)]).toString();
    return text.trim();
  }

  /** Most keys are compared as bytes: only the few of the envelope matter. */
  #readKey(bytes: Buffer, start: number, end: number, hasEscape: boolean): string {
    const isPlain = !hasEscape && this.#carry.length === 0 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE;
    if (!isPlain) return decodeKey(this.#take(bytes, start, end));
    return KEYS.find((key) => key.length === end - start - 2 && stands(key, bytes, start + 1)) ?? '';
  }

  /** Returns where the next token begins. */
  #setValue(bytes: Buffer, start: number, end: number): number {
    if (this.#key === 'id') this.id = this.#take(bytes, start, end);
    else if (this.#key === 'method') this.method = this.#take(bytes, start, end);
    else if (this.#key === 'result' || this.#key === 'error') this.hasAnswer = true;
    this.#carry = NOTHING;
    this.#key = '';
    return end + 1;
  }
}

/** Finds the next quote or backslash of a text. Each byte is searched once for each of the two, however often it is asked. */
class Jump {
  readonly #bytes: Buffer;
  #quote = -1;
  #backslash = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The place of the first one at or behind `at`, or the end of the text. `at` never goes back. */
  from(at: number): number {
    if (this.#quote < at) this.#quote = this.#next(QUOTE, at);
    if (this.#backslash < at) this.#backslash = this.#next(BACKSLASH, at);
    return Math.min(this.#quote, this.#backslash);
  }

  #next(byte: number, at: number): number {
    const next = this.#bytes.indexOf(byte, at);
    return next < 0 ? this.#bytes.length : next;
  }
}

const KEYS: readonly string[] = ['id', 'method', 'result', 'error'];

/** @param text ASCII */
function stands(text: string, bytes: Buffer, at: number): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** Only the keys of the envelope matter here; `"\u0069d"` is the key `id`. */
function decodeKey(text: string): string {
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return '';
  }
}
