import { INSPECTION_LIMIT } from '../families/limits.js';
import { isArray, type Json } from '../json.js';
import type { Part, Path, Seam, SeamEngine } from './seam-engine.js';

/** In one message, in pieces. A message with more is reported as too much to inspect. */
const MAX_SEAMS = 10_000;

/** Finds what one message has at its seams. */
export class Seams {
  readonly found: Seam[] = [];
  readonly #engine: SeamEngine;

  constructor(engine: SeamEngine) {
    this.#engine = engine;
  }

  readonly #look = (text: string, parts: readonly Part[]): void => {
    for (const seam of this.#engine.look(text, parts)) {
      if (this.found.length > MAX_SEAMS) return;
      const isOver = this.found.length === MAX_SEAMS;
      this.found.push(isOver ? { ...seam, detector: INSPECTION_LIMIT, confidence: 1 } : seam);
    }
  };

  /** Joins the strings of an array, and those that its objects have under the same key. */
  joinItems(items: readonly Json[], path: Path): void {
    if (items.length < 2) return;
    const own = new Neighbours(this.#look, path);
    const byKey = new Map<string, Neighbours>();
    for (let index = 0; index < items.length; index++) {
      const item = items[index]!;
      if (typeof item === 'string') own.add(item, index);
      else if (typeof item === 'object' && item !== null && !isArray(item))
        for (const name in item) {
          const member = item[name];
          if (typeof member !== 'string') continue;
          let members = byKey.get(name);
          if (!members) byKey.set(name, (members = new Neighbours(this.#look, path)));
          members.add(member, index, name);
        }
    }
    own.close();
    for (const neighbours of byKey.values()) neighbours.close();
  }

  /** Joins the strings of an object. */
  joinMembers(members: Readonly<Record<string, Json>>, path: Path): void {
    const own = new Neighbours(this.#look, path);
    for (const name in members) {
      const member = members[name];
      if (typeof member === 'string') own.add(member, name);
    }
    own.close();
  }
}

type Look = (text: string, parts: readonly Part[]) => void;

/** Of one string, in characters: no value that is looked for is longer. */
const MAX_PART = 512;
/** Of all strings that are joined, in characters: no value is shorter, and most neighbours have no more to join. */
export const MIN_TEXT = 12;

/**
 * Neighbouring strings, such as the items of an array: finds what was cut at the seams between them, if a rule is
 * sure of it without any context. Most strings begin or end with a space, or join to a few characters, and cost nothing.
 */
class Neighbours {
  readonly #look: Look;
  /** To the array or object that has the strings. */
  readonly #base: Path;
  #texts: string[] = [];
  #parts: Part[] = [];
  #length = 0;

  constructor(look: Look, base: Path) {
    this.#look = look;
    this.#base = base;
  }

  /** @param step from the base to the string, with `name` where it is a member of an item */
  add(text: string, step: string | number, name?: string): void {
    if (this.#texts.length > 0) {
      const head = endOfHead(text);
      if (head > 0) this.#push(text.slice(0, head), 0, step, name);
      if (head === text.length && head < MAX_PART) return;
      this.close();
    }
    const tail = startOfTail(text);
    if (tail < text.length) this.#push(text.slice(tail), tail, step, name);
  }

  /** No more strings follow. */
  close(): void {
    if (this.#texts.length === 0) return;
    if (this.#texts.length > 1 && this.#length >= MIN_TEXT) this.#look(this.#texts.join(''), this.#parts);
    this.#texts = [];
    this.#parts = [];
    this.#length = 0;
  }

  #push(text: string, offset: number, step: string | number, name: string | undefined): void {
    this.#parts.push({ base: this.#base, step, name, offset, at: this.#length });
    this.#texts.push(text);
    this.#length += text.length;
  }
}

/** Where the run of visible characters ends that a text begins with. */
function endOfHead(text: string): number {
  const limit = Math.min(text.length, MAX_PART);
  let at = 0;
  while (at < limit && TOKENS[text.charCodeAt(at)] === 1) at++;
  return at;
}

/** Where the run of visible characters begins that a text ends with. */
function startOfTail(text: string): number {
  const limit = Math.max(0, text.length - MAX_PART);
  let at = text.length;
  while (at > limit && TOKENS[text.charCodeAt(at - 1)] === 1) at--;
  return at;
}

/** And quotes: no value that is sure by itself has one. */
const BRACKETS = '"\'`;<>()[]';
/** By code, whether a character is visible ASCII and no bracket. */
const TOKENS = Uint8Array.from({ length: 0x7f }, (_, code) =>
  code > 0x20 && !BRACKETS.includes(String.fromCharCode(code)) ? 1 : 0,
);
