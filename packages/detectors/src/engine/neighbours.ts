import type { Part, Path } from './seam-engine.js';

type Look = (text: string, parts: readonly Part[]) => void;

/** Of one string, in characters: no value that is looked for is longer. */
const MAX_PART = 512;
/** Of all strings that are joined, in characters: no value is shorter, and most neighbours have no more to join. */
export const MIN_TEXT = 12;
/** The same of numbers, with what separates their groups. */
export const MIN_NUMBER = 9;

/**
 * Neighbouring strings, such as the items of an array: finds what was cut at the seams between them, if a rule is
 * sure of it without any context. Most strings begin or end with a space, or join to a few characters, and cost nothing.
 */
export class Neighbours {
  readonly #look: Look;
  /** To the array or object that has the strings. */
  readonly #base: Path;
  readonly #chars: Uint8Array;
  readonly #edges: Uint8Array;
  readonly #least: number;
  #texts: string[] = NONE;
  #parts: Part[] = [];
  #length = 0;
  /** The string that was added last, and what leads to it. */
  #last = '';
  #step: string | number = '';
  #name: string | undefined;

  /**
   * @param chars by code, 1 for what may be in a value
   * @param edges the same for where it may be cut
   * @param least shorter ones are not looked at
   */
  constructor(look: Look, base: Path, chars: Uint8Array, edges: Uint8Array, least: number) {
    this.#edges = edges;
    this.#look = look;
    this.#base = base;
    this.#chars = chars;
    this.#least = least;
  }

  /** @param step from the base to the string, with `name` where it is a member of an item */
  add(text: string, step: string | number, name?: string): void {
    const last = this.#last;
    const chars = this.#chars;
    // Most strings do not touch the one before, and then neither of them is cut out.
    const edges = this.#edges;
    const touches = edges[text.charCodeAt(0)] === 1 && edges[last.charCodeAt(last.length - 1)] === 1;
    if (!touches && !(text.length === 1 && last.length === 1 && chars[text.charCodeAt(0)] === 1)) this.close();
    else {
      if (this.#texts.length === 0) {
        const tail = startOfTail(last, chars);
        this.#push(last.slice(tail), tail, this.#step, this.#name);
      }
      const head = endOfHead(text, chars);
      this.#push(text.slice(0, head), 0, step, name);
      if (head < text.length || head === MAX_PART) this.close();
    }
    this.#last = text;
    this.#step = step;
    this.#name = name;
  }

  /** No more strings follow. */
  close(): void {
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

/** Where the run of such characters ends that a text begins with. */
function endOfHead(text: string, chars: Uint8Array): number {
  const limit = Math.min(text.length, MAX_PART);
  let at = 0;
  while (at < limit && chars[text.charCodeAt(at)] === 1) at++;
  return at;
}

/** Where the run of such characters begins that a text ends with. */
function startOfTail(text: string, chars: Uint8Array): number {
  const limit = Math.max(0, text.length - MAX_PART);
  let at = text.length;
  while (at > limit && chars[text.charCodeAt(at - 1)] === 1) at--;
  return at;
}

/** And quotes: no value that is sure by itself has one. */
const BRACKETS = '"\'`;<>()[]';
/** By code, whether a character is visible ASCII and no bracket. */
export const TOKENS: Uint8Array = toSet((char) => char > ' ' && !BRACKETS.includes(char));
/** The same of digits, capitals and what stands between groups of them, and of where a number may be cut. */
export const NUMBERS: Uint8Array = toSet((char) => /[A-Z\d +./()-]/.test(char));
export const EDGES: Uint8Array = toSet((char) => /[\d +./()-]/.test(char));

function toSet(has: (char: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 0x7f }, (_, code) => (has(String.fromCharCode(code)) ? 1 : 0));
}
