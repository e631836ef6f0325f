/** A word, and what it leads to. */
export interface Entry<Value> {
  readonly word: string;
  readonly value: Value;
}

/** As many first characters tell most words apart. */
const HEAD = 4;

type Visit<Value> = (value: Value, start: number, end: number) => void;

/** Words by how they begin, to find those that stand at a place where `Sweep` says that one may. */
export class WordIndex<Value> {
  /** Words of one character, by its code. */
  readonly #single: (Entry<Value> | undefined)[] = Array.from({ length: 128 });
  /** All others, their heads: up to four characters as one number, a byte each, and the next with that head, plus one. */
  readonly #entries: readonly Entry<Value>[];
  readonly #heads: Int32Array;
  readonly #next: Uint16Array;
  /** At the hash of a head, or behind it: the first entry with that head, plus one. At most half of it is taken. */
  readonly #first: Uint16Array;
  readonly #shift: number;

  /** @param entries up to 65,534 different ASCII words in lower case, none empty */
  constructor(entries: readonly Entry<Value>[]) {
    const bits = Math.ceil(Math.log2(entries.length + 1)) + 1;
    this.#entries = entries;
    this.#heads = new Int32Array(entries.length);
    this.#next = new Uint16Array(entries.length);
    this.#first = new Uint16Array(1 << bits);
    this.#shift = 32 - bits;
    // From the last one: each is put before those with the same head.
    for (let index = entries.length - 1; index >= 0; index--) {
      const { word } = entries[index]!;
      if (word.length === 1) this.#single[word.charCodeAt(0)] = entries[index];
      else {
        const slot = this.#slotOf((this.#heads[index] = headOf(word, 0, Math.min(HEAD, word.length))));
        this.#next[index] = this.#first[slot]!;
        this.#first[slot] = index + 1;
      }
    }
  }

  /** The words of one or two characters that stand there, in any case. */
  shortAt(text: string, at: number, visit: Visit<Value>): void {
    const single = this.#single[text.charCodeAt(at)];
    if (single) visit(single.value, at, at + 1);
    this.#visit(headOf(text, at, 2), 2, text, at, visit);
  }

  /** All longer ones. */
  longAt(text: string, at: number, visit: Visit<Value>): void {
    const three = headOf(text, at, 3);
    this.#visit(three, 3, text, at, visit);
    const fourth = fold(text.charCodeAt(at + 3));
    if (three !== NONE && fourth < 128) this.#visit(three | (fourth << 24), HEAD, text, at, visit);
  }

  #visit(head: number, size: number, text: string, at: number, visit: Visit<Value>): void {
    for (let number = this.#first[this.#slotOf(head)]!; number > 0; number = this.#next[number - 1]!) {
      const { word, value } = this.#entries[number - 1]!;
      if (word.length === size || (word.length > size && goesOn(word, size, text, at)))
        visit(value, at, at + word.length);
    }
  }

  /** The slot where a head is, or would be. */
  #slotOf(head: number): number {
    const first = this.#first;
    let slot = Math.imul(head, FACTOR) >>> this.#shift;
    while (first[slot] !== 0 && this.#heads[first[slot]! - 1] !== head) slot = (slot + 1) & (first.length - 1);
    return slot;
  }
}

/** For hashing: 2^32 divided by the golden ratio. */
const FACTOR = 0x9e3779b1;
/** No word has this head. */
const NONE = -1;

/** The text there, whose first characters are those of a word, is the word. */
function goesOn(word: string, from: number, text: string, at: number): boolean {
  if (at + word.length > text.length) return false;
  for (let index = from; index < word.length; index++)
    if (fold(text.charCodeAt(at + index)) !== word.charCodeAt(index)) return false;
  return true;
}

/** ASCII letters in lower case. */
const fold = (code: number): number => (code >= 0x41 && code <= 0x5a ? code | 0x20 : code);

/** So many characters as a number; `NONE` where there are fewer, or others than ASCII among them. */
function headOf(text: string, at: number, length: number): number {
  let head = 0;
  for (let index = 0; index < length; index++) {
    const code = fold(text.charCodeAt(at + index));
    if (!(code < 128)) return NONE;
    head |= code << (8 * index);
  }
  return head;
}
