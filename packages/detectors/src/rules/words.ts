const MAX_LENGTH = 256;

/** The words of a key or a label, in lower case and one space apart: `phone number` of `phoneNumber` and `PHONE_NUMBER:`, `ssns` of `SSNs`. */
export function toWords(text: string): string {
  let words = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text;
  if (HAS_JOINED.test(words)) words = words.replace(JOINED, ' ');
  words = words.replace(ASCII.test(words) ? NO_ASCII_WORD : NO_WORD, ' ');
  return words.trim().toLowerCase();
}

/** `camelCase`, `HTTPServer`; native and quick where there is none. */
const HAS_JOINED = /[a-z\d][A-Z]|[A-Z]{2}[a-z]/;
const JOINED = /(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])/g;
const ASCII = /^[\0-\x7f]*$/;
const NO_ASCII_WORD = /[^A-Za-z0-9]+/g;
const NO_WORD = /[^\p{L}\p{M}\p{N}]+/gu;
