import { DIGIT, KINDS, OTHER, RUN, SEPARATOR } from './kinds.js';
import {
  AHEAD,
  BEGINS_OF,
  CARRIED,
  CHARS,
  CHUNK,
  DIGIT_BITS,
  EVENTS,
  FACTORS,
  FIRST,
  FIRST_SHIFT,
  FOURTHS,
  FROM,
  GRAMS,
  HAS_OTHER,
  HIGH,
  LONG_GRAMS,
  MAX_CHARS,
  MAX_EVENTS,
  MAX_WORDS,
  PAIRS,
  RECORDS,
  REST_MASKS,
  ROW_DIGITS,
  ROW_EDGES,
  SETS,
  SHAPE_SHIFT,
  STEPS,
  TEXT,
  TO,
  WIDE,
} from './sweep-layout.js';
import { shiftOf, type ShapeTables } from './shapes.js';
import type { WordTables } from './word-index.js';

/** The part of https://webassembly.github.io/spec/js-api that is used here: the types of Node.js leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
};
/** As `assemble` makes them. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly run: (length: number, base: number, wide: number) => number;
}

/** The program of all sweeps; each has a memory of its own. */
export type SweepProgram = object;

/** @param code of `assembleSweep`, in memory that no other thread has */
export const toProgram = (code: Uint8Array<ArrayBuffer>): SweepProgram => new WebAssembly.Module(code);

/** This stands for a character above U+007F: no word has it. */
const FOREIGN = 0x80;
/** Shorter texts are copied sooner than handed over. */
const MIN_WIDE = 32;
/** Zeros stand behind a text for as far as words and pairs look beyond it. */
const PADDING = 32;
/** The program looks at so many characters at once. */
const BLOCK = 16;
const BLOCK_BITS = 4;

/** Goes over a text and says where something is. */
export class Sweep {
  readonly #run: Exports['run'];
  readonly #carried: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #digits: Uint16Array;
  /** The two characters before the chunk. */
  readonly #before: Uint8Array;
  readonly #wide: Buffer;
  /** Places in the chunk, and what is there: see `sweep-code.ts`. In order; as many as `next` said. */
  readonly events: Uint32Array;
  #text = '';
  /** The beginning of the chunk in the text, and of the next one. */
  base = 0;
  #next = 0;

  /**
   * @param tables of `toSweepTables`
   * @param words the same words with their numbers
   */
  constructor(program: SweepProgram, tables: Uint8Array, words: WordTables, shapes: ShapeTables) {
    const { memory, run } = new WebAssembly.Instance(program).exports;
    this.#run = run;
    this.#carried = new Int32Array(memory.buffer, CARRIED, HAS_OTHER + 1);
    this.#digits = new Uint16Array(memory.buffer, DIGIT_BITS, CHUNK / BLOCK);
    this.#before = new Uint8Array(memory.buffer, TEXT - 2, 2);
    this.#bytes = new Uint8Array(memory.buffer, TEXT, CHUNK + AHEAD + PADDING);
    this.events = new Uint32Array(memory.buffer, EVENTS, MAX_EVENTS);
    this.#wide = Buffer.from(memory.buffer, WIDE, 2 * (CHUNK + AHEAD + PADDING));
    new Uint8Array(memory.buffer).set(tables);
    for (const [at, numbers] of [
      [FIRST_SHIFT, Uint32Array.of(shiftOf(words.first), words.first.length - 1)],
      [FIRST, words.first],
      [RECORDS, words.words],
      [CHARS, words.chars],
      [SHAPE_SHIFT, Uint32Array.of(shiftOf(shapes.from), shapes.from.length - 1)],
      [FROM, shapes.from],
      [TO, shapes.to],
      [ROW_EDGES, shapes.edges],
      [ROW_DIGITS, shapes.firstDigits],
      [BEGINS_OF, shapes.begins],
    ] as const)
      new Uint8Array(memory.buffer).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at);
    for (let at = 0; at < shapes.steps.length; at += 2)
      if (shapes.steps[at]! < FOREIGN) new Uint8Array(memory.buffer)[STEPS + shapes.steps[at]!] = shapes.steps[at + 1]!;
  }

  /** The text, as far as it was gone over, has a character above U+007F or a control. */
  get hasOther(): boolean {
    return this.#carried[HAS_OTHER] !== 0;
  }

  begin(text: string): void {
    this.#text = text;
    this.#next = 0;
    this.#carried[HAS_OTHER] = 0;
  }

  /** Goes over the next chunk; the number of events in it, or -1 where there is none. */
  next(): number {
    const text = this.#text;
    if (this.#next >= text.length) return -1;
    this.base = this.#next;
    const length = Math.min(CHUNK, text.length - this.base);
    this.#next += length;
    for (const back of [1, 2])
      this.#before[2 - back] = this.base < back ? 0 : Math.min(FOREIGN, text.charCodeAt(this.base - back));
    const wide = this.#fill(this.base, Math.min(text.length, this.#next + AHEAD));
    return this.#run(length, this.base, wide);
  }

  /** A digit stands there, or may: what is behind the chunk was not gone over yet. The first place is in the chunk. */
  mayHaveDigit(start: number, end: number): boolean {
    if (end > this.#next && this.#next < this.#text.length) return true;
    const last = (Math.min(end, this.#next) - 1 - this.base) >> BLOCK_BITS;
    const first = start - this.base;
    let digits = this.#digits[first >> BLOCK_BITS]! >> (first & (BLOCK - 1));
    for (let block = (first >> BLOCK_BITS) + 1; digits === 0 && block <= last; block++) digits = this.#digits[block]!;
    return digits !== 0;
  }

  /** How many characters the program has to take from `WIDE`. */
  #fill(start: number, end: number): number {
    const length = end - start;
    if (length >= MIN_WIDE) {
      const text = length === this.#text.length ? this.#text : this.#text.slice(start, end);
      this.#wide.fill(0, this.#wide.write(text, 'utf16le'), 2 * (length + PADDING));
      return length + PADDING;
    }
    const bytes = this.#bytes;
    for (let at = 0; at < length; at++) {
      const code = this.#text.charCodeAt(start + at);
      bytes[at] = code < FOREIGN ? code : FOREIGN;
    }
    bytes.fill(0, length, length + PADDING);
    return 0;
  }
}

/**
 * The memory of a sweep before its first text.
 * @param words ASCII, in lower case, none empty
 * @param behindForeign those of one character that count only where one of the two before it is above U+007F
 */
export function toSweepTables(words: ReadonlySet<string>, behindForeign: Iterable<string> = []): Uint8Array {
  const chars = [...words].reduce((sum, { length }) => sum + length, 0);
  if (words.size >= MAX_WORDS || chars > MAX_CHARS || [...words].some(({ length }) => length > AHEAD))
    throw new Error('the words are too many or too long: see the layout of the sweep');
  const memory = new Uint8Array(TEXT);
  for (let bit = 0; bit < 8; bit++) {
    memory[HIGH + bit] = 1 << bit;
    memory[FOURTHS + bit] = 1 << Math.min(bit, 6);
  }
  const masks = Uint32Array.from({ length: AHEAD + 1 }, (_, length) =>
    REST.slice(0, Math.max(0, length - 4)).reduce((mask, byte) => mask | byte, 0),
  );
  memory.set(new Uint8Array(masks.buffer), REST_MASKS);
  for (const [code, kind] of KINDS.entries()) {
    if ((kind & DIGIT) !== 0) addCode(memory, SETS.digit, code);
    if ((kind & RUN) !== 0) addCode(memory, SETS.run, code);
    if ((kind & SEPARATOR) !== 0) addCode(memory, SETS.separator, code);
    if ((kind & OTHER) !== 0) addCode(memory, SETS.other, code);
  }
  for (const word of words)
    if (word.length > 2) addGram(memory, word);
    else addShort(memory, word);
  for (const word of behindForeign) addCases(memory, SETS.behindForeign, word);
  return memory;
}

const REST = [0xff, 0xff00, 0xff_0000, 0xff00_0000];

function addShort(memory: Uint8Array, [first = '', second]: string): void {
  if (second === undefined) addCases(memory, SETS.single, first);
  else for (const one of casesOf(first)) for (const other of casesOf(second)) memory[PAIRS + one + other * 128] = 0xff;
}

const casesOf = (char: string): readonly number[] => [char.charCodeAt(0), char.toUpperCase().charCodeAt(0)];

function addCode(memory: Uint8Array, set: number, code: number): void {
  memory[set + (code & 15)]! |= 1 << (code >> 4);
}

function addCases(memory: Uint8Array, set: number, char: string): void {
  for (const code of casesOf(char)) addCode(memory, set, code);
}

/** In the table both cases of a letter are one, as are a few other characters. */
const fold = (word: string, at: number): number => word.charCodeAt(at) | 0x20;

/** The first four characters of a word and the kind of its fifth tell it from others, or all of three. */
function addGram(memory: Uint8Array, word: string): void {
  const hashOf = (length: number): number =>
    FACTORS.slice(0, length).reduce((sum, factor, at) => sum + factor * fold(word, at), 0) & 0xffff;
  if (word.length === 3) memory[GRAMS + hashOf(3)]! |= WORD_OF_THREE;
  else {
    memory[GRAMS + hashOf(3)]! |= memory[FOURTHS + (fold(word, 3) & 7)]!;
    memory[LONG_GRAMS + hashOf(4)]! |= word.length > 4 ? 1 << (fold(word, 4) & 7) : 0xff;
  }
}
const WORD_OF_THREE = 0x80;
