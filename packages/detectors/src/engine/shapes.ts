/*
 * Groups of digits with single characters between them, as rules write them: `###-##-####`.
 *
 * All shapes make one trie, whose steps lie over each other in two short rows of numbers (Tarjan and Yao, 1979): a step
 * is one look into memory that stays near, since digits are what logs and tables consist of.
 */

const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
const TAB = 9;
/** A longer group is of no shape. */
const MAX_GROUP = 32;

/* A step is a group of so many digits, or a character of a class above that. */
const LETTER = MAX_GROUP + 2;
const FIRST_CLASS = LETTER + 1;

/** The trie while it is built: rows of `width` steps to other rows, 0 where there is none. */
interface Trie<Value> {
  readonly next: Uint32Array;
  readonly width: number;
  /** The values of the shapes that end at each row. */
  readonly values: readonly Value[][];
}

interface Rows {
  /** The beginning of each row's steps in `next`. */
  readonly bases: Uint32Array;
  /** The row that a step leads to, and whose step it is, plus one. */
  readonly next: Uint32Array;
  readonly owners: Uint32Array;
}

/** A shape, and what is found where it stands. */
export interface ShapeEntry<Value> {
  readonly shape: string;
  readonly value: Value;
}

/** Shapes that are looked for together. */
export class Shapes<Value, Found> {
  /** The step of each character code; 0 for none. */
  readonly #steps: Uint8Array;
  readonly #bases: Uint32Array;
  readonly #next: Uint32Array;
  readonly #owners: Uint32Array;
  /** The values that are found where the shapes of a row end. */
  readonly #found: readonly (Found | undefined)[];

  /** @param toFound makes one thing of all values of a shape */
  constructor(entries: readonly ShapeEntry<Value>[], toFound: (values: readonly Value[]) => Found) {
    this.#steps = classify(entries);
    const trie = buildTrie(entries, this.#steps);
    const { bases, next, owners } = overlay(trie);
    this.#bases = bases;
    this.#next = next;
    this.#owners = owners;
    this.#found = trie.values.map((values) => (values.length === 0 ? undefined : toFound(values)));
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
        const step = code < steps.length ? steps[code]! : 0;
        if (step === 0) return;
        row = this.#follow(row, step);
        at++;
      }
    }
  }

  /** The row that a step leads to; 0 where there is none. */
  #follow(row: number, step: number): number {
    const at = this.#bases[row]! + step;
    return this.#owners[at] === row + 1 ? this.#next[at]! : 0;
  }
}

function classify(entries: readonly { readonly shape: string }[]): Uint8Array {
  const others = new Set(entries.flatMap(({ shape }) => shape.split('')).map((char) => char.charCodeAt(0)));
  const steps = new Uint8Array(Math.max(...others, NO_BREAK_SPACE) + 1);
  let count = FIRST_CLASS;
  for (const code of others) steps[code] = count++;
  for (let code = 0x41; code <= 0x5a; code++) steps[code] = steps[code | 0x20] = LETTER;
  steps[TAB] = steps[NO_BREAK_SPACE] = steps[SPACE]!;
  return steps;
}

function buildTrie<Value>(entries: readonly ShapeEntry<Value>[], steps: Uint8Array): Trie<Value> {
  const width = steps.reduce((most, step) => Math.max(most, step), LETTER) + 1;
  const next = new Uint32Array((entries.reduce((sum, { shape }) => sum + shape.length, 0) + 1) * width);
  const values: Value[][] = [[]];
  for (const { shape, value } of entries) {
    let row = 0;
    for (let at = 0; at < shape.length;) {
      let end = at;
      while (shape.charCodeAt(end) === HASH) end++;
      const place = row * width + (end > at ? end - at : steps[shape.charCodeAt(at)]!);
      next[place] ||= values.push([]) - 1;
      row = next[place]!;
      at = Math.max(end, at + 1);
    }
    values[row]!.push(value);
  }
  return { next, width, values };
}
const HASH = 0x23;

/** Lays the steps of all rows into one row of numbers, those of each where all of their places are free. */
function overlay({ next, width, values }: Trie<unknown>): Rows {
  const bases = new Uint32Array(values.length);
  // A row that fits nowhere begins behind all others.
  const laid = new Uint32Array(values.length * width);
  const owners = new Uint32Array(values.length * width);
  let taken = 1; // All places before are, and no step is 0.
  let end = 0;
  for (let row = 0; row < values.length; row++) {
    const own = stepsOf(next, row * width, width);
    if (own.length === 0) continue;
    while (owners[taken] !== 0) taken++;
    let base = Math.max(0, taken - own[0]!);
    while (!isFree(owners, base, own)) base++;
    bases[row] = base;
    for (const step of own) {
      laid[base + step] = next[row * width + step]!;
      owners[base + step] = row + 1;
    }
    end = Math.max(end, base + width);
  }
  return { bases, next: laid.slice(0, end), owners: owners.slice(0, end) };
}

function stepsOf(next: Uint32Array, start: number, width: number): readonly number[] {
  const steps: number[] = [];
  for (let step = 0; step < width; step++) if (next[start + step] !== 0) steps.push(step);
  return steps;
}

function isFree(owners: Uint32Array, base: number, steps: readonly number[]): boolean {
  for (let index = 0; index < steps.length; index++) if (owners[base + steps[index]!] !== 0) return false;
  return true;
}

/** At most one past the longest group that counts. */
function endOfDigits(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_GROUP + 1);
  let end = start + 1;
  while (end < limit && isDigit(text.charCodeAt(end))) end++;
  return end;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
