/*
 * These measures tell whether a text was drawn at random or written by somebody: how evenly its characters are used,
 * how often their kinds change, and whether neighbours are such as words and names in code have.
 */

/** Bits per character by Shannon's measure: 0 of `aaaa`, 4 of sixteen different characters. Characters above U+007F count as others below it. */
export function entropyOf(text: string): number {
  const counts = new Uint32Array(128);
  for (let at = 0; at < text.length; at++) counts[text.charCodeAt(at) & 127]!++;
  let bits = Math.log2(Math.max(1, text.length));
  for (const count of counts) if (count > 1) bits -= (count * Math.log2(count)) / text.length;
  return bits;
}

/**
 * Its begin is varied enough for a text that a form of its own gives away: `xxxxxxxx`, `0000…` and `aaaabbbb` are not.
 */
export function isVaried(text: string, bits = 2.5): boolean {
  const begin = text.slice(0, ENOUGH);
  return !SAME_AGAIN.test(begin) && entropyOf(begin) >= bits;
}
const ENOUGH = 96;
const SAME_AGAIN = /([^=])\1{5}/;

/**
 * Small and capital letters and digits change places as often as in what was drawn at random: a third of the time at
 * least. `requiredTypesForDisplay` does it rarely, and hex has but one kind of letters.
 */
export function isMixed(text: string): boolean {
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text)) return false;
  const changes = text.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0;
  return changes * 3 >= text.length;
}

/** It is no word: it has a digit, or is mixed. Less than one random value in thirty is taken for a word. */
export const isNoWord = (text: string): boolean => /\d/.test(text) || isMixed(text);

/** The letters that often follow each letter in English and in code: 240 of 676 pairs, 94 % of all that occur. */
const FOLLOWERS =
  'abcdgiklmnprstuvy babceijloru cabehiklortu dadeiosu eabcdefgilmnopqrstvxy faefilortu gehilnrsu haeiort ' +
  'iabcdefglmnoprstvxz je kei ladeilostuy mabeimopu nacdefgiklnostuv obcdfgiklmnoprstuvw paeiloprstuy qu ' +
  'racdegikmnorstuy sacehilopstuy tacehiloprstuy uabcdefilmnprst vaei waehior xpt ynps ze';
const LETTERS = 26;
const letterOf = (code: number): number => (code | 0x20) - 0x61;
/** 1 for each common pair of letters, at 26 times the first and the second. */
const COMMON = new Uint8Array(LETTERS * LETTERS);
for (const row of FOLLOWERS.split(' '))
  for (const follower of row.slice(1))
    COMMON[letterOf(row.charCodeAt(0)) * LETTERS + letterOf(follower.charCodeAt(0))] = 1;

/* The weight of a pair of neighbours for chance, as the natural logarithm of how much likelier it is there than in words. */
const COMMON_LETTERS = -0.9;
const RARE_LETTERS = 1.4;
const NEW_CASE = 0.7;
const LETTER_BY_DIGIT = 1.3;
const DIGITS = 0.3;

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const NUMBER = 3;
const KINDS = new Uint8Array(128).map((_, code) => {
  const char = String.fromCharCode(code);
  return /[a-z]/.test(char) ? LOWER : /[A-Z]/.test(char) ? UPPER : /\d/.test(char) ? NUMBER : OTHER;
});

/** Above 0 for text that was drawn at random, below it for words and names; further from it for longer ones. */
export function randomnessOf(text: string): number {
  let score = 0;
  let before = OTHER;
  let letterBefore = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KINDS[code]! : OTHER;
    const letter = letterOf(code);
    if (kind !== OTHER && before !== OTHER) {
      if (kind === NUMBER || before === NUMBER) score += kind === before ? DIGITS : LETTER_BY_DIGIT;
      else if (before === LOWER && kind === UPPER) score += NEW_CASE;
      else score += COMMON[letterBefore * LETTERS + letter] === 1 ? COMMON_LETTERS : RARE_LETTERS;
    }
    before = kind;
    letterBefore = letter;
  }
  return score;
}

/** Far enough from words that one of a thousand names in code is beyond it. */
const CERTAIN = 4;
const HEX = /^(?:[\da-f]+|[\dA-F]+)$/;

/** Words have about -0.7 a character, letters at random +0.6: of short ones, too, hardly one in a hundred is beyond it. */
const WRITTEN = -0.35;

/** It has words and names rather than letters at random, so a value that its own form gives away is a sample. */
export const isWritten = (text: string): boolean =>
  !/\d/.test(text) && (randomnessOf(text) < WRITTEN * text.length || ROWS.test(text));
/** Rows of the alphabet and of keyboards. */
const ROWS = /abcdefgh|qwertyui/i;

/**
 * The text, 8 characters or more, was drawn at random: keys and tokens are, names and words are not.
 * @param certainty what `randomnessOf` has to say; less where a label says much already
 */
export function looksRandom(text: string, certainty: number = CERTAIN): boolean {
  if (text.length < 8) return false;
  if (text.length >= 16 && HEX.test(text)) return /\d/.test(text) && /[a-f]/i.test(text) && entropyOf(text) >= 2.7;
  return randomnessOf(text) >= certainty && entropyOf(text) >= Math.min(2.8, 0.65 * Math.log2(text.length));
}

/** A text that is at least as far from words as `certainty` has a digit, or letters that come as near; most names have neither. */
export const mayBeRandom = (text: string, certainty: number): boolean =>
  /\d/.test(text) || randomnessOf(text) >= certainty;

/** A text, or a part of it between its signs, was drawn at random. A bound keeps long texts from being read here. */
export const holdsRandom = (text: string): boolean => {
  const begin = text.slice(0, MAX_HELD);
  return looksRandom(begin) || begin.split(/[^A-Za-z\d]+/).some((part) => looksRandom(part));
};
const MAX_HELD = 1200;

/** A text is base64 of words: `Tm9kZSBSZWRpcw==`. What the words say is looked at where they are read. */
export function isEncodedWords(text: string): boolean {
  if (text.length % 4 !== 0 || text.length > MAX_HELD || !/^[A-Za-z\d+/]{8,}={0,2}$/.test(text)) return false;
  const words = Buffer.from(text, 'base64').toString('latin1');
  return /^[A-Za-z][A-Za-z ,.'-]{3,}$/.test(words) && isWritten(words);
}
