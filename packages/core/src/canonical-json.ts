import { JsonCursor } from './json-cursor.js';
import { toPointer } from './number-texts.js';

/** One value of a text and all below it. */
export interface CanonicalJson {
  /** Members in the order of their keys, no white space, every string in one spelling, every number as it was sent. */
  readonly text: string;
  /** The same of each scalar and each empty container in it, by JSON pointer. */
  readonly leaves: ReadonlyMap<string, string>;
}

/**
 * The members of the object at `path`, each in the one spelling that all texts of the same value share. Numbers
 * keep their digits: `1.0` and `1`, or two numbers beyond 2^53, are not the same. No members where there is no object.
 * Recursive: check the depth before.
 * @param bytes one JSON text that was read strictly
 */
export function canonicalMembers(bytes: Buffer, path: readonly string[]): ReadonlyMap<string, CanonicalJson> {
  const reader = new CanonicalReader(bytes.toString());
  for (const step of path) if (!reader.enter(step)) return new Map();
  return reader.members();
}

/** The canonical text of an object that has these members. */
export const joinMembers = (members: Iterable<readonly [key: string, text: string]>): string =>
  `{${[...members]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
    .join(',')}}`;

class CanonicalReader extends JsonCursor {
  #leaves = new Map<string, string>();

  /** Moves to the value of a member; false where there is none. */
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
    while (!this.skipTo('}')) {
      const key = this.readKey();
      this.#leaves = new Map();
      members.set(key, { text: this.#read([]), leaves: this.#leaves });
    }
    return members;
  }

  #read(path: readonly string[]): string {
    const open = this.text[this.at];
    if (open === '{') return this.#readObject(path);
    if (open === '[') return this.#readArray(path);
    return this.#leaf(path, this.#readScalar());
  }

  #readObject(path: readonly string[]): string {
    this.at++;
    const members: [string, string][] = [];
    while (!this.skipTo('}')) {
      const key = this.readKey();
      members.push([key, this.#read([...path, key])]);
    }
    return members.length === 0 ? this.#leaf(path, '{}') : joinMembers(members);
  }

  #readArray(path: readonly string[]): string {
    this.at++;
    const elements: string[] = [];
    while (!this.skipTo(']')) elements.push(this.#read([...path, String(elements.length)]));
    return elements.length === 0 ? this.#leaf(path, '[]') : `[${elements.join(',')}]`;
  }

  #readScalar(): string {
    const start = this.at;
    this.skipValue();
    const text = this.text.slice(start, this.at);
    return text.startsWith('"') ? JSON.stringify(JSON.parse(text)) : text;
  }

  #leaf(path: readonly string[], text: string): string {
    this.#leaves.set(toPointer(path), text);
    return text;
  }
}
