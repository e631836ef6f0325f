/*
 * Groups of digits with single characters between them, as rules write them: `###-##-####`.
 *
 * All shapes make one trie, whose steps are in one table by their hash: a step is one look into memory that stays near,
 * since digits are what logs and tables consist of.
 */

const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
const TAB = 9;
/** A longer group is of no shape. */
const MAX_GROUP = 32;

/** A step is a group of so many digits, or a character of this class or one above. */
const LETTER = MAX_GROUP + 2;

/** A shape, and what is found where it stands. */
export interface ShapeEntry<Value> {
  readonly shape: string;
  readonly value: Value;
}

/** Shapes that are looked for together. */
export class Shapes<Value, Found> {
  /** The step that each character code is; 0 for none. */
  readonly #steps = new Uint8Array(0x1_0000);
  /** At the hash of a row and a step, or behind it: both of them, and the row that the step leads to. At most half is taken. */
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  readonly #shift: number;
  /** The finds of each row, where shapes end. */
  readonly #found: readonly (Found | undefined)[];

  /** @param toFound makes one thing of all values of a shape */
  constructor(entries: readonly ShapeEntry<Value>[], toFound: (values: readonly Value[]) => Found) {
    const steps = this.#steps;
    for (let code = 0x41; code <= 0x5a; code++) steps[code] = steps[code | 0x20] = LETTER;
    steps[TAB] = steps[NO_BREAK_SPACE] = steps[SPACE] = LETTER + 1;
    let count = LETTER + 2;
    const next = new Map<number, number>();
    const values: (Value[] | undefined)[] = [undefined];
    for (const { shape, value } of entries) {
      let row = 0;
      for (let at = 0; at < shape.length;) {
        let end = at;
        while (shape.charCodeAt(end) === HASH) end++;
        const step = end > at ? end - at : (steps[shape.charCodeAt(at)] ||= count++);
        const from = (row << 8) | step;
        const known = next.get(from);
        row = known ?? values.push(undefined) - 1;
        if (known === undefined) next.set(from, row);
        at = Math.max(end, at + 1);
      }
      const own = values[row];
      if (own) own.push(value);
      else values[row] = [value];
    }
    const bits = Math.ceil(Math.log2(next.size + 1)) + 1;
    this.#from = new Uint32Array(1 << bits);
    this.#to = new Uint32Array(1 << bits);
    this.#shift = 32 - bits;
    for (const [from, row] of next) {
      const slot = this.#slotOf(from);
      this.#from[slot] = from;
      this.#to[slot] = row;
    }
    this.#found = values.map((own) => own && toFound(own));
  }

  /** Calls `visit` for every shape that stands at `start`, where a group of digits begins. */
  find(text: string, start: number, visit: (found: Found, start: number, end: number) => void): void {
    const steps = this.#steps;
    let at = endOfDigits(text, start);
    let row = this.#follow(0, at - start);
    while (row !== 0) {
      const found = this.#found[row];
      if (found !== undefined) visit(found, start, at);
      if (at === text.length) return;
      const code = text.charCodeAt(at);
      if (isDigit(code)) {
        const end = endOfDigits(text, at);
        row = this.#follow(row, end - at);
        at = end;
      } else {
        const step = steps[code]!;
        if (step === 0) return;
        row = this.#follow(row, step);
        at++;
      }
    }
  }

  /** The row that a step leads to; 0 where there is none. */
  #follow(row: number, step: number): number {
    return this.#to[this.#slotOf((row << 8) | step)]!;
  }

  /** The place where a step of a row is, or would be. */
  #slotOf(from: number): number {
    const taken = this.#from;
    let slot = Math.imul(from, FACTOR) >>> this.#shift;
    while (taken[slot] !== 0 && taken[slot] !== from) slot = (slot + 1) & (taken.length - 1);
    return slot;
  }
}

/** For hashing: 2^32 divided by the golden ratio. */
const FACTOR = 0x9e3779b1;
const HASH = 0x23;

/** At most one past the longest group that counts. */
function endOfDigits(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_GROUP + 1);
  let end = start + 1;
  while (end < limit && isDigit(text.charCodeAt(end))) end++;
  return end;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
