import { LOOKALIKES } from './decoders/lookalikes.js';

/** An escape of JSON, whose letter belongs to no word; or a word, or an address with what binds its parts together. */
const WORD = /\\(?:["\\/bfnrt]|u[\da-f]{4})|[\p{L}\p{M}\p{N}._@-]+/giu;
const FOREIGN = /[^\p{ASCII}\p{Script=Latin}]/gu;

/**
 * For people who decide by what they read: a letter of another script that stands among Latin ones, and could be taken
 * for one, becomes its number, `p\u{430}ypal.com`. Words of one script stay as they are.
 */
export const tellLookAlikes = (text: string): string =>
  text.replaceAll(WORD, (word) =>
    /[a-z]/iu.test(word) ? word.replaceAll(FOREIGN, (char) => (LOOKALIKES.has(char) ? toNumber(char) : char)) : word,
  );

const toNumber = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
