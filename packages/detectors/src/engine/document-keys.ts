import type { Engine } from './engine.js';
import { toWords } from '../rules/words.js';
import { copyOf, isLabel, isValue } from './members.js';

/** The meaning of a member's key for its value. */
export interface DocumentKey {
  readonly name: string;
  readonly words: string;
  /** A rule looks at a whole text under it. */
  readonly isHeeded: boolean;
  /** It may say what the value beside it is, or is that value. */
  readonly isLabel: boolean;
  readonly isValue: boolean;
}

/** That are remembered, and of so many characters. */
const MAX_KEYS = 4096;
const MAX_NAME = 64;

interface Known extends DocumentKey {
  /** The one that came after it last. */
  next: Known | undefined;
}

/**
 * Keys of documents. Records have the same ones in the same order again and again: what follows one is compared with what
 * followed it the last time, which costs less than to look it up.
 */
export class DocumentKeys {
  readonly #engine: Engine;
  readonly #known = new Map<string, Known>();
  #last: Known;
  #expected: Known | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#last = this.#create('', '');
  }

  /** The key that stands at a place of a text. */
  at(text: string, start: number, end: number): DocumentKey {
    const expected = this.#expected;
    if (expected?.name.length === end - start && text.startsWith(expected.name, start)) {
      this.#expected = expected.next;
      return (this.#last = expected);
    }
    if (end - start > MAX_NAME) return this.#createFor(text.slice(start, end));
    const found = this.#find(text.slice(start, end));
    this.#last.next = found;
    found.next ??= expected?.next; // It may stand in the place of the other.
    this.#expected = found.next;
    return (this.#last = found);
  }

  /** A key of which only the words are known. */
  of(words: string): DocumentKey {
    return this.#create('', words);
  }

  #find(name: string): Known {
    let found = this.#known.get(name);
    if (!found) {
      if (this.#known.size >= MAX_KEYS) {
        this.#known.clear();
        this.#last = this.#create('', '');
        this.#expected = undefined;
      }
      const copy = copyOf(name);
      this.#known.set(copy, (found = this.#createFor(copy)));
    }
    return found;
  }

  #createFor(name: string): Known {
    return this.#create(name, toWords(name));
  }

  #create(name: string, words: string): Known {
    const isHeeded = this.#engine.heeds(words);
    return { name, words, isHeeded, isLabel: isLabel(name), isValue: isValue(name), next: undefined };
  }
}
