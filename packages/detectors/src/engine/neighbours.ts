/** Keys and indices from the outermost value. */
export type Path = readonly (string | number)[];

/** One of several strings that were joined. */
export interface Part {
  /** Of the array or object, and from there to the string: joined for what is found only, as most parts hold nothing. */
  readonly base: Path;
  readonly steps: Path;
  /** Where the part begins in its string, and where in all parts together. */
  readonly offset: number;
  readonly at: number;
}

type Look = (text: string, parts: readonly Part[]) => void;

/** Of one string, in characters: no value that is looked for is longer. */
const MAX_PART = 512;

/**
 * Neighbouring strings, such as the items of an array: finds what was cut at the seams between them, if a rule is
 * sure of it without any context. Most strings begin or end with a space or a full stop and cost nothing.
 */
export class Neighbours {
  readonly #look: Look;
  #text = '';
  #parts: Part[] = [];

  /** @param look gets the strings that were joined, where there are several */
  constructor(look: Look) {
    this.#look = look;
  }

  /** @param steps from `base` to the string */
  add(text: string, base: Path, ...steps: Path): void {
    if (this.#parts.length > 0) {
      const head = endOfHead(text);
      if (head > 0) this.#push(text.slice(0, head), 0, base, steps);
      if (head === text.length && head < MAX_PART) return;
      this.close();
    }
    const tail = startOfTail(text);
    if (tail < text.length) this.#push(text.slice(tail), tail, base, steps);
  }

  /** No more strings follow. */
  close(): void {
    if (this.#parts.length > 1) this.#look(this.#text, this.#parts);
    this.#text = '';
    this.#parts = [];
  }

  #push(text: string, offset: number, base: Path, steps: Path): void {
    this.#parts.push({ base, steps, offset, at: this.#text.length });
    this.#text += text;
  }
}

/** Where the run of visible characters ends that a text begins with. */
function endOfHead(text: string): number {
  const limit = Math.min(text.length, MAX_PART);
  let at = 0;
  while (at < limit && isToken(text.charCodeAt(at))) at++;
  return at;
}

/** Where the run of visible characters begins that a text ends with. */
function startOfTail(text: string): number {
  const limit = Math.max(0, text.length - MAX_PART);
  let at = text.length;
  while (at > limit && isToken(text.charCodeAt(at - 1))) at--;
  return at;
}

const isToken = (code: number): boolean => code > 0x20 && code < 0x7f && !BRACKETS.has(code);
/** And quotes: no value that is sure by itself has one. */
const BRACKETS: ReadonlySet<number> = new Set(Array.from('"\'`;<>()[]', (char) => char.charCodeAt(0)));
