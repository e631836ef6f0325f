import { INSPECTION_LIMIT } from '../own-types.js';
import { isArray, type Json, type JsonPath } from '../json.js';
import type { CheckedSeams } from './checked-seams.js';
import type { Part, Seam, SeamEngine } from './seam-engine.js';

/** In one message, in pieces. A message with more is reported as too much to inspect. */
const MAX_SEAMS = 10_000;

/** Finds what one message has at its seams. */
export class Seams {
  readonly found: Seam[] = [];
  readonly #engine: SeamEngine;
  readonly #checked: CheckedSeams;

  constructor(engine: SeamEngine, checked: CheckedSeams) {
    this.#engine = engine;
    this.#checked = checked;
  }

  readonly #lookAtTokens = (text: string, parts: readonly Part[]): void => {
    this.#add(this.#engine.look(text, parts));
    if (text.includes('@')) this.#add(this.#checked.findAddresses(text, parts));
  };

  readonly #lookAtNumbers = (text: string, parts: readonly Part[]): void =>
    this.#add(this.#checked.findNumbers(text, parts));

  #add(seams: readonly Seam[]): void {
    for (const seam of seams) {
      if (this.found.length > MAX_SEAMS) return;
      const isOver = this.found.length === MAX_SEAMS;
      this.found.push(isOver ? { ...seam, detector: INSPECTION_LIMIT, confidence: 1 } : seam);
    }
  }

  /**
   * Strings that follow each other.
   * @param base of their paths
   * @param isTokens whether more than numbers is looked for
   */
  join(base: JsonPath, isTokens = true): Joined {
    const tokens = isTokens ? new Neighbours(this.#lookAtTokens, base, TOKENS, TOKENS, MIN_TEXT) : undefined;
    return new Joined(tokens, new Neighbours(this.#lookAtNumbers, base, NUMBERS, EDGES, MIN_NUMBER));
  }

  /** Joins the strings of an array, and those that its objects have under the same key. */
  joinItems(items: readonly Json[], path: JsonPath): void {
    if (items.length < 2) return;
    const own = this.join(path);
    const byKey = new Map<string, Joined>();
    for (let index = 0; index < items.length; index++) {
      const item = items[index]!;
      if (typeof item === 'string') own.add(item, 0, item.length, index);
      else if (typeof item === 'object' && item !== null && !isArray(item))
        for (const name in item) {
          const member = item[name];
          if (typeof member !== 'string') continue;
          let members = byKey.get(name);
          if (!members) byKey.set(name, (members = this.join(path)));
          members.add(member, 0, member.length, index, name);
        }
    }
    own.close();
    for (const neighbours of byKey.values()) neighbours.close();
  }

  /** Joins the strings of an object. Most have one at most, which has no neighbour. */
  joinMembers(members: Readonly<Record<string, Json>>, path: JsonPath): void {
    let own: Joined | undefined;
    let first: { readonly name: string; readonly text: string } | undefined;
    for (const name in members) {
      const text = members[name];
      if (typeof text !== 'string') continue;
      if (!own && first) (own = this.join(path)).add(first.text, 0, first.text.length, first.name);
      first ??= { name, text };
      own?.add(text, 0, text.length, name);
    }
    own?.close();
  }
}

/** Neighbours of which both is looked for: values without a blank, and numbers. */
export class Joined {
  readonly #tokens: Neighbours | undefined;
  readonly #numbers: Neighbours;

  constructor(tokens: Neighbours | undefined, numbers: Neighbours) {
    this.#tokens = tokens;
    this.#numbers = numbers;
  }

  /** See `Neighbours`. */
  add(text: string, from: number, to: number, step: string | number, name?: string): void {
    if (from === to) return;
    this.#tokens?.add(text, from, to, step, name);
    this.#numbers.add(text, from, to, step, name);
  }

  /** No more strings follow: see `Neighbours`. */
  close(): void {
    this.#tokens?.close();
    this.#numbers.close();
  }
}

type Look = (text: string, parts: readonly Part[]) => void;

/** The most of one string, in characters: no value that is looked for is longer. */
const MAX_PART = 512;
/**
 * The least of all strings that are joined, in characters: no value is shorter, and most neighbours have no more to
 * join.
 */
export const MIN_TEXT = 12;
/** The same of numbers, with what separates their groups. */
const MIN_NUMBER = 9;

/**
 * Neighbouring strings, such as the items of an array: finds what was cut at the seams between them, if a rule is
 * sure of it without any context. Most strings begin or end with a space, or join to a few characters, and cost nothing.
 */
class Neighbours {
  readonly #look: Look;
  /** To the array or object that has the strings. */
  readonly #base: JsonPath;
  readonly #chars: Uint8Array;
  readonly #edges: Uint8Array;
  readonly #least: number;
  #texts: string[] = NONE;
  #parts: Part[] = [];
  #length = 0;
  /** The text whose part the last added string is, its place in it, and what leads to it. */
  #last = '';
  #from = 0;
  #to = 0;
  #step: string | number = '';
  #name: string | undefined;

  /**
   * @param chars by code, 1 for what may be in a value
   * @param edges the same for where it may be cut
   * @param least shorter ones are not looked at
   */
  constructor(look: Look, base: JsonPath, chars: Uint8Array, edges: Uint8Array, least: number) {
    this.#edges = edges;
    this.#look = look;
    this.#base = base;
    this.#chars = chars;
    this.#least = least;
  }

  /**
   * @param text the string is what stands from `from` to `to` in it, at least a character
   * @param step from the base to the string, with `name` where it is a member of an item
   */
  add(text: string, from: number, to: number, step: string | number, name?: string): void {
    const last = this.#last;
    const chars = this.#chars;
    // Most strings do not touch the one before, and then neither of them is cut out.
    const edges = this.#edges;
    const first = text.charCodeAt(from);
    const touches = edges[first] === 1 && edges[last.charCodeAt(this.#to - 1)] === 1;
    if (!touches && !(to - from === 1 && this.#to - this.#from === 1 && chars[first] === 1)) this.#finish();
    else {
      if (this.#texts.length === 0) {
        const tail = startOfTail(last, this.#from, this.#to, chars);
        this.#push(last.slice(tail, this.#to), tail - this.#from, this.#step, this.#name);
      }
      const head = endOfHead(text, from, to, chars);
      this.#push(text.slice(from, head), 0, step, name);
      if (head < to || head - from === MAX_PART) this.#finish();
    }
    this.#last = text;
    this.#from = from;
    this.#to = to;
    this.#step = step;
    this.#name = name;
  }

  /** No more strings follow; those that are added later have no neighbour before them. */
  close(): void {
    this.#finish();
    this.#last = '';
    this.#from = this.#to = 0;
  }

  #finish(): void {
    if (this.#texts.length === 0) return;
    const text = this.#length < this.#least ? '' : this.#texts.join('');
    if (MARKED.test(text)) this.#look(text, this.#parts);
    this.#texts = NONE;
    this.#parts = [];
    this.#length = 0;
  }

  #push(text: string, offset: number, step: string | number, name: string | undefined): void {
    if (this.#texts === NONE) this.#texts = [];
    this.#parts.push({ base: this.#base, step, name, offset, at: this.#length });
    this.#texts.push(text);
    this.#length += text.length;
  }
}

const NONE: string[] = [];
/** Words and paths in small letters are nothing that is sure by itself. */
const MARKED = /[A-Z\d@_$]|[^aeiouy\W]{6}/;

/** The end of the run of such characters that a string begins with. */
function endOfHead(text: string, from: number, to: number, chars: Uint8Array): number {
  const limit = Math.min(to, from + MAX_PART);
  let at = from;
  while (at < limit && chars[text.charCodeAt(at)] === 1) at++;
  return at;
}

/** The beginning of the run of such characters that a string ends with. */
function startOfTail(text: string, from: number, to: number, chars: Uint8Array): number {
  const limit = Math.max(from, to - MAX_PART);
  let at = to;
  while (at > limit && chars[text.charCodeAt(at - 1)] === 1) at--;
  return at;
}

/** And quotes: no value that is sure by itself has one. */
const BRACKETS = '"\'`;<>()[]';
/** A table of codes: the character is visible ASCII and no bracket. */
const TOKENS: Uint8Array = toSet((char) => char > ' ' && !BRACKETS.includes(char));
/** The same of digits, capitals and what stands between groups of them, and of where a number may be cut. */
const NUMBERS: Uint8Array = toSet((char) => /[A-Z\d +./()-]/.test(char));
const EDGES: Uint8Array = toSet((char) => /[\d +./()-]/.test(char));

function toSet(has: (char: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 0x7f }, (_, code) => (has(String.fromCharCode(code)) ? 1 : 0));
}
