const MAX_LENGTH = 256;

/** The words of a key or a label, in lower case and one space apart: `phone number` of `phoneNumber` and `PHONE_NUMBER:`, `ssns` of `SSNs`. */
export function toWords(text: string): string {
  const length = Math.min(text.length, MAX_LENGTH);
  return wordsOfAscii(text, length) ?? wordsOfAny(text.slice(0, length));
}

/** Each label and key passes here, and nearly all are ASCII: this takes half the time of expressions. */
function wordsOfAscii(text: string, length: number): string | undefined {
  let end = 0;
  let before = NONE; // The kind of the last character.
  let isApart = false;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return undefined;
    const kind = KINDS[code]!;
    if (kind === NONE) isApart = true;
    else {
      if (isApart || (kind === UPPER && before !== NONE && beginsWord(text, at, length, before))) {
        if (end > 0) WRITTEN[end++] = SPACE;
        isApart = false;
      }
      WRITTEN[end++] = kind === UPPER ? code | 0x20 : code;
    }
    before = kind;
  }
  return WRITTEN.toString('latin1', 0, end);
}

/** `camelCase`, `HTTPServer`: whether a letter in upper case begins a word, though no gap stands before it. */
function beginsWord(text: string, at: number, length: number, before: number): boolean {
  if (before !== UPPER) return true;
  if (at + 1 >= length || KINDS[text.charCodeAt(at + 1)] !== LOWER) return false;
  const isPlural =
    text.charCodeAt(at + 1) === SMALL_S && !(at + 2 < length && KINDS[text.charCodeAt(at + 2)] === LOWER);
  return !isPlural;
}

/* The kind of an ASCII character. */
const NONE = 0;
const LOWER = 1;
const DIGIT = 2;
const UPPER = 3;
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[a-z]/.test(char)) return LOWER;
  if (/[A-Z]/.test(char)) return UPPER;
  return /\d/.test(char) ? DIGIT : NONE;
});
const SPACE = 0x20;
const SMALL_S = 0x73;
/** Room for the words that are being read; each letter may be one. */
const WRITTEN = Buffer.alloc(2 * MAX_LENGTH);

function wordsOfAny(text: string): string {
  const words = HAS_JOINED.test(text) ? text.replace(JOINED, ' ') : text;
  return words.replace(NO_WORD, ' ').trim().toLowerCase();
}

/** `camelCase`, `HTTPServer`; native and quick where there is none. */
const HAS_JOINED = /[a-z\d][A-Z]|[A-Z]{2}[a-z]/;
const JOINED = /(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])/g;
const NO_WORD = /[^\p{L}\p{M}\p{N}]+/gu;
