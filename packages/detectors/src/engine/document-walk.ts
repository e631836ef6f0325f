import type { DocumentKey, DocumentKeys } from './document-keys.js';
import type { Leaf, Visitor } from './documents.js';
import { createSeams } from './engines.js';
import { optionOf, wordsOfKey } from './members.js';
import type { LocatedMatch } from './reader.js';
import type { Joined, Seams } from './seams.js';

/** Finds what a string or number under a key holds. */
export type ReadLeaf = (leaf: Leaf, key: DocumentKey, parent: DocumentKey) => readonly LocatedMatch[];

/** A list or object that is open; used again for the next one of its depth. */
class Level {
  isList = true;
  /** This labels what is in a list; for an object, it is the key of the current member. */
  own: DocumentKey;
  parent: DocumentKey;
  /** The last string of a list may name the next one. */
  option: DocumentKey | undefined;
  /** An object says with one member what the value of another one is. */
  label: string | undefined;
  value: Leaf | undefined;
  /** Its strings: of a list, and of an object where only numbers are joined. */
  joined: Joined | undefined;
  numbers: Joined | undefined;
  /** The values of the objects of a list, by their keys. */
  byKey: Map<string, Joined> | undefined;

  constructor(own: DocumentKey, parent: DocumentKey) {
    this.own = own;
    this.parent = parent;
  }

  open(isList: boolean, own: DocumentKey, parent: DocumentKey): void {
    this.isList = isList;
    this.own = own;
    this.parent = parent;
    this.option = this.label = this.value = undefined;
  }

  close(): void {
    this.joined?.close();
    this.numbers?.close();
    if (this.byKey) for (const each of this.byKey.values()) each.close();
    this.byKey = undefined;
  }
}

/** Goes through the documents of one text: what their keys tell about leaves, and what is cut over several of these. */
export class DocumentWalk implements Visitor {
  readonly #text: string;
  readonly #keys: DocumentKeys;
  readonly #noKey: DocumentKey;
  readonly #isShort: boolean;
  readonly #readLeaf: ReadLeaf;
  readonly #levels: Level[];
  #depth = 0;
  readonly #seams: Seams = createSeams();
  #found: LocatedMatch[] | undefined;

  /** @param mayBeCut something in the text begins like a value that is sure by itself */
  constructor(
    text: string,
    keys: DocumentKeys,
    key: DocumentKey,
    parent: DocumentKey,
    mayBeCut: boolean,
    readLeaf: ReadLeaf,
  ) {
    this.#text = text;
    this.#keys = keys;
    this.#noKey = keys.of('');
    this.#isShort = mayBeCut || text.length < SHORT;
    this.#readLeaf = readLeaf;
    this.#levels = [new Level(key, parent)];
  }

  open(isList: boolean): void {
    const { isList: isInList, own, parent } = this.#level;
    const level = (this.#levels[++this.#depth] ??= new Level(own, parent));
    if (isList) level.open(isList, own, isInList ? parent : own);
    else level.open(isList, this.#noKey, own);
  }

  key(start: number, end: number): void {
    this.#level.own = this.#keys.at(this.#text, start, end);
  }

  leaf(leaf: Leaf): void {
    const level = this.#level;
    const { own, isList } = level;
    if (leaf.isText && this.#depth > 0) this.#join(leaf, level);
    if (!isList) {
      if (own.isValue) level.value = leaf;
      else if (own.isLabel) level.label ??= this.#text.slice(leaf.start, leaf.end);
    }
    this.#look(leaf, level.option ?? own, level.parent);
    if (isList) level.option = leaf.isText ? this.#optionIn(leaf) : undefined;
  }

  word(): void {
    this.#level.option = undefined;
  }

  close(): void {
    const level = this.#level;
    const { label, value, parent } = level;
    level.close();
    this.#depth--;
    if (!value) return;
    if (label !== undefined) this.#look(value, this.#keys.of(wordsOfKey(label)), parent);
    else if (parent.isHeeded) this.#look(value, parent, this.#noKey); // `"db_password": { "value": "…" }`
  }

  finish(): readonly LocatedMatch[] {
    const seams = this.#seams.found.map(({ detector, confidence, path: [from = 0], start, end }): LocatedMatch => {
      const at = Number(from);
      return { detector, confidence, start: at + start, end: at + end, view: 'json seam' };
    });
    return this.#found ? this.#found.concat(seams) : seams;
  }

  get #level(): Level {
    return this.#levels[this.#depth]!;
  }

  #optionIn({ start, end }: Leaf): DocumentKey | undefined {
    if (this.#text.charCodeAt(start) !== HYPHEN) return undefined;
    const words = optionOf(this.#text.slice(start, end));
    return words === '' ? undefined : this.#keys.of(words);
  }

  #look(leaf: Leaf, key: DocumentKey, parent: DocumentKey): void {
    const found = this.#readLeaf(leaf, key, parent);
    if (found.length > 0) (this.#found ??= []).push(...found);
  }

  /** The path of a part is the place where its string begins, and its key. */
  #join({ start, end, hasEscapes }: Leaf, level: Level): void {
    const { isList, own } = level;
    const text = hasEscapes ? ' ' : this.#text;
    const from = hasEscapes ? 0 : start;
    const to = hasEscapes ? 1 : end;
    const joined =
      isList || this.#isShort
        ? (level.joined ??= this.#seams.join([]))
        : (level.numbers ??= this.#seams.join([], false));
    joined.add(text, from, to, start, isList ? own.words : own.name);
    const around = this.#levels[this.#depth - 1]!;
    if (isList || !around.isList || !BLOCKS.has(own.name)) return;
    const byKey = (around.byKey ??= new Map<string, Joined>());
    let same = byKey.get(own.name);
    if (!same) byKey.set(own.name, (same = this.#seams.join([])));
    same.add(text, from, to, start, own.name);
  }
}

const HYPHEN = 0x2d;
/** So little text is looked at in any case, in characters: the word that a value begins with may be cut as well. */
const SHORT = 512;
/** Keys of what is one text in several objects. */
const BLOCKS: ReadonlySet<string> = new Set(['text', 'content', 'value', 'data', 'delta', 'chunk', 'part']);
