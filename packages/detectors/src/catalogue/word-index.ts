import type { BytesReader, BytesWriter } from './bytes.js';

/** As many first characters tell most words apart. */
const HEAD = 4;
/** A word of one character that counts only behind another script is written with this bit. */
export const BEHIND_FOREIGN = 0x80;
/** For hashing: 2^32 divided by the golden ratio. */
export const FACTOR = 0x9e3779b1;

/** The number of characters of heads, in the order in which words are visited. */
const SIZES = [3, HEAD, 1, 2] as const;

type Visit = (number: number, start: number, end: number) => void;

/** Words by how they begin, as they are compiled. */
export interface WordTables {
  /** The characters of all words. */
  readonly chars: Uint8Array;
  /**
   * Four numbers for each word: its head, which is up to four characters, a byte each, the same of the four behind it, its
   * place in `chars` with its length in the highest byte, and the next word with that head, plus one.
   */
  readonly words: Uint32Array;
  /** At the hash of a head, or behind it: the first word with that head, plus one. At most half of it is taken. */
  readonly first: Uint16Array;
}
const FIELDS = 4;
const PLACE = 2;
const NEXT = 3;
/** The length of a word is above so many bits. */
export const LENGTH_SHIFT = 24;
const MAX_PLACE = 0xff_ffff;

/** @param words up to 65,534 different words, none empty: ASCII in lower case, or one character and `BEHIND_FOREIGN` */
export function toWordTables(words: readonly string[]): WordTables {
  const bits = Math.ceil(Math.log2(words.length + 1)) + 1;
  const tables: WordTables = {
    chars: Buffer.from(words.join(''), 'latin1'),
    words: new Uint32Array(FIELDS * words.length),
    first: new Uint16Array(1 << bits),
  };
  let place = tables.chars.length;
  // From the last one: each is put before those with the same head.
  for (let index = words.length - 1; index >= 0; index--) {
    const word = words[index]!;
    const { length } = word;
    place -= length;
    const head = headOf(word, 0, Math.min(HEAD, length));
    const slot = slotOf(tables, 32 - bits, head);
    const rest = length > HEAD ? headOf(word, HEAD, Math.min(HEAD, length - HEAD)) : 0;
    tables.words.set([head, rest, place | (length << LENGTH_SHIFT), tables.first[slot]!], FIELDS * index);
    tables.first[slot] = index + 1;
  }
  return tables;
}

export function writeWords(to: BytesWriter, name: string, { chars, words, first }: WordTables): void {
  to.add(`${name} chars`, chars);
  to.add(`${name} words`, words);
  to.add(`${name} first`, first);
}

export const readWords = (from: BytesReader, name: string): WordTables => ({
  chars: from.bytes(`${name} chars`),
  words: from.uint32(`${name} words`),
  first: from.uint16(`${name} first`),
});

/** Finds the words that stand at a place, as numbers. */
export class WordIndex {
  readonly #tables: WordTables;
  readonly #shift: number;
  /** Made for the first text. */
  #begins: Uint8Array | undefined;

  constructor(tables: WordTables) {
    this.#tables = tables;
    this.#shift = 32 - Math.log2(tables.first.length);
  }

  /** Visits all that stand there, in any case; the long ones first. */
  at(text: string, at: number, visit: Visit): void {
    this.#begins ??= beginsOf(this.#tables);
    if (this.#begins[beginOf(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2))] === 0) return;
    for (const size of SIZES) this.#visit(headOf(text, at, size), size, text, at, visit);
  }

  /** A word and all that it begins with. */
  within(number: number, visit: Visit): void {
    const { chars, words } = this.#tables;
    const place = words[FIELDS * number + PLACE]!;
    const from = place & MAX_PLACE;
    const word = Buffer.from(chars.subarray(from, from + (place >>> LENGTH_SHIFT))).toString('latin1');
    if (word.charCodeAt(0) >= BEHIND_FOREIGN) visit(number, 0, 1);
    else this.at(word, 0, visit);
  }

  #visit(head: number, size: number, text: string, at: number, visit: Visit): void {
    const { chars, words, first } = this.#tables;
    let number = first[slotOf(this.#tables, this.#shift, head)]!;
    while (number > 0) {
      const own = FIELDS * (number - 1);
      const place = words[own + PLACE]!;
      const length = place >>> LENGTH_SHIFT;
      if (length === size || (length > size && goesOn(chars, place & MAX_PLACE, length, size, text, at)))
        visit(number - 1, at, at + length);
      number = words[own + NEXT]!;
    }
  }
}

/** Three characters as a number, five bits of each: many are the same, as are both cases of a letter. */
const KINDS = 32;
const beginOf = (first: number, second: number, third: number): number =>
  (first & 31) | ((second & 31) << 5) | ((third & 31) << 10);

/** Not zero for the begin of some word; a word of one or two characters begins with any that follow. */
function beginsOf({ words }: WordTables): Uint8Array {
  const begins = new Uint8Array(KINDS ** 3);
  for (let own = 0; own < words.length; own += FIELDS) {
    const head = words[own]!;
    const [second, third] = [(head >>> 8) & 0xff, (head >>> 16) & 0xff];
    for (let any = 0; any < (third === 0 ? KINDS : 1); any++)
      for (let other = 0; other < (second === 0 ? KINDS : 1); other++)
        begins[beginOf(head, second | other, third | any)] = 1;
  }
  return begins;
}

/** The slot where a head is, or would be. */
function slotOf({ first, words }: WordTables, shift: number, head: number): number {
  let slot = Math.imul(head, FACTOR) >>> shift;
  while (first[slot] !== 0 && (words[FIELDS * (first[slot]! - 1)]! | 0) !== head)
    slot = (slot + 1) & (first.length - 1);
  return slot;
}

/** No word has this head. */
const NONE = -1;

/** The text there, whose first characters are those of a word, is the word. */
function goesOn(chars: Uint8Array, from: number, length: number, known: number, text: string, at: number): boolean {
  if (at + length > text.length) return false;
  for (let index = known; index < length; index++)
    if (fold(text.charCodeAt(at + index)) !== chars[from + index]) return false;
  return true;
}

/** ASCII letters in lower case. */
const fold = (code: number): number => (code >= 0x41 && code <= 0x5a ? code | 0x20 : code);

/** More than any character of a word. */
const LIMIT = 0x100;

/** So many characters as a number; `NONE` where there are fewer, or others than a word can have. */
function headOf(text: string, at: number, length: number): number {
  let head = 0;
  for (let index = 0; index < length; index++) {
    const code = fold(text.charCodeAt(at + index));
    if (!(code < LIMIT)) return NONE;
    head |= code << (8 * index);
  }
  return head;
}
