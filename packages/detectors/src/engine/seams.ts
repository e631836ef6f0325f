import { INSPECTION_LIMIT } from '../families/limits.js';
import { isArray, type Json } from '../json.js';
import { Neighbours, type Part, type Path } from './neighbours.js';
import type { Seam, SeamEngine } from './seam-engine.js';

/** In one message, in pieces. A message with more is reported as too much to inspect. */
const MAX_SEAMS = 10_000;

/** Finds what one message has at its seams. */
export class Seams {
  readonly found: Seam[] = [];
  readonly #engine: SeamEngine;

  constructor(engine: SeamEngine) {
    this.#engine = engine;
  }

  readonly #look = (text: string, parts: readonly Part[]): void => {
    for (const seam of this.#engine.look(text, parts)) {
      if (this.found.length > MAX_SEAMS) return;
      const isOver = this.found.length === MAX_SEAMS;
      this.found.push(isOver ? { ...seam, detector: INSPECTION_LIMIT, confidence: 1 } : seam);
    }
  };

  /** Joins the strings of an array, and those that its objects have under the same key. */
  joinItems(items: readonly Json[], path: Path): void {
    const base = [...path];
    const own = new Neighbours(this.#look);
    const byKey = new Map<string, Neighbours>();
    for (const [index, item] of items.entries()) {
      if (typeof item === 'string') own.add(item, base, index);
      else if (typeof item === 'object' && item !== null && !isArray(item))
        for (const name in item) {
          const member = item[name];
          if (typeof member !== 'string') continue;
          let members = byKey.get(name);
          if (!members) byKey.set(name, (members = new Neighbours(this.#look)));
          members.add(member, base, index, name);
        }
    }
    own.close();
    for (const neighbours of byKey.values()) neighbours.close();
  }

  /** Joins the strings of an object. */
  joinMembers(members: Readonly<Record<string, Json>>, path: Path): void {
    const base = [...path];
    const own = new Neighbours(this.#look);
    for (const name in members) {
      const member = members[name];
      if (typeof member === 'string') own.add(member, base, name);
    }
    own.close();
  }
}
