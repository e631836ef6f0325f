/*
 * Orders are read by their letters, so that case, marks, signs and digits in the place of letters change nothing.
 */

/** Digits and signs that stand for letters, where their word has letters, too. `1` is `i` or `l`, so that `l` is `i` here. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};
const DRESSED = /[013457@$]/;
/** A word in which signs stand among letters: `pr3v10u5`; not the domain of an address. */
const WORD = /[a-z013457$]+(?:@[a-z013457$]+)*/g;

/** The words of a text in letters from `a` to `z`, without marks, small, `l` as `i`, one blank apart. */
export function wordsOf(text: string): string {
  const plain = (OTHER.test(text) ? text.normalize('NFKD').replace(/\p{M}+/gu, '') : text).toLowerCase();
  const read = DRESSED.test(plain) ? plain.replace(WORD, undress) : plain;
  return read
    .replace(/['\u2019]/g, '')
    .replace(/[^a-z]+/g, ' ')
    .replace(SPELLED, (letters) => letters.replaceAll(' ', ''))
    .replaceAll('l', 'i');
}

/** Letters one by one. */
const SPELLED = /\b[a-z](?: [a-z]\b){3,}/g;

const OTHER = /[\u0080-\uffff]/;

const undress = (word: string): string =>
  /[a-z]/.test(word) ? word.replace(/[013457@$]/g, (sign) => STANDS_FOR[sign] ?? '') : word;

/** Letters thirteen places on. */
export const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });

/** How the words of a text stand: one blank apart, or without any, as they do where nothing or everything parts them. */
export type Form = 'words' | 'letters';

const EXPRESSIONS: Readonly<Record<Form, (source: string) => string>> = {
  words: (source) => source.replaceAll(' ', ' ?'), // a blank may be missing
  letters: (source) => source.replaceAll('\\b', '').replaceAll(' ', ''),
};

/** An expression over words in a form. Without gaps, so that one pass over a window finds all of its places. */
export const overLetters = (source: string, form: Form): RegExp =>
  new RegExp(EXPRESSIONS[form](source).replaceAll('l', 'i'), 'g');
