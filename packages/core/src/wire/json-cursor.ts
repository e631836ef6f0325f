import { parseJson, type JsonValue } from './jsonrpc.js';

/** Walks over a JSON text that is known to be valid. */
export class JsonCursor {
  readonly text: string;
  /** The next unread character. */
  at = 0;

  constructor(text: string) {
    this.text = text;
    this.skipSpace();
  }

  /** Moves to the next member or element; true, and past it, when the container ends instead. */
  skipTo(end: string): boolean {
    this.skipSpace();
    if (this.text[this.at] === ',') {
      this.at++;
      this.skipSpace();
    }
    if (this.text[this.at] !== end) return false;
    this.at++;
    return true;
  }

  /** Reads a key and moves to its value. */
  readKey(): string {
    const start = this.at;
    this.skipString();
    const key = String(JSON.parse(this.text.slice(start, this.at)));
    this.skipSpace();
    this.at++; // the colon
    this.skipSpace();
    return key;
  }

  skipString(): void {
    for (this.at++; this.text[this.at] !== '"'; this.at++) if (this.text[this.at] === '\\') this.at++;
    this.at++;
  }

  skipScalar(): void {
    while (/[^\s,\]}]/.test(this.text[this.at] ?? ',')) this.at++;
  }

  skipValue(): void {
    let depth = 0;
    do {
      const char = this.text[this.at];
      if (char === undefined) throw new Error('the text ends inside a value');
      if (char === '"') this.skipString();
      else if (depth === 0 && !'{['.includes(char)) this.skipScalar();
      else {
        if ('{['.includes(char)) depth++;
        if ('}]'.includes(char)) depth--;
        this.at++;
      }
    } while (depth > 0);
  }

  skipSpace(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at++;
  }
}

/**
 * Parses a text whose keys have escapes. `JSON.parse` of Node 24 and 26 takes such a key for
 * one that it saw before (nodejs/node#63785): after `{"name":1,"n\\u0":1}` it reads
 * `n\u0061me` as `n\u0`, and the duplicate of `name` is none. Keys are therefore parsed one
 * by one, as strings. Throws what `JSON.parse` throws. Recursive: check the depth before.
 */
export function parseEscapedKeys(text: string): JsonValue {
  parseJson(text);
  return readValue(new JsonCursor(text));
}

function readValue(cursor: JsonCursor): JsonValue {
  const start = cursor.at;
  const first = cursor.text[start];
  if (first === '{') {
    const members: [string, JsonValue][] = [];
    for (cursor.at++; !cursor.skipTo('}');) members.push([cursor.readKey(), readValue(cursor)]);
    return Object.fromEntries(members);
  }
  if (first === '[') {
    const elements: JsonValue[] = [];
    for (cursor.at++; !cursor.skipTo(']');) elements.push(readValue(cursor));
    return elements;
  }
  if (first === '"') cursor.skipString();
  else cursor.skipScalar();
  return parseJson(cursor.text.slice(start, cursor.at));
}

/** One spelling of a place in a value: a JSON pointer. */
export const toPointer = (path: readonly string[]): string =>
  path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The one spelling that all texts of a value share: numbers keep their digits, so `1.0` and `1` are not the same. */
export interface CanonicalJson {
  /** Members in the order of their keys, no white space, every string in one spelling, every number as it was sent. */
  readonly text: string;
  /** The same of each scalar and each empty container in it, by JSON pointer, in the order of the text. */
  readonly leaves: ReadonlyMap<string, string>;
  /** How many there are. Ask before `leaves`, whose pointers can be much longer than the text. */
  readonly leafCount: number;
}

/**
 * Recursive: check the depth before.
 * @param text of one JSON value that was read strictly
 */
export const canonicalJson = (text: string): CanonicalJson => new CanonicalReader(text).value();

/** The same of each member of the object at `path`; no members if there is no object. */
export function canonicalMembers(text: string, path: readonly string[]): ReadonlyMap<string, CanonicalJson> {
  const reader = new CanonicalReader(text);
  for (const step of path) if (!reader.enter(step)) return new Map();
  return reader.members();
}

/** The canonical text of an object that has these members. */
export const joinMembers = (members: Iterable<readonly [key: string, text: string]>): string =>
  `{${[...members]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
    .join(',')}}`;

/** The last step to a value, and the way to where it begins; none to the outermost value. */
type Way = { readonly parent: Way; readonly step: string } | undefined;

interface Leaf {
  readonly path: Way;
  readonly text: string;
}

class Canonical implements CanonicalJson {
  readonly text: string;
  readonly #found: readonly Leaf[];
  #leaves: ReadonlyMap<string, string> | undefined;

  constructor(text: string, found: readonly Leaf[]) {
    this.text = text;
    this.#found = found;
  }

  get leafCount(): number {
    return this.#found.length;
  }

  get leaves(): ReadonlyMap<string, string> {
    this.#leaves ??= new Map(this.#found.map(({ path, text }) => [toPointer(stepsOf(path)), text]));
    return this.#leaves;
  }
}

function stepsOf(path: Way): readonly string[] {
  const steps: string[] = [];
  for (let way = path; way; way = way.parent) steps.push(way.step);
  return steps.toReversed();
}

class CanonicalReader extends JsonCursor {
  #leaves: Leaf[] = [];

  /** Moves to the value of a member; false if there is none. */
  enter(key: string): boolean {
    if (this.text[this.at] !== '{') return false;
    this.at++;
    while (!this.skipTo('}')) {
      if (this.readKey() === key) return true;
      this.skipValue();
    }
    return false;
  }

  members(): ReadonlyMap<string, CanonicalJson> {
    const members = new Map<string, CanonicalJson>();
    if (this.text[this.at] !== '{') return members;
    this.at++;
    while (!this.skipTo('}')) members.set(this.readKey(), this.value());
    return members;
  }

  value(): CanonicalJson {
    this.#leaves = [];
    const text = this.#read(undefined);
    return new Canonical(text, this.#leaves);
  }

  #read(path: Way): string {
    const open = this.text[this.at];
    if (open === '{') return this.#readObject(path);
    if (open === '[') return this.#readArray(path);
    return this.#leaf(path, this.#readScalar());
  }

  #readObject(path: Way): string {
    this.at++;
    const members: [string, string][] = [];
    while (!this.skipTo('}')) {
      const key = this.readKey();
      members.push([key, this.#read({ parent: path, step: key })]);
    }
    return members.length === 0 ? this.#leaf(path, '{}') : joinMembers(members);
  }

  #readArray(path: Way): string {
    this.at++;
    const elements: string[] = [];
    while (!this.skipTo(']')) elements.push(this.#read({ parent: path, step: String(elements.length) }));
    return elements.length === 0 ? this.#leaf(path, '[]') : `[${elements.join(',')}]`;
  }

  #readScalar(): string {
    const start = this.at;
    this.skipValue();
    const text = this.text.slice(start, this.at);
    return text.startsWith('"') ? JSON.stringify(JSON.parse(text)) : text;
  }

  #leaf(path: Way, text: string): string {
    this.#leaves.push({ path, text });
    return text;
  }
}
