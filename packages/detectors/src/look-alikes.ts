import { LOOKALIKES } from './decoders/lookalikes.js';

/** An escape of JSON, whose letter belongs to no word; or a word, or an address with the dots and signs between its parts. */
const WORD = /\\(?:["\\/bfnrt]|u[\da-f]{4})|[\p{L}\p{M}\p{N}._@\-\u3002\uff0e\uff61]+/giu;
const PART = /[\p{L}\p{M}\p{N}]+/gu;
/** A letter of Turkish. */
const DOTLESS_I = '\u0131';

/**
 * For people who decide by what they read: a letter that could be taken for a Latin one becomes its number,
 * `p\u{430}ypal.com`, where it stands among Latin letters, or where a part of an address has no other letters. Words of
 * another language stay as they are.
 */
export const describeLookAlikes = (text: string): string =>
  text.replaceAll(WORD, (word) =>
    isLatin(word) && /\P{ASCII}/u.test(word) ? word.replaceAll(PART, describePart) : word,
  );

const describePart = (part: string): string =>
  isLatin(part) || Array.from(part).every(passes)
    ? Array.from(part, (char) => (passes(char) ? toNumber(char) : char)).join('')
    : part;

const isLatin = (text: string): boolean => /[a-z]/i.test(text);
const passes = (char: string): boolean => LOOKALIKES.has(char) && char !== DOTLESS_I;
const toNumber = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
