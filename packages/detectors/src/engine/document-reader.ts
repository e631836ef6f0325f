import { hasDocument, visitDocuments, type Leaf, type Visitor } from './documents.js';
import type { Engine } from './engine.js';
import { createSeams } from './engines.js';
import type { OnWork } from './finding.js';
import { isLabel, isValue, optionOf, wordsOfKey } from './members.js';
import { placesOf } from './places.js';
import type { LocatedMatch, Reader } from './reader.js';
import type { Joined, Seams } from './seams.js';

/** Documents in strings of documents that are looked at: what is further within was read as text. */
const MAX_DEPTH = 4;

const NONE: readonly LocatedMatch[] = [];

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
   * @param mayBeCut something in the text begins like a value that is sure by itself
   */
  read(text: string, key: string, parent: string, mayBeCut: boolean, depth = 0): readonly LocatedMatch[] {
    if (depth === MAX_DEPTH || text.length < MIN_LENGTH || !mayOpen(text)) return NONE;
    if (QUOTED.test(text.slice(0, 3)) && text.endsWith('"')) {
      const whole = { start: 1, end: text.length - 1, isText: true, hasEscapes: true };
      return this.#readLeaf(text, whole, key, parent, mayBeCut, depth + 1);
    }
    if (!hasDocument(text)) return NONE;
    this.#onWork?.(text.length);
    const outer = new Level(true, key, parent);
    const walk = new Walk(text, outer, mayBeCut, (leaf, words, around) =>
      this.#readLeaf(text, leaf, words, around, mayBeCut, depth + 1),
    );
    visitDocuments(text, walk);
    return walk.finish();
  }

  #readLeaf(
    text: string,
    leaf: Leaf,
    key: string,
    parent: string,
    mayBeCut: boolean,
    depth: number,
  ): readonly LocatedMatch[] {
    const isHeeded = this.#engine.heeds(key, parent);
    const mayHold = leaf.isText && leaf.hasEscapes && OPENS.test(text.slice(leaf.start, leaf.start + 16));
    if (!isHeeded && !mayHold) return NONE;
    const said = toText(text, leaf);
    if (said === undefined) return NONE;
    const own = isHeeded ? this.#reader.read(said, key, parent) : NONE;
    const found = mayHold ? own.concat(this.read(said, key, parent, mayBeCut, depth)) : own;
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

/** What a string says. */
function toText(text: string, { start, end, hasEscapes }: Leaf): string | undefined {
  if (!hasEscapes) return text.slice(start, end);
  try {
    const said: unknown = JSON.parse(text.slice(start - 1, end + 1));
    return typeof said === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}

type ReadLeaf = (leaf: Leaf, key: string, parent: string) => readonly LocatedMatch[];

/** A list or object that is open. */
class Level {
  own: string;
  name = '';
  /** What the last string of a list says of the next one. */
  option = '';
  /** What an object says that its value is, and that value. */
  label: string | undefined;
  value: Leaf | undefined;
  joined: Joined | undefined;
  /** By their keys, of the objects of a list. */
  byKey: Map<string, Joined> | undefined;
  readonly isList: boolean;
  readonly parent: string;

  /** @param own the words that label what is in a list; of an object, those of the current member */
  constructor(isList: boolean, own: string, parent: string) {
    this.isList = isList;
    this.own = own;
    this.parent = parent;
  }
}

/** Goes through the documents of one text. */
class Walk implements Visitor {
  readonly #text: string;
  readonly #mayBeCut: boolean;
  readonly #readLeaf: ReadLeaf;
  readonly #levels: Level[];
  readonly #seams: Seams = createSeams();
  #found: LocatedMatch[] | undefined;

  constructor(text: string, outer: Level, mayBeCut: boolean, readLeaf: ReadLeaf) {
    this.#text = text;
    this.#mayBeCut = mayBeCut;
    this.#readLeaf = readLeaf;
    this.#levels = [outer];
  }

  open(isList: boolean): void {
    const { isList: isInList, own, parent } = this.#levels.at(-1)!;
    this.#levels.push(isList ? new Level(isList, own, isInList ? parent : own) : new Level(isList, '', own));
  }

  key(start: number, end: number): void {
    const level = this.#levels.at(-1)!;
    level.name = this.#text.slice(start, end);
    level.own = wordsOfKey(level.name);
  }

  leaf(leaf: Leaf): void {
    const level = this.#levels.at(-1)!;
    const { name } = level;
    if (leaf.isText && this.#levels.length > 1) this.#join(leaf, level);
    if (!level.isList) {
      if (isValue(name)) level.value = leaf;
      else if (isLabel(name)) level.label ??= this.#text.slice(leaf.start, leaf.end);
    }
    this.#look(leaf, level.option === '' ? level.own : level.option, level.parent);
    if (level.isList) level.option = optionOf(leaf.isText ? this.#text.slice(leaf.start, leaf.end) : 0);
  }

  word(): void {
    this.#levels.at(-1)!.option = '';
  }

  close(): void {
    const { joined, byKey, label, value, parent } = this.#levels.pop()!;
    joined?.close();
    if (byKey) for (const each of byKey.values()) each.close();
    if (label !== undefined && value) this.#look(value, wordsOfKey(label), parent);
  }

  finish(): readonly LocatedMatch[] {
    const seams = this.#seams.found.map(({ detector, confidence, path: [from = 0], start, end }) => {
      const at = Number(from);
      return { detector, confidence, start: at + start, end: at + end, view: 'json seam' };
    });
    return (this.#found ?? NONE).concat(seams);
  }

  #look(leaf: Leaf, key: string, parent: string): void {
    const found = this.#readLeaf(leaf, key, parent);
    if (found.length > 0) (this.#found ??= []).push(...found);
  }

  /** The path of a part is the place where its string begins, and its key. */
  #join(leaf: Leaf, level: Level): void {
    const { start, end, hasEscapes } = leaf;
    const isTokens = level.isList || this.#mayBeCut || this.#text.length < SHORT;
    const text = hasEscapes ? ' ' : this.#text.slice(start, end);
    (level.joined ??= this.#seams.join([], isTokens)).add(text, start, level.isList ? level.own : level.name);
    if (level.isList || !BLOCKS.has(level.name) || !this.#levels.at(-2)!.isList) return;
    const around = this.#levels.at(-2)!;
    const byKey = (around.byKey ??= new Map<string, Joined>());
    let joined = byKey.get(level.name);
    if (!joined) byKey.set(level.name, (joined = this.#seams.join([], true)));
    joined.add(text, start, level.name);
  }
}

/** So little text is looked at in any case, in characters: the word that a value begins with may be cut as well. */
const SHORT = 512;
/** Keys of what is one text in several objects. */
const BLOCKS: ReadonlySet<string> = new Set(['text', 'content', 'value', 'data', 'delta', 'chunk', 'part']);
