/*
 * Groups of digits with single characters between them, as rules write them: `###-##-####`.
 *
 * All shapes make one trie, whose steps are in one table by their hash: a step is one look into memory that stays near,
 * since digits are what logs and tables consist of.
 */

import { EDGES, EDGE_SETS } from '../rules/edges.js';
import { listAt, toLists, type BytesReader, type BytesWriter, type Lists } from './bytes.js';
import { AHEAD, MAX_ROWS, MAX_STEPS } from './sweep-layout.js';
import { FACTOR } from './word-index.js';

const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
const TAB = 9;
/** A longer group is of no shape. */
const MAX_GROUP = 32;
const CODES = 128;

/** A step is a group of so many digits, or a character of this class or one above. */
const LETTER = MAX_GROUP + 2;

/** Shapes that are looked for together, as they are compiled. */
export interface ShapeTables {
  /** Character codes and the step that each is, in turn. */
  readonly steps: Uint16Array;
  /** At the hash of a row and a step, or behind it: both of them, and the row that the step leads to. At most half is taken. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** A bit for each set of edges with which something is asked for where the shapes of a row end. */
  readonly edges: Uint32Array;
  /** The same for each first digit. */
  readonly firstDigits: Uint16Array;
  /**
   * The edges before a shape with which something is asked for, a bit for each set of them. There are 128 numbers, by the
   * character behind the first group, for each number of digits in it.
   */
  readonly begins: Uint16Array;
  /** The values of each row, where shapes end. */
  readonly values: Lists;
}

/** A shape with a number, the edges that it must have, as bits of `EDGES`, and the digits that it may begin with, as bits. */
interface Entry {
  readonly shape: string;
  readonly value: number;
  readonly edges: number;
  readonly firstDigits: number;
}

export function toShapeTables(entries: readonly Entry[]): ShapeTables {
  const steps = new Map<number, number>();
  for (let code = 0x41; code <= 0x5a; code++) steps.set(code, LETTER).set(code | 0x20, LETTER);
  for (const code of [TAB, NO_BREAK_SPACE, SPACE]) steps.set(code, LETTER + 1);
  let count = LETTER + 2;
  const stepOf = (code: number): number => {
    if (!steps.has(code)) steps.set(code, count++);
    return steps.get(code)!;
  };
  const next = new Map<number, number>();
  const values: number[][] = [[]];
  const edgesOf: number[] = [0];
  const digitsOf: number[] = [0];
  const begins = new Uint16Array((MAX_GROUP + 2) * CODES);
  for (const { shape, value, edges, firstDigits } of entries) {
    let row = 0;
    for (let at = 0; at < shape.length;) {
      let end = at;
      while (shape.charCodeAt(end) === HASH) end++;
      const from = (row << 8) | (end > at ? end - at : stepOf(shape.charCodeAt(at)));
      const known = next.get(from);
      row = known ?? edgesOf.push(0) - 1;
      if (known === undefined) next.set(from, values.push([]) - 1);
      at = Math.max(end, at + 1);
    }
    values[row]!.push(value);
    digitsOf[row] = (digitsOf[row] ?? 0) | firstDigits;
    for (let set = 0; set < EDGE_SETS; set++) if ((edges & ~set) === 0) edgesOf[row]! |= 1 << set;
    const digits = /^#*/.exec(shape)![0].length;
    const step = digits < shape.length ? stepOf(shape.charCodeAt(digits)) : undefined;
    for (let code = 0; code < CODES; code++)
      if (step === undefined || steps.get(code) === step)
        for (let set = 0; set < EDGES.ends; set++)
          if ((edges & ~EDGES.ends & ~set) === 0) begins[digits * CODES + code]! |= 1 << set;
  }
  const bits = Math.ceil(Math.log2(next.size + 1)) + 1;
  if (1 << bits > MAX_STEPS || values.length > MAX_ROWS || entries.some(({ shape }) => shape.length > AHEAD))
    throw new Error('the shapes are too many or too long: see the layout of the sweep');
  const tables = {
    steps: Uint16Array.from([...steps].flat()),
    from: new Uint32Array(1 << bits),
    to: new Uint32Array(1 << bits),
    edges: Uint32Array.from(edgesOf),
    firstDigits: Uint16Array.from(edgesOf, (_, row) => digitsOf[row] ?? 0),
    begins,
    values: toLists(values),
  };
  for (const [from, row] of next) {
    const slot = slotOf(tables.from, shiftOf(tables.from), from);
    tables.from[slot] = from;
    tables.to[slot] = row;
  }
  return tables;
}

export function writeShapes(
  to: BytesWriter,
  name: string,
  { steps, from, to: rows, edges, firstDigits, begins, values }: ShapeTables,
): void {
  to.add(`${name} steps`, steps);
  to.add(`${name} from`, from);
  to.add(`${name} to`, rows);
  to.add(`${name} edges`, edges);
  to.add(`${name} digits`, firstDigits);
  to.add(`${name} begins`, begins);
  to.addLists(`${name} values`, values);
}

export const readShapes = (from: BytesReader, name: string): ShapeTables => ({
  steps: from.uint16(`${name} steps`),
  from: from.uint32(`${name} from`),
  to: from.uint32(`${name} to`),
  edges: from.uint32(`${name} edges`),
  firstDigits: from.uint16(`${name} digits`),
  begins: from.uint16(`${name} begins`),
  values: from.lists(`${name} values`),
});

/** Finds shapes, and makes something of the values of each when it is first met. */
export class Shapes<Found> {
  /** The step that each character code is; 0 for none. */
  readonly #steps = new Uint8Array(0x1_0000);
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  readonly #shift: number;
  readonly #values: Lists;
  readonly #toFound: (values: Uint16Array) => Found;
  /** The finds by row; `null` where none was made yet. */
  readonly #found: (Found | null | undefined)[];

  constructor({ steps, from, to, values }: ShapeTables, toFound: (values: Uint16Array) => Found) {
    for (let at = 0; at < steps.length; at += 2) this.#steps[steps[at]!] = steps[at + 1]!;
    this.#from = from;
    this.#to = to;
    this.#shift = shiftOf(from);
    this.#values = values;
    this.#toFound = toFound;
    this.#found = Array.from(values.ends, (end, row) => (end > (values.ends[row - 1] ?? 0) ? null : undefined));
  }

  /** Calls `visit` for every shape that stands at `start`, where a group of digits begins. */
  find(text: string, start: number, visit: (found: Found, start: number, end: number) => void): void {
    const steps = this.#steps;
    let at = endOfDigits(text, start);
    let row = this.#follow(0, at - start);
    while (row !== 0) {
      let found = this.#found[row];
      if (found === null) found = this.#found[row] = this.#toFound(listAt(this.#values, row));
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
    return this.#to[slotOf(this.#from, this.#shift, (row << 8) | step)]!;
  }
}

/** How far a hash is shifted for a place in a table. */
export const shiftOf = (table: { readonly length: number }): number => 32 - Math.log2(table.length);

/** The place where a step of a row is, or would be. */
function slotOf(taken: Uint32Array, shift: number, from: number): number {
  let slot = Math.imul(from, FACTOR) >>> shift;
  while (taken[slot] !== 0 && taken[slot] !== from) slot = (slot + 1) & (taken.length - 1);
  return slot;
}

const HASH = 0x23;

/** At most one past the longest group that counts. */
function endOfDigits(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_GROUP + 1);
  let end = start + 1;
  while (end < limit && isDigit(text.charCodeAt(end))) end++;
  return end;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
