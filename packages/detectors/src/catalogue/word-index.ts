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
  /** The characters of all words, and where each ends. */
  readonly chars: Uint8Array;
  readonly ends: Uint32Array;
  /** Their heads: up to four characters as one number, a byte each, and the next with that head, plus one. */
  readonly heads: Int32Array;
  readonly next: Uint16Array;
  /** At the hash of a head, or behind it: the first word with that head, plus one. At most half of it is taken. */
  readonly first: Uint16Array;
}

/** @param words up to 65,534 different words, none empty: ASCII in lower case, or one character and `BEHIND_FOREIGN` */
export function toWordTables(words: readonly string[]): WordTables {
  const bits = Math.ceil(Math.log2(words.length + 1)) + 1;
  let end = 0;
  const tables: WordTables = {
    chars: Buffer.from(words.join(''), 'latin1'),
    ends: Uint32Array.from(words, ({ length }) => (end += length)),
    heads: new Int32Array(words.length),
    next: new Uint16Array(words.length),
    first: new Uint16Array(1 << bits),
  };
  // From the last one: each is put before those with the same head.
  for (let index = words.length - 1; index >= 0; index--) {
    const word = words[index]!;
    const head = (tables.heads[index] = headOf(word, 0, Math.min(HEAD, word.length)));
    const slot = slotOf(tables, 32 - bits, head);
    tables.next[index] = tables.first[slot]!;
    tables.first[slot] = index + 1;
  }
  return tables;
}

const PARTS = ['chars', 'ends', 'heads', 'next', 'first'] as const;

export function writeWords(to: BytesWriter, name: string, tables: WordTables): void {
  for (const part of PARTS) to.add(`${name} ${part}`, tables[part]);
}

export const readWords = (from: BytesReader, name: string): WordTables => ({
  chars: from.bytes(`${name} chars`),
  ends: from.uint32(`${name} ends`),
  heads: from.int32(`${name} heads`),
  next: from.uint16(`${name} next`),
  first: from.uint16(`${name} first`),
});

/** Finds the words that stand at a place, as numbers. */
export class WordIndex {
  readonly #tables: WordTables;
  readonly #shift: number;

  constructor(tables: WordTables) {
    this.#tables = tables;
    this.#shift = 32 - Math.log2(tables.first.length);
  }

  /** Visits all that stand there, in any case; the long ones first. */
  at(text: string, at: number, visit: Visit): void {
    for (const size of SIZES) this.#visit(headOf(text, at, size), size, text, at, visit);
  }

  /** A word and all that it begins with. */
  within(number: number, visit: Visit): void {
    const { chars, ends } = this.#tables;
    const word = Buffer.from(chars.subarray(ends[number - 1] ?? 0, ends[number])).toString('latin1');
    if (word.charCodeAt(0) >= BEHIND_FOREIGN) visit(number, 0, 1);
    else this.at(word, 0, visit);
  }

  #visit(head: number, size: number, text: string, at: number, visit: Visit): void {
    const { chars, ends, next, first } = this.#tables;
    for (let number = first[slotOf(this.#tables, this.#shift, head)]!; number > 0; number = next[number - 1]!) {
      const from = number === 1 ? 0 : ends[number - 2]!;
      const length = ends[number - 1]! - from;
      if (length === size || (length > size && goesOn(chars, from, length, size, text, at)))
        visit(number - 1, at, at + length);
    }
  }
}

/** The slot where a head is, or would be. */
function slotOf({ first, heads }: WordTables, shift: number, head: number): number {
  let slot = Math.imul(head, FACTOR) >>> shift;
  while (first[slot] !== 0 && heads[first[slot]! - 1] !== head) slot = (slot + 1) & (first.length - 1);
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
