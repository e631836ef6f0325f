import type { DocumentKey, DocumentKeys } from './document-keys.js';
import { DocumentWalk } from './document-walk.js';
import { hasDocument, visitDocuments, type Leaf } from './documents.js';
import type { OnWork } from './finding.js';
import { placesOf } from './places.js';
import type { LocatedMatch, Reader } from './reader.js';

/** Documents in strings of documents that are looked at: what is further within was read as text. */
const MAX_DEPTH = 4;

const NONE: readonly LocatedMatch[] = [];

/**
 * Reads documents of JSON that stand in texts: of their strings and numbers those whose keys say what they are, and
 * what is cut over several of them. All else is found in the text as it stands.
 */
export class DocumentReader {
  readonly #keys: DocumentKeys;
  readonly #reader: Reader;
  readonly #onWork: OnWork | undefined;

  /** @param keys of the engine of the reader */
  constructor(keys: DocumentKeys, reader: Reader, onWork: OnWork | undefined) {
    this.#keys = keys;
    this.#reader = reader;
    this.#onWork = onWork;
  }

  /**
   * @param key the words of the key that labels the text
   * @param parent the words of the key around that
   * @param mayBeCut something in the text begins like a value that is sure by itself
   */
  read(text: string, key: string, parent: string, mayBeCut: boolean): readonly LocatedMatch[] {
    if (text.length < MIN_LENGTH || !mayOpen(text)) return NONE;
    return this.#read(text, this.#keys.of(key), this.#keys.of(parent), mayBeCut, 0);
  }

  #read(
    text: string,
    key: DocumentKey,
    parent: DocumentKey,
    mayBeCut: boolean,
    depth: number,
  ): readonly LocatedMatch[] {
    if (depth === MAX_DEPTH || text.length < MIN_LENGTH || !mayOpen(text)) return NONE;
    if (QUOTED.test(text.slice(0, 3)) && text.endsWith('"')) {
      const whole = { start: 1, end: text.length - 1, isText: true, hasEscapes: true };
      return this.#readLeaf(text, whole, key, parent, mayBeCut, depth + 1);
    }
    if (!hasDocument(text)) return NONE;
    this.#onWork?.(text.length);
    const walk = new DocumentWalk(text, this.#keys, key, parent, mayBeCut, (leaf, own, around) =>
      this.#readLeaf(text, leaf, own, around, mayBeCut, depth + 1),
    );
    visitDocuments(text, walk);
    return walk.finish();
  }

  #readLeaf(
    text: string,
    leaf: Leaf,
    key: DocumentKey,
    parent: DocumentKey,
    mayBeCut: boolean,
    depth: number,
  ): readonly LocatedMatch[] {
    const isHeeded = key.isHeeded || parent.isHeeded;
    const mayHold = leaf.isText && leaf.hasEscapes && OPENS.test(text.slice(leaf.start, leaf.start + 16));
    if (!isHeeded && !mayHold) return NONE;
    const said = toText(text, leaf);
    if (said === undefined) return NONE;
    const own = isHeeded ? this.#reader.read(said, key.words, parent.words) : NONE;
    const found = mayHold ? own.concat(this.#read(said, key, parent, mayBeCut, depth)) : own;
    if (found.length === 0) return NONE;
    const places = leaf.hasEscapes
      ? placesOf(text, leaf.start, found)
      : found.map(({ start, end }) => ({ start: leaf.start + start, end: leaf.start + end }));
    return found.map((match, index) => Object.assign({ ...match }, places[index], { view: `json ${match.view}` }));
  }
}

const MIN_LENGTH = 8;
/** Most strings are of one line that opens nothing. */
const mayOpen = (text: string): boolean => OPENINGS.includes(text.charAt(0)) || text.includes('\n');
const OPENINGS = '{["\\ \t\r\n';
/** A document as a string of another: `"{\"a\":…`. */
const QUOTED = /^"[{["\\]/;
const OPENS = /^(?:\\[nrt]|\s){0,8}(?:[{[]|\\")/;

function toText(text: string, { start, end, hasEscapes }: Leaf): string | undefined {
  if (!hasEscapes) return text.slice(start, end);
  try {
    const said: unknown = JSON.parse(text.slice(start - 1, end + 1));
    return typeof said === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}
