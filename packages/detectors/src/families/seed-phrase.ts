import { hash } from 'node:crypto';
import type { Family, Hit, Site } from '../detector.js';
import { hit, SURE } from '../rules/verify.js';
import { SEED_WORDS } from './seed-words.js';

// BIP-39: https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki
const LENGTHS = [24, 21, 18, 15, 12];
const MOST = 24;
/** The text around it may use the same words: `seed phrase`, `keep it`. Longer runs are lists of words. */
const MOST_OTHERS = 6;
const MAX_WORD = 8;
const MAX_GAP = 8;

const WORDS = SEED_WORDS.match(/.{5}/g) ?? [];
/** The place of each word by its first four letters, five bits each. */
const NUMBERS = new Map(
  WORDS.map((word, number) => [
    Array.from(word.slice(0, 4).replace('-', ''), (char) => char.charCodeAt(0)).reduce(addLetter, 0),
    number,
  ]),
);
const SIZES = WORDS.map((word) => Number(word[4]));
const IS_RARE = WORDS.map((word) => /^[A-Z]{4}/.test(word));

interface Word {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

/** The first of all rare words in a run of words does the work. */
function findPhrase({ text, start }: Site): Hit | undefined {
  const anchor = wordAt(text, start);
  if (!anchor) return undefined;
  const run = [anchor];
  for (let word = wordBefore(text, start); word && run.length <= MOST; word = wordBefore(text, word.start)) {
    if (IS_RARE[word.number]) return undefined;
    run.unshift(word);
  }
  for (let word = wordAfter(text, anchor.end); word; word = wordAfter(text, word.end)) {
    if (run.push(word) > MOST + MOST_OTHERS) return undefined;
  }
  for (const length of LENGTHS) {
    const others = run.length - length;
    for (let from = 0; from <= others && others <= MOST_OTHERS; from++) {
      const words = run.slice(from, from + length);
      if (isPhrase(words.map(({ number }) => number)) && !isListOfNames(text, words))
        return hit({ start: words[0]!.start, end: words.at(-1)!.end }, SURE);
    }
  }
  return undefined;
}

/** `push-button|push-mark|put`: some words are joined to names, and others stand apart. */
function isListOfNames(text: string, words: readonly Word[]): boolean {
  const gaps = words.slice(1).map(({ start }, index) => text.slice(words[index]!.end, start));
  return gaps.includes('-') && gaps.some((gap) => gap !== '-');
}

/** Numbers, quotes and the like may be between words. */
const isGap = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === SPACE || (code < 0x80 ? GAPS[code] === 1 : /\s/.test(text.charAt(at)));
};
const SPACE = 0x20;
const GAPS = Uint8Array.from({ length: 128 }, (_, code) => (/[\s\d,;|"'.)*-]/.test(String.fromCharCode(code)) ? 1 : 0));
const isLetter = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at) | 0x20;
  return code >= 0x61 && code <= 0x7a;
};

function addLetter(letters: number, code: number): number {
  return (letters << 5) | (code & 31);
}

function wordAt(text: string, start: number): Word | undefined {
  if (isLetter(text, start - 1)) return undefined;
  let end = start;
  let letters = 0;
  for (; end - start <= MAX_WORD && isLetter(text, end); end++)
    if (end - start < 4) letters = addLetter(letters, text.charCodeAt(end));
  if (end - start > MAX_WORD) return undefined;
  const number = NUMBERS.get(letters);
  // A word may be written by its first four letters alone.
  const isWhole = number !== undefined && (end - start === 4 || end - start === SIZES[number]);
  return isWhole ? { start, end, number } : undefined;
}

function wordAfter(text: string, at: number): Word | undefined {
  let start = at;
  while (start - at < MAX_GAP && isGap(text, start)) start++;
  return start > at ? wordAt(text, start) : undefined;
}

function wordBefore(text: string, at: number): Word | undefined {
  let end = at;
  while (at - end < MAX_GAP && isGap(text, end - 1)) end--;
  let start = end;
  while (end - start <= MAX_WORD && isLetter(text, start - 1)) start--;
  return start < end && end < at ? wordAt(text, start) : undefined;
}

/** Each word encodes 11 bits; the last bits, one for each three words, are the first of a hash of the others. */
function isPhrase(numbers: readonly number[]): boolean {
  if (new Set(numbers).size === 1) return false;
  const bits = numbers.map((number) => number.toString(2).padStart(11, '0')).join('');
  const sumLength = numbers.length / 3;
  const entropy = bits.slice(0, -sumLength).match(/.{8}/g) ?? [];
  const [sum = 0] = hash(
    'sha256',
    Uint8Array.from(entropy, (byte) => Number.parseInt(byte, 2)),
    'buffer',
  );
  return sum >> (8 - sumLength) === Number.parseInt(bits.slice(-sumLength), 2);
}

export const seedPhrase: Family = {
  name: 'seed-phrase',
  detectors: [
    {
      id: 'seed_phrase',
      title: 'the seed phrase of a wallet',
      group: 'secret',
      rules: [
        { anchors: WORDS.filter((_, number) => IS_RARE[number]).map((word) => word.slice(0, 4)), verify: findPhrase },
      ],
    },
  ],
};
