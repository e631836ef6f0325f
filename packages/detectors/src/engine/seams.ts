import { INSPECTION_LIMIT } from '../families/limits.js';
import { isArray, type Json } from '../json.js';
import type { CheckedSeams } from './checked-seams.js';
import { EDGES, MIN_NUMBER, MIN_TEXT, Neighbours, NUMBERS, TOKENS } from './neighbours.js';
import type { Part, Path, Seam, SeamEngine } from './seam-engine.js';

/** In one message, in pieces. A message with more is reported as too much to inspect. */
const MAX_SEAMS = 10_000;

/** Finds what one message has at its seams. */
export class Seams {
  readonly found: Seam[] = [];
  readonly #engine: SeamEngine;
  readonly #checked: CheckedSeams;

  constructor(engine: SeamEngine, checked: CheckedSeams) {
    this.#engine = engine;
    this.#checked = checked;
  }

  readonly #lookAtTokens = (text: string, parts: readonly Part[]): void => {
    this.#add(this.#engine.look(text, parts));
    if (text.includes('@')) this.#add(this.#checked.findAddresses(text, parts));
  };

  readonly #lookAtNumbers = (text: string, parts: readonly Part[]): void =>
    this.#add(this.#checked.findNumbers(text, parts));

  #add(seams: readonly Seam[]): void {
    for (const seam of seams) {
      if (this.found.length > MAX_SEAMS) return;
      const isOver = this.found.length === MAX_SEAMS;
      this.found.push(isOver ? { ...seam, detector: INSPECTION_LIMIT, confidence: 1 } : seam);
    }
  }

  /**
   * Strings that follow each other.
   * @param base of their paths
   * @param isTokens whether more than numbers is looked for
   */
  join(base: Path, isTokens = true): Joined {
    const tokens = isTokens ? new Neighbours(this.#lookAtTokens, base, TOKENS, TOKENS, MIN_TEXT) : undefined;
    return new Joined(tokens, new Neighbours(this.#lookAtNumbers, base, NUMBERS, EDGES, MIN_NUMBER));
  }

  /** Joins the strings of an array, and those that its objects have under the same key. */
  joinItems(items: readonly Json[], path: Path): void {
    if (items.length < 2) return;
    const own = this.join(path);
    const byKey = new Map<string, Joined>();
    for (let index = 0; index < items.length; index++) {
      const item = items[index]!;
      if (typeof item === 'string') own.add(item, 0, item.length, index);
      else if (typeof item === 'object' && item !== null && !isArray(item))
        for (const name in item) {
          const member = item[name];
          if (typeof member !== 'string') continue;
          let members = byKey.get(name);
          if (!members) byKey.set(name, (members = this.join(path)));
          members.add(member, 0, member.length, index, name);
        }
    }
    own.close();
    for (const neighbours of byKey.values()) neighbours.close();
  }

  /** Joins the strings of an object. */
  joinMembers(members: Readonly<Record<string, Json>>, path: Path): void {
    const own = this.join(path);
    for (const name in members) {
      const member = members[name];
      if (typeof member === 'string') own.add(member, 0, member.length, name);
    }
    own.close();
  }
}

/** Neighbours of which both is looked for: values without a blank, and numbers. */
export class Joined {
  readonly #tokens: Neighbours | undefined;
  readonly #numbers: Neighbours;

  constructor(tokens: Neighbours | undefined, numbers: Neighbours) {
    this.#tokens = tokens;
    this.#numbers = numbers;
  }

  /** See `Neighbours`. */
  add(text: string, from: number, to: number, step: string | number, name?: string): void {
    if (from === to) return;
    this.#tokens?.add(text, from, to, step, name);
    this.#numbers.add(text, from, to, step, name);
  }

  /** No more strings follow: see `Neighbours`. */
  close(): void {
    this.#tokens?.close();
    this.#numbers.close();
  }
}
