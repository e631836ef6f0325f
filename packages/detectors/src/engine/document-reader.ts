import { isArray, type Json } from '../json.js';
import { findDocuments } from './documents.js';
import type { Engine } from './engine.js';
import { engineForSeams } from './engines.js';
import type { OnWork } from './finding.js';
import { isValue, labelOf, optionOf, wordsOfKey } from './members.js';
import { placesOf } from './places.js';
import type { LocatedMatch, Reader } from './reader.js';
import type { Path } from './seam-engine.js';
import { Seams } from './seams.js';

/** Documents in strings of documents, and levels of each that are looked at: what is further within was read as text. */
const MAX_DEPTH = 4;
const MAX_LEVELS = 64;

/** What was found in a document, and in which of its strings and numbers. */
interface Inner extends LocatedMatch {
  readonly path: Path;
}

/**
 * Reads documents of JSON that stand in texts: of their strings and numbers those whose keys say what they are, and
 * what is cut over several of them. All else is found in the text as it stands.
 */
export class DocumentReader {
  readonly #engine: Engine;
  readonly #reader: Reader;
  readonly #onWork: OnWork | undefined;

  /** @param engine the one of the reader */
  constructor(engine: Engine, reader: Reader, onWork: OnWork | undefined) {
    this.#engine = engine;
    this.#reader = reader;
    this.#onWork = onWork;
  }

  /**
   * @param key the words of the key that labels the text
   * @param parent the words of the key around that
   */
  read(text: string, key: string, parent: string, depth = 0): readonly LocatedMatch[] {
    if (depth === MAX_DEPTH) return NONE;
    let matches: LocatedMatch[] | undefined;
    for (const { value, start, end } of findDocuments(text)) {
      this.#onWork?.(end - start);
      const walk = new Walk((leaf, words, around, isText) => this.#readLeaf(leaf, words, around, isText, depth + 1));
      walk.visit(value, key, parent);
      const found = walk.finish();
      if (found.length === 0) continue;
      const places = placesOf(text, start, found);
      for (const [index, { path: _, ...match }] of found.entries())
        (matches ??= []).push({ ...match, ...places[index]!, view: `json ${match.view}` });
    }
    return matches ?? NONE;
  }

  #readLeaf(text: string, key: string, parent: string, isText: boolean, depth: number): readonly LocatedMatch[] {
    const own = this.#engine.heeds(key, parent) ? this.#reader.read(text, key, parent) : NONE;
    const inner = isText ? this.read(text, key, parent, depth) : NONE;
    return inner.length === 0 ? own : own.concat(inner);
  }
}

const NONE: readonly LocatedMatch[] = [];

type ReadLeaf = (text: string, key: string, parent: string, isText: boolean) => readonly LocatedMatch[];

/** Goes through one document. */
class Walk {
  readonly #readLeaf: ReadLeaf;
  readonly #seams = new Seams(engineForSeams());
  readonly #found: Inner[] = [];
  /** To the current value. */
  readonly #path: (string | number)[] = [];

  constructor(readLeaf: ReadLeaf) {
    this.#readLeaf = readLeaf;
  }

  visit(value: Json, key: string, parent: string): void {
    if (typeof value === 'string') this.#visitLeaf(value, key, parent, true);
    else if (typeof value === 'number') this.#visitLeaf(String(value), key, parent, false);
    else if (typeof value !== 'object' || value === null || this.#path.length > MAX_LEVELS) return;
    else if (isArray(value)) this.#visitItems(value, key, parent);
    else this.#visitMembers(value, key);
  }

  finish(): readonly Inner[] {
    return this.#seams.found.length === 0
      ? this.#found
      : this.#found.concat(this.#seams.found.map((seam) => Object.assign({ view: 'seam' }, seam)));
  }

  #visitItems(items: readonly Json[], key: string, parent: string): void {
    const depth = this.#path.length;
    this.#seams.joinItems(items, this.#path);
    for (let index = 0; index < items.length; index++) {
      this.#path[depth] = index;
      const option = index > 0 ? optionOf(items[index - 1]!) : '';
      this.visit(items[index]!, option === '' ? key : option, parent);
    }
    this.#path.length = depth;
  }

  #visitMembers(members: Readonly<Record<string, Json>>, parent: string): void {
    const depth = this.#path.length;
    const label = labelOf(members);
    this.#seams.joinMembers(members, this.#path);
    for (const name in members) {
      this.#path[depth] = name;
      this.visit(members[name]!, wordsOfKey(label !== undefined && isValue(name) ? label : name), parent);
    }
    this.#path.length = depth;
  }

  #visitLeaf(text: string, key: string, parent: string, isText: boolean): void {
    const matches = this.#readLeaf(text, key, parent, isText);
    if (matches.length === 0) return;
    const path = [...this.#path];
    for (const match of matches) this.#found.push({ ...match, path });
  }
}
