import { buildAutomaton, FINAL, type Automaton } from './anchors.js';
import { toLists, type BytesReader, type BytesWriter, type Lists } from './bytes.js';

/** How far from a value its label may stand, in characters. */
export const LABEL_DISTANCE = 40;

/** Words that were heard and may still stand near a place; the oldest give way, which are further away than any window. */
const MAX_HEARD = 4096;
/** Stands for a character above U+007F: a label may be of another script. */
const FOREIGN = -1;

/** Sets of words, as they are compiled. */
export interface LabelTables extends Automaton {
  /** The number of sets. */
  readonly sets: number;
  readonly lengths: Uint8Array;
  /** The numbers of the sets that each word is in. */
  readonly setsOf: Lists;
}

/** @param sets of words, by their numbers: ASCII, in lower case, up to 255 characters */
export function toLabelTables(sets: readonly (readonly string[])[]): LabelTables {
  const byWord = new Map<string, Set<number>>();
  for (const [set, words] of sets.entries())
    for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(set));
  return {
    ...buildAutomaton([...byWord.keys()]),
    sets: sets.length,
    lengths: Uint8Array.from(byWord.keys(), ({ length }) => length),
    setsOf: toLists(Array.from(byWord.values(), (each) => [...each])),
  };
}

export function writeLabels(to: BytesWriter, name: string, tables: LabelTables): void {
  to.add(`${name} classes`, tables.classes);
  to.add(`${name} next`, tables.next);
  to.addLists(`${name} words`, tables.words);
  to.add(`${name} lengths`, tables.lengths);
  to.addLists(`${name} sets`, tables.setsOf);
  to.add(`${name} sizes`, Uint32Array.of(tables.width, tables.sets));
}

export function readLabels(from: BytesReader, name: string): LabelTables {
  const [width = 0, sets = 0] = from.uint32(`${name} sizes`);
  return {
    classes: from.bytes(`${name} classes`),
    next: from.uint32(`${name} next`),
    words: from.lists(`${name} words`),
    lengths: from.bytes(`${name} lengths`),
    setsOf: from.lists(`${name} sets`),
    width,
    sets,
  };
}

/**
 * Which of many words stand near a place. Places are asked for from left to right, and what stands between them is
 * listened to once: a number has the form of thirty types, and a row of numbers the same words around all of them.
 */
export class LabelWords {
  readonly #tables: LabelTables;
  /** The round in which a word of each set was heard last. */
  readonly #heard: Uint32Array;
  #round = 0;
  #hearsAll = false;
  #text = '';
  #key = '';
  /** Up to where the text was listened to, and since where. */
  #from = 0;
  #to = 0;
  #state = 0;
  /** The ends of words and which they are, in a ring: `#first` to `#last`, modulo its size. */
  readonly #ends = new Int32Array(MAX_HEARD);
  readonly #words = new Int32Array(MAX_HEARD);
  #first = 0;
  #last = 0;

  constructor(tables: LabelTables) {
    this.#tables = tables;
    this.#heard = new Uint32Array(tables.sets);
  }

  enter(text: string, key: string): void {
    this.#text = text;
    this.#key = key;
    this.#restart(0);
  }

  /** Listens to the key, and to what stands before `start` and behind `end`. */
  listen(start: number, end: number): void {
    this.#round++;
    this.#hearsAll = false;
    if (this.#key !== '') this.#hearKey();
    const from = Math.max(0, start - LABEL_DISTANCE);
    const to = Math.min(this.#text.length, end + LABEL_DISTANCE);
    if (from === start && to === end) return; // a whole text
    // Words between two places that are far apart are near neither.
    if (from < this.#from || from > this.#to) this.#restart(from);
    this.#hearTo(to);
    this.#from = from;
    while (this.#first < this.#last && this.#ends[this.#first % MAX_HEARD]! <= from) this.#first++;
    for (let index = this.#first; index < this.#last; index++) {
      const wordEnd = this.#ends[index % MAX_HEARD]!;
      if (wordEnd > to) break;
      const word = this.#words[index % MAX_HEARD]!;
      const wordStart = wordEnd - (word === FOREIGN ? 1 : this.#tables.lengths[word]!);
      if (wordStart < from || (wordEnd > start && wordStart < end)) continue; // It is not whole.
      if (word === FOREIGN) this.#hearsAll = true;
      else this.#hear(word);
    }
  }

  /** A word of a set stands there. */
  hasHeard(set: number): boolean {
    return this.#hearsAll || this.#heard[set] === this.#round;
  }

  #hear(word: number): void {
    const { ends, values } = this.#tables.setsOf;
    for (let index = word === 0 ? 0 : ends[word - 1]!; index < ends[word]!; index++)
      this.#heard[values[index]!] = this.#round;
  }

  #restart(from: number): void {
    this.#from = this.#to = from;
    this.#state = 0;
    this.#first = this.#last = 0;
  }

  #hearTo(to: number): void {
    const { classes, next } = this.#tables;
    const text = this.#text;
    let state = this.#state;
    for (let at = this.#to; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code >= 128) {
        this.#note(at + 1, FOREIGN);
        state = 0;
        continue;
      }
      state = next[(state % FINAL) + classes[code]!]!; // by hand: see `anchors.ts`
      if (state >= FINAL) this.#noteAll(at + 1, state);
    }
    this.#state = state;
    if (to > this.#to) this.#to = to;
  }

  /** The words that end where the automaton is in a state. */
  #noteAll(end: number, state: number): void {
    const { words, width } = this.#tables;
    const row = (state - FINAL) / width;
    for (let index = words.ends[row - 1]!; index < words.ends[row]!; index++) this.#note(end, words.values[index]!);
  }

  #hearAll(state: number): void {
    const { words, width } = this.#tables;
    const row = (state - FINAL) / width;
    for (let index = words.ends[row - 1]!; index < words.ends[row]!; index++) this.#hear(words.values[index]!);
  }

  #note(end: number, word: number): void {
    if (this.#last - this.#first === MAX_HEARD) this.#first++;
    this.#ends[this.#last % MAX_HEARD] = end;
    this.#words[this.#last++ % MAX_HEARD] = word;
  }

  #hearKey(): void {
    const { classes, next } = this.#tables;
    const key = this.#key;
    let state = 0;
    for (let at = 0; at < key.length; at++) {
      const code = key.charCodeAt(at);
      if (code >= 128) {
        this.#hearsAll = true;
        return;
      }
      state = next[(state % FINAL) + classes[code]!]!;
      if (state >= FINAL) this.#hearAll(state);
    }
  }
}
