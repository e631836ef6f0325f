import type { Span } from './view.js';

/** Something that stands in a document. */
interface Placed extends Span {
  /** Keys and indices from the outermost value. */
  readonly path: readonly (string | number)[];
}

/** What is looked for at a value, by its number, and in what is within it. */
interface Wanted {
  readonly own: number[];
  readonly within: Map<string, Wanted>;
}

const create = (): Wanted => ({ own: [], within: new Map() });

/**
 * Where in a text each of some things stands that were found in a document of JSON in it: the characters of a string,
 * the whole of anything else. Of members that have the same key the last counts, as for all that read the document.
 * @param start where the document begins, which is valid
 */
export function placesOf(text: string, start: number, things: readonly Placed[]): readonly Span[] {
  const root = create();
  for (const [number, { path }] of things.entries()) {
    let wanted = root;
    for (const step of path) {
      const next: Wanted = wanted.within.get(String(step)) ?? create();
      wanted.within.set(String(step), next);
      wanted = next;
    }
    wanted.own.push(number);
  }
  const places: Span[] = things.map(() => ({ start, end: start }));
  new Walk(text, things, places).value(endOfBlank(text, start), root);
  return places;
}

class Walk {
  readonly #text: string;
  readonly #things: readonly Placed[];
  readonly #places: Span[];

  constructor(text: string, things: readonly Placed[], places: Span[]) {
    this.#text = text;
    this.#things = things;
    this.#places = places;
  }

  /** Places all that is wanted in a value; where it ends. */
  value(start: number, wanted: Wanted | undefined): number {
    const text = this.#text;
    if (!wanted) return endOfValue(text, start);
    const first = text.charAt(start);
    const isList = first === '[' || first === '{';
    const end =
      isList && wanted.within.size > 0 ? this.#members(start, wanted, first === '{') : endOfValue(text, start);
    if (first === '"') this.#inString(start, wanted.own);
    else for (const number of wanted.own) this.#places[number] = { start, end };
    return end;
  }

  /** In one pass over the string, whose opening quote is at `quote`. */
  #inString(quote: number, numbers: readonly number[]): void {
    const things = numbers.map((number) => this.#things[number]!);
    const ends = [...new Set(things.flatMap(({ start, end }) => [start, end]))].toSorted((a, b) => a - b);
    const places = new Map<number, number>();
    let at = quote + 1;
    let count = 0;
    for (const end of ends) {
      for (; count < end; count++) at = endOfCharacter(this.#text, at);
      places.set(end, at);
    }
    for (const [index, number] of numbers.entries()) {
      const { start, end } = things[index]!;
      this.#places[number] = { start: places.get(start)!, end: places.get(end)! };
    }
  }

  #members(start: number, wanted: Wanted, isNamed: boolean): number {
    const text = this.#text;
    let at = endOfBlank(text, start + 1);
    for (let index = 0; !CLOSES.test(text.charAt(at)) && at < text.length; index++) {
      let name = String(index);
      if (isNamed) {
        const end = endOfValue(text, at);
        name = String(JSON.parse(text.slice(at, end)));
        at = endOfBlank(text, endOfBlank(text, end) + 1);
      }
      at = endOfBlank(text, this.value(at, wanted.within.get(name)));
      if (text.charAt(at) === ',') at = endOfBlank(text, at + 1);
    }
    return at + 1;
  }
}
const CLOSES = /[\]}]/;

const BLANK = /[ \t\r\n]/;
function endOfBlank(text: string, start: number): number {
  let at = start;
  while (BLANK.test(text.charAt(at))) at++;
  return at;
}

/** Past a value, whatever is in it. */
function endOfValue(text: string, start: number): number {
  if (text.charAt(start) === '"') return endOfString(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') {
      if (depth === 0) return at; // of what the value is in
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (char === ',' || BLANK.test(char))) return at;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at = endOfCharacter(text, at);
  return at + 1;
}

/** Past a character as strings have it: `a`, `\n`, `\u0041`. */
const endOfCharacter = (text: string, at: number): number =>
  text.charAt(at) === '\\' ? at + (text.charAt(at + 1) === 'u' ? 6 : 2) : at + 1;
